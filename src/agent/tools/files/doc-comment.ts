import { parse } from 'comment-parser'

/** What a JSDoc comment says about a function. */
export interface DocComment {
  readonly description: string
  readonly params: ReadonlyMap<string, DocParam>
  /** First word, or all words, of tags that stand once: `@risk green`, `@title 掷骰子`. */
  readonly tags: ReadonlyMap<string, string>
}

export interface DocParam {
  /** As written; '' when it has none. */
  readonly type: string
  readonly text: string
  /** `[name]` or `[name=default]`. */
  readonly optional: boolean
  readonly default: string | undefined
}

/** Reads one comment, given with its stars and slashes. */
export function readDocComment(comment: string): DocComment {
  const [block] = parse(comment, { spacing: 'preserve' })
  const params = new Map<string, DocParam>()
  const tags = new Map<string, string>()
  for (const tag of block?.tags ?? []) {
    if (['param', 'arg', 'argument'].includes(tag.tag))
      params.set(tag.name, {
        type: tag.type,
        text: oneText(tag.description).replace(/^[-–—:：]\s*/, ''),
        optional: tag.optional,
        default: tag.default,
      })
    else tags.set(tag.tag === 'return' ? 'returns' : tag.tag, oneText(`${tag.name} ${tag.description}`))
  }
  return { description: oneText(block?.description ?? ''), params, tags }
}

function oneText(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()
}
