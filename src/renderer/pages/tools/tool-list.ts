import type { Risk, ToolSource, ToolState } from '../../../shared/tools.ts'
import { needsLook } from './tool-words.ts'

/** Which tools are looked at; `all` and '' let everything through. */
export interface ToolFilter {
  search: string
  source: ToolSource['kind'] | 'all'
  risk: Risk | 'all'
  /** Only those that cannot be used or fail often. */
  problems: boolean
}

export const noFilter: ToolFilter = { search: '', source: 'all', risk: 'all', problems: false }

export function isFiltered({ search, source, risk, problems }: ToolFilter): boolean {
  return search.trim() !== '' || source !== 'all' || risk !== 'all' || problems
}

export interface ToolGroup {
  title: string
  tools: readonly ToolState[]
}

/** Built-in tools come first, then files, then servers. */
const order: Record<ToolSource['kind'], number> = { 'built-in': 0, file: 1, mcp: 2 }

/** The tools that fit, under their headings; both in an order that does not change while calls come in. */
export function toolGroups(tools: readonly ToolState[], filter: ToolFilter): ToolGroup[] {
  const groups = new Map<string, ToolState[]>()
  for (const tool of tools.filter((one) => fits(one, filter))) {
    const known = groups.get(tool.group)
    if (known) known.push(tool)
    else groups.set(tool.group, [tool])
  }
  const rank = ([first]: readonly ToolState[]) => (first ? order[first.source.kind] : 0)
  return [...groups]
    .map(([title, members]) => ({ title, tools: members }))
    .sort((a, b) => rank(a.tools) - rank(b.tools))
}

/** What tells a tool from another one of its name. */
export function toolKey({ name, source, problem }: Pick<ToolState, 'name' | 'source' | 'problem'>): string {
  if (!problem) return name
  return `${name} ${source.kind === 'file' ? source.file : source.kind === 'mcp' ? source.server : ''}`
}

function fits(tool: ToolState, { search, source, risk, problems }: ToolFilter): boolean {
  if (source !== 'all' && tool.source.kind !== source) return false
  if (risk !== 'all' && tool.risk !== risk) return false
  if (problems && !needsLook(tool)) return false
  const word = search.trim().toLowerCase()
  return word === '' || textOf(tool).includes(word)
}

function textOf({ name, title, description, group }: ToolState): string {
  return `${title} ${name} ${description} ${group}`.toLowerCase()
}
