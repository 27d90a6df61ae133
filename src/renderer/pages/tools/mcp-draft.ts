import { McpServer } from '../../../shared/tools.ts'
import type { NamedSecret } from '../../forms/named-row.tsx'
import { t } from '../../i18n/i18n.ts'
import { freeName, guessedName, slug } from './mcp-entry.ts'
import { maskedArguments, maskedUrl } from './mcp-mask.ts'

/** A server while it is being filled in; the fields of both kinds stay while somebody tries the other. */
export interface McpDraft {
  id: string
  title: string
  enabled: boolean
  timeoutSeconds: number
  transport: McpServer['transport']
  command: string
  /** One argument a line. */
  args: string
  cwd: string
  env: readonly NamedSecret[]
  url: string
  headers: readonly NamedSecret[]
}

export const emptyMcpDraft: McpDraft = {
  ...{ id: '', title: '', enabled: true, timeoutSeconds: 60, transport: 'stdio' },
  ...{ command: '', args: '', cwd: '', env: [], url: '', headers: [] },
}

export function draftOfServer(server: McpServer): McpDraft {
  const { id, title, enabled, timeoutSeconds, transport } = server
  const base = { ...emptyMcpDraft, id, title, enabled, timeoutSeconds, transport }
  if (server.transport !== 'stdio') return { ...base, url: server.url, headers: server.headers }
  const { command, args, cwd, env } = server
  return { ...base, command, args: args.join('\n'), cwd, env }
}

/** Of one field each; `named` is of all variables or headers, `other` of whatever has no field. */
type McpField = 'id' | 'title' | 'command' | 'args' | 'cwd' | 'url' | 'timeoutSeconds' | 'named' | 'other'
const fields: ReadonlySet<string> = new Set([
  'id',
  'title',
  'command',
  'args',
  'cwd',
  'url',
  'timeoutSeconds',
])

/** What keeps a draft from being a server. `rows` are those of single variables or headers, by their place. */
export type McpProblems = Partial<Record<McpField, string>> & { rows?: Readonly<Record<number, string>> }

/** The server that a draft describes, or what keeps it from being one. `taken` are the short names there are. */
export function serverOf(
  draft: McpDraft,
  taken: ReadonlySet<string>,
): { server: McpServer | null; problems: McpProblems } {
  const stdio = draft.transport === 'stdio'
  const problems: McpProblems = {}
  if (draft.id === '') problems.id = t('要填一个短名')
  else if (taken.has(draft.id)) problems.id = t('已经有「{{id}}」了', { id: draft.id })
  if (stdio && draft.command.trim() === '') problems.command = t('要填一个命令')
  if (!stdio && draft.url.trim() === '') problems.url = t('要填一个地址')
  const named = stdio ? draft.env : draft.headers
  const rows: Record<number, string> = {}
  for (const index of named.keys()) {
    const complaint = complaintAboutNamed(named, index)
    if (complaint !== null) rows[index] = complaint
  }
  // What the schema would only say again, in other words.
  const said = new Set(Object.keys(problems))
  const parsed = McpServer.safeParse(candidate(draft))
  for (const { path, message } of parsed.error?.issues ?? []) {
    const [key, place] = path
    const field = fieldAt(key)
    if (field === 'named' && typeof place === 'number') rows[place] ??= message
    else if (!said.has(field)) problems[field] = joined(problems[field], aboutLine(field, place, message))
  }
  if (Object.keys(rows).length > 0) problems.rows = rows
  return { server: Object.keys(problems).length === 0 ? (parsed.data ?? null) : null, problems }
}

function fieldAt(key: PropertyKey | undefined): McpField {
  if (key === 'env' || key === 'headers') return 'named'
  return fields.has(String(key)) ? (key as McpField) : 'other'
}

function aboutLine(field: McpField, place: PropertyKey | undefined, message: string): string {
  return field === 'args' && typeof place === 'number'
    ? t('第 {{n}} 个：{{message}}', { n: place + 1, message })
    : message
}

function joined(before: string | undefined, message: string): string {
  return before === undefined ? message : `${before}；${message}`
}

function candidate(draft: McpDraft): unknown {
  const { id, enabled, timeoutSeconds, transport } = draft
  const base = { id, enabled, timeoutSeconds, transport, title: draft.title.trim() }
  if (transport !== 'stdio') return { ...base, url: draft.url.trim(), headers: draft.headers }
  return {
    ...base,
    command: draft.command.trim(),
    args: draft.args.split('\n').filter((line) => line !== ''),
    cwd: draft.cwd.trim(),
    env: draft.env,
  }
}

/** What is wrong with the name of a variable or header among others, or null. */
export function complaintAboutNamed(list: readonly NamedSecret[], index: number): string | null {
  const name = list[index]?.name ?? ''
  if (name === '') return t('要写名字')
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(name)) return t('名字里有不能用的字符')
  return list.some((other, at) => at < index && other.name === name)
    ? t('「{{name}}」写了两次', { name })
    : null
}

/** A short name out of what is known of a server: its title, else its package or host. */
export function shortNameOf(draft: McpDraft, taken: ReadonlySet<string>): string {
  const { title, transport, url, command, args } = draft
  const shape = transport === 'stdio' ? { command, args: args.split('\n') } : { url }
  return freeName(slug(title) || slug(guessedName(shape)), taken)
}

/** Whether a key would stand in the arguments or the address, where it is not kept secret. */
export function hasOpenKey({ transport, args, url }: McpDraft): boolean {
  if (transport !== 'stdio') return maskedUrl(url) !== url
  const words = args.split('\n')
  return maskedArguments(words).some((word, at) => word !== words[at])
}
