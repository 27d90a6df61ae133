import type { Config } from '../../../shared/config.ts'
import type { McpState, ToolFileState, ToolState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCount } from '../../ui/format.ts'
import { isEnabled } from './tool-policy.ts'

/** Parts of the page. */
export const views = ['tools', 'who', 'files', 'mcp', 'reminders', 'settings'] as const
export type View = (typeof views)[number]

/** The part an address asks for; a link to a setting leads to the settings. */
export function viewOf({ view, setting }: Readonly<Record<string, string>>): View {
  if (setting !== undefined) return 'settings'
  return views.find((one) => one === view) ?? 'tools'
}

export interface Counts {
  tools: number
  /** Cannot be used. */
  broken: number
  off: number
  running: number
  /** Files that could not be loaded or were stopped. */
  files: number
  /** Servers that are on and not there. */
  servers: number
}

interface Counted {
  tools: readonly ToolState[]
  files: readonly ToolFileState[]
  states: Readonly<Record<string, McpState>>
  config: Config
}

export function countsOf({ tools, files, states, config }: Counted): Counts {
  const broken = tools.filter(({ problem }) => problem !== null)
  return {
    tools: tools.length,
    broken: broken.length,
    off: tools.filter((tool) => tool.problem === null && !isEnabled(config.defaults, tool)).length,
    running: tools.filter(({ running }) => running > 0).length,
    files: files.filter(({ state }) => state === 'broken' || state === 'stopped').length,
    servers: config.tools.mcp.filter(({ id, enabled }) => enabled && isDown(states[id])).length,
  }
}

function isDown(state: McpState | undefined): boolean {
  if (state?.state === 'starting') return state.problem !== null
  return state?.state === 'failed' || state?.state === 'waiting-retry'
}

/** The page's first sentence: 「37 个工具，1 个用不了」. */
export function summaryWords({ tools, broken, off, running, files, servers }: Counts): string {
  const parts = [
    t('{{n}} 个工具', { n: formatCount(tools) }),
    broken > 0 && t('{{n}} 个用不了', { n: broken }),
    off > 0 && t('{{n}} 个关着', { n: off }),
    running > 0 && t('{{n}} 个正在用', { n: running }),
    files > 0 && t('{{n}} 个文件用不了', { n: files }),
    servers > 0 && t('{{n}} 个 MCP 没连上', { n: servers }),
  ]
  return `${parts.filter(Boolean).join(t('，'))}。`
}
