import type { Config } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { QQNumber } from '../../../shared/settings.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { formatCount } from '../../ui/format.ts'

export type Access = Config['access']

/** The lists that say what somebody is to the bot; a number is in one of them at most. */
export const peopleLists = ['owners', 'trusted', 'blocked'] as const
export type PeopleList = (typeof peopleLists)[number]

/** As the schema has it. */
const longestList = 5000

export function listTitle(list: PeopleList): string {
  const titles: Record<PeopleList, string> = {
    owners: t('主人'),
    trusted: t('信任的人'),
    blocked: t('拉黑的人'),
  }
  return titles[list]
}

/** The list that decides what a number is, as the bot reads them: 拉黑 wins over everything else. */
export function listOf(access: Access, id: string): PeopleList | null {
  return (['blocked', 'owners', 'trusted'] as const).find((list) => access[list].includes(id)) ?? null
}

/** The edits that put numbers at the end of a list and take them out of the others. */
export function moveOps(access: Access, list: PeopleList, ids: readonly string[]): EditOp[] {
  const moved = new Set(ids)
  return peopleLists.flatMap((name) => {
    const kept = access[name].filter((id) => !moved.has(id))
    if (name !== list)
      return kept.length === access[name].length ? [] : [{ path: ['access', name], set: kept }]
    return [{ path: ['access', name], set: [...kept, ...moved] }]
  })
}

export function removeOps(access: Access, list: PeopleList, id: string): EditOp[] {
  return [{ path: ['access', list], set: access[list].filter((known) => known !== id) }]
}

/** Numbers as they are typed or pasted: apart by spaces, commas or lines. */
export function readNumbers(text: string): string[] {
  return [...new Set(text.split(/[\s,，、;；]+/).filter((part) => part !== ''))]
}

/** What is wrong with numbers that are to go into a list; null when nothing is. */
export function complaintAboutNumbers(
  access: Access,
  list: PeopleList,
  ids: readonly string[],
  ownNumbers: readonly string[],
): string | null {
  if (ids.length === 0) return t('要写一个 QQ 号')
  const wrong = ids.find((id) => !QQNumber.safeParse(id).success)
  if (wrong !== undefined) return t('「{{id}}」不是 QQ 号：要是 5 到 20 位数字', { id: wrong.slice(0, 24) })
  const own = ids.find((id) => ownNumbers.includes(id))
  if (own !== undefined) return t('{{id}} 是机器人自己的号码', { id: own })
  if (ids.every((id) => access[list].includes(id))) return t('已经在里面了')
  return access[list].length + ids.length > longestList
    ? t('最多 {{n}} 个', { n: formatCount(longestList) })
    : null
}

/** Puts numbers into a list and out of the others, as they are when it is saved; false when it was refused. */
export function movePeople(list: PeopleList, ids: readonly string[], name?: string): Promise<boolean> {
  return editConfig(({ access }) => ({
    ops: moveOps(access, list, ids),
    said: movedWords(access, list, ids, name),
  }))
}

/** Takes a number out of a list. */
export function removePerson(list: PeopleList, id: string, said: string): Promise<boolean> {
  return editConfig(({ access }) => ({ ops: removeOps(access, list, id), said }))
}

/** What the toast says when numbers went into a list; `name` is that of the only one, where it is known. */
export function movedWords(
  access: Access,
  list: PeopleList,
  ids: readonly string[],
  name?: string | undefined,
): string {
  const [only] = ids
  const to = listTitle(list)
  if (ids.length !== 1 || only === undefined) return t('{{n}} 个人加到了「{{to}}」', { n: ids.length, to })
  const who = name ? t('「{{name}}」', { name }) : `${only} `
  const from = listOf(access, only)
  return from === null || from === list
    ? t('{{who}}加到了「{{to}}」', { who, to })
    : t('{{who}}从「{{from}}」移到了「{{to}}」', { who, from: listTitle(from), to })
}
