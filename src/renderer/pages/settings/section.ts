import type { Field } from '../../forms/field.ts'
import { settingGroups } from '../../forms/setting-groups.ts'

export interface Section {
  id: string
  title: string
  /** Page that shows the same in its own way. */
  page?: { path: string; title: string }
  parts: SectionPart[]
}

export interface SectionPart {
  id: string
  /** A heading between the settings; '' for none. */
  title: string
  fields: Field[]
}

interface Place extends Omit<Section, 'parts'> {
  /** Dotted paths that belong here, or begin with one of these and a dot. */
  parts: { id: string; title: string; paths: readonly string[] }[]
}

/** Where the settings stand, in the order of the page. */
const places: readonly Place[] = [
  { id: 'bot', title: '机器人', parts: [whole('bot', ['botName', 'corePrompt'])] },
  {
    id: 'access',
    title: '谁能用',
    page: { path: '/access', title: '安全与权限' },
    parts: [whole('access', ['access'])],
  },
  {
    id: 'chats',
    title: '聊天默认',
    parts: settingGroups.map(({ id, title, paths }) => ({
      id: `chats-${id}`,
      title,
      paths: paths.map((path) => `defaults.${path}`),
    })),
  },
  {
    id: 'slots',
    title: '模型分工',
    page: { path: '/models', title: '模型' },
    parts: [whole('slots', ['slots'])],
  },
  { id: 'inbox', title: '收信和排队', parts: [whole('inbox', ['inbox'])] },
  {
    id: 'images',
    title: '图片',
    page: { path: '/pictures', title: '图片' },
    parts: [whole('images', ['images'])],
  },
  {
    id: 'tools',
    title: '工具',
    page: { path: '/tools', title: '工具' },
    parts: [whole('tools', ['tools'])],
  },
  {
    id: 'budget',
    title: '预算',
    page: { path: '/costs', title: '费用' },
    parts: [whole('budget', ['budget'])],
  },
  { id: 'logs', title: '日志', page: { path: '/logs', title: '日志' }, parts: [whole('logs', ['logs'])] },
]

function whole(id: string, paths: readonly string[]): Place['parts'][number] {
  return { id, title: '', paths }
}

/** The settings to draw. A search looks through all of them, whatever the depth; what is empty is left out. */
export function sectionsOf(fields: readonly Field[], depth: 'simple' | 'all', search: string): Section[] {
  const word = search.trim().toLowerCase()
  const shown = fields.filter((field) =>
    word === '' ? depth === 'all' || field.depth === 'simple' : textOf(field).includes(word),
  )
  const left = new Set(shown)
  const sections = places.map(({ parts, ...section }) => ({
    ...section,
    parts: parts.map(({ paths, ...part }) => ({ ...part, fields: take(left, paths) })),
  }))
  const other = { id: 'other', title: '其他', parts: [{ id: 'other', title: '', fields: [...left] }] }
  return [...sections, other]
    .map((section) => ({ ...section, parts: section.parts.filter((part) => part.fields.length > 0) }))
    .filter((section) => section.parts.length > 0)
}

/** Takes out what belongs to these paths, in their order. */
function take(left: Set<Field>, paths: readonly string[]): Field[] {
  return paths.flatMap((path) => {
    const found = [...left].filter((field) => {
      const own = field.path.join('.')
      return own === path || own.startsWith(`${path}.`)
    })
    for (const field of found) left.delete(field)
    return found
  })
}

function textOf(field: Field): string {
  return `${field.title} ${field.help} ${field.path.join('.')}`.toLowerCase()
}
