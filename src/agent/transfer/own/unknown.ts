/** What was skipped of an export, each kind with how often. */
export interface Unknown {
  lines: number
  firstLine: number
  /** Versions of prompts whose character is not in the same file. */
  orphans: number
  /** Versions of prompts beyond what is taken. */
  versions: number
  /** Records of characters and chats beyond what there can be. */
  surplus: number
  readonly types: Set<string>
  readonly fields: Set<string>
}

/** Versions of one prompt: as many as are kept without a name. The newest come last. */
export const mostVersions = 100
export const mostVersionsInAll = 2000

export function nothingUnknown(): Unknown {
  return {
    lines: 0,
    firstLine: 0,
    orphans: 0,
    versions: 0,
    surplus: 0,
    types: new Set(),
    fields: new Set(),
  }
}

/** A sentence for each kind. */
export function skipped({ lines, firstLine, orphans, versions, surplus, types, fields }: Unknown): string[] {
  return [
    ...(lines > 0 ? [`${lines} 行看不懂，没有带来；第一处是第 ${firstLine} 行，文件可能不完整`] : []),
    ...(orphans > 0 ? [`${orphans} 个提示词版本找不到它的角色，没有带来`] : []),
    ...(versions > 0
      ? [
          `${versions} 个提示词版本没有带来：一个提示词最多带 ${mostVersions} 个，一次最多带 ${mostVersionsInAll} 个`,
        ]
      : []),
    ...(surplus > 0 ? [`${surplus} 条记录属于太多的聊天或角色，没有带来；分成几个文件再导入`] : []),
    ...(types.size > 0 ? [`不认识这几种记录，没有带来：${[...types].join('、')}`] : []),
    ...(fields.size > 0 ? [`不认识这几项，没有带来：${[...fields].join('、')}`] : []),
  ]
}
