import type { Field } from '../../forms/field.ts'

export interface Section {
  id: string
  title: string
  fields: Field[]
}

/** Sections by the first name of a setting's path, in the order of the page. */
const titles: readonly [id: string, title: string, roots: readonly string[]][] = [
  ['bot', '机器人', ['botName', 'corePrompt']],
  ['chats', '聊天默认', ['defaults']],
  ['inbox', '收信', ['inbox']],
  ['logs', '日志', ['logs']],
]
const otherTitle = '其他'

/** The settings to draw. A search looks through all of them, whatever the depth; empty sections are left out. */
export function sectionsOf(fields: readonly Field[], depth: 'simple' | 'all', search: string): Section[] {
  const word = search.trim().toLowerCase()
  const shown = fields.filter((field) =>
    word === '' ? depth === 'all' || field.depth === 'simple' : textOf(field).includes(word),
  )
  const known = new Set(titles.flatMap(([, , roots]) => roots))
  const sections = titles.map(([id, title, roots]) => ({
    id,
    title,
    fields: roots.flatMap((root) => shown.filter((field) => field.path[0] === root)),
  }))
  const other = shown.filter((field) => !known.has(field.path[0] ?? ''))
  return [...sections, { id: 'other', title: otherTitle, fields: other }].filter(
    (section) => section.fields.length > 0,
  )
}

function textOf(field: Field): string {
  return `${field.title} ${field.help} ${field.path.join('.')}`.toLowerCase()
}
