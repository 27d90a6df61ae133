import type { Secret } from '../../../shared/secret.ts'
import { McpServer } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'

export interface NamedDraft {
  name: string
  secretValue: Secret
}

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
  env: readonly NamedDraft[]
  url: string
  headers: readonly NamedDraft[]
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

export type McpProblems = Partial<Record<'id' | 'command' | 'url' | 'named' | 'other', string>>

/** The server that a draft describes, or what keeps it from being one. `taken` are the short names there are. */
export function serverOf(
  draft: McpDraft,
  taken: ReadonlySet<string>,
): { server: McpServer | null; problems: McpProblems } {
  const problems: McpProblems = {}
  const stdio = draft.transport === 'stdio'
  if (draft.id === '') problems.id = t('要填一个短名')
  else if (taken.has(draft.id)) problems.id = t('已经有「{{id}}」了', { id: draft.id })
  if (stdio && draft.command.trim() === '') problems.command = t('要填一个命令')
  if (!stdio && draft.url.trim() === '') problems.url = t('要填一个地址')
  const named = stdio ? draft.env : draft.headers
  if (named.some(({ name }, index) => complaintAboutNamed(named, index, name) !== null))
    problems.named = t('有一项的名字要改')
  const parsed = McpServer.safeParse(candidate(draft))
  for (const { path, message } of parsed.error?.issues ?? []) {
    const at = String(path[0])
    const key = at === 'id' || at === 'command' || at === 'url' ? at : named.length > 0 ? 'named' : 'other'
    problems[key] ??= message
  }
  return { server: Object.keys(problems).length === 0 ? (parsed.data ?? null) : null, problems }
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
export function complaintAboutNamed(list: readonly NamedDraft[], index: number, name: string): string | null {
  if (name === '') return t('要写名字')
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(name)) return t('名字里有不能用的字符')
  return list.some((other, at) => at < index && other.name === name)
    ? t('「{{name}}」写了两次', { name })
    : null
}

/** A short name out of what is known of a server: its title, its package, its host. */
export function shortNameOf(draft: McpDraft, taken: ReadonlySet<string>): string {
  const host = URL.canParse(draft.url) ? new URL(draft.url).hostname : ''
  const pack = draft.args.split('\n').find((line) => /^@?[a-z][\w./@-]*$/i.test(line)) ?? ''
  const from = [draft.title, pack.split('/').at(-1) ?? '', host, draft.command.split(/[\\/]/).at(-1) ?? '']
  const base = from.map(slug).find((name) => name !== '') ?? 'mcp'
  let id = base
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`
  return id
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/@[\w.^~-]+$/, '')
    .replace(/\.(cmd|exe)$/, '')
    .replace(/^(mcp-server-|server-|mcp-)/, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 28)
}
