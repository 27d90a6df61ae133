import { ownEntry, riskOf } from '../../shared/tool-rules.ts'
import type { ToolSource, ToolState, ToolsConfig } from '../../shared/tools.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Topic } from '../kernel/topic.ts'
import { dayOf } from '../storage/model-calls.ts'
import type { ToolCalls, ToolSums } from '../storage/tool-calls.ts'
import type { Tool } from '../tools/tool.ts'
import type { FaultyTool, Toolbox } from '../tools/toolbox.ts'

/** Days that the sums of the panel go back. */
const days = 7
/** Calls come in bursts; nobody needs each of them. */
const settleMs = 300

export interface ToolBoardParts {
  readonly topic: Topic<Record<string, ToolState>>
  readonly toolbox: Toolbox
  readonly calls: Pick<ToolCalls, 'sums'>
  readonly clock: Clock
  config(): ToolsConfig
}

/** All tools as the panel lists them. */
export class ToolBoard {
  readonly #parts: ToolBoardParts
  readonly #running = new Map<string, number>()
  #cancel: (() => void) | null = null

  constructor(parts: ToolBoardParts) {
    this.#parts = parts
  }

  /** A call of this tool began (1) or ended (-1). */
  count(name: string, by: 1 | -1): void {
    const running = (this.#running.get(name) ?? 0) + by
    // Names come from models, and there is no end of those that do not exist.
    if (running > 0) this.#running.set(name, running)
    else this.#running.delete(name)
    this.refreshSoon()
  }

  /** Something about the tools has changed. */
  refreshSoon(): void {
    this.#cancel ??= this.#parts.clock.after(settleMs, () => {
      this.#cancel = null
      this.refresh()
    })
  }

  /** Shows everything as it is now. */
  refresh(): void {
    const { topic, toolbox, calls, clock } = this.#parts
    const since = dayOf(clock.now() - (days - 1) * 24 * 3600_000)
    const sums = new Map(calls.sums(since).map((one) => [one.name, one]))
    const rows = new Map<string, ToolState>()
    for (const { tool, problem } of toolbox.entries) {
      const key = problem ? `${tool.name} (${keyOf(tool.source)})` : tool.name
      rows.set(key, { ...this.#row(tool, sums.get(tool.name)), problem })
    }
    const { timeoutSeconds } = this.#parts.config()
    for (const faulty of toolbox.faulty)
      rows.set(`${faulty.name} (${faulty.source})`, faultyRow(faulty, timeoutSeconds))
    for (const name of Object.keys(topic.value)) if (!rows.has(name)) topic.remove(name)
    for (const [name, row] of rows) if (!isSame(topic.value[name], row)) topic.set(name, row)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #row(tool: Tool, sums: ToolSums | undefined): ToolState {
    const config = this.#parts.config()
    const options = ownEntry(config.options, tool.name)
    return {
      name: tool.name,
      title: tool.title,
      description: tool.description,
      group: tool.group,
      source: tool.source,
      risk: riskOf(tool, config.options),
      builtInRisk: tool.risk,
      builtInRules: tool.rules ?? {},
      offByDefault: tool.offByDefault ?? false,
      groupOnly: tool.groupOnly ?? false,
      ownChat: tool.ownChat ?? false,
      parameters: tool.parameters,
      timeoutSeconds: options?.timeoutSeconds ?? secondsOf(tool, config),
      retries: options?.retries ?? tool.retries ?? 0,
      problem: null,
      running: this.#running.get(tool.name) ?? 0,
      calls: sums?.calls ?? 0,
      failed: sums?.failed ?? 0,
      averageMs: sums ? Math.round(sums.totalMs / sums.calls) : null,
      lastAt: sums?.lastAt ?? null,
    }
  }
}

function secondsOf({ timeoutMs }: Tool, { timeoutSeconds }: ToolsConfig): number | null {
  if (timeoutMs === undefined) return timeoutSeconds
  return timeoutMs === null ? null : timeoutMs / 1000
}

/** @param timeoutSeconds the general limit: what it has of its own could not be read. */
function faultyRow(
  { name, problem, source }: FaultyTool & { source: string },
  timeoutSeconds: number,
): ToolState {
  return {
    name,
    title: name,
    description: '',
    group: '用不了的',
    source: sourceOf(source),
    risk: 'red',
    builtInRisk: 'red',
    builtInRules: {},
    offByDefault: false,
    groupOnly: false,
    ownChat: false,
    parameters: {},
    timeoutSeconds,
    retries: 0,
    problem,
    running: 0,
    calls: 0,
    failed: 0,
    averageMs: null,
    lastAt: null,
  }
}

function keyOf(source: ToolSource): string {
  if (source.kind === 'built-in') return '自带'
  return source.kind === 'file' ? source.file : source.server
}

function sourceOf(key: string): ToolSource {
  const at = key.indexOf(':')
  const rest = key.slice(at + 1)
  if (key.startsWith('file:')) return { kind: 'file', file: rest }
  return key.startsWith('mcp:') ? { kind: 'mcp', server: rest } : { kind: 'built-in' }
}

/** Parameters are the tool's own object: what is equal otherwise is the same row. */
function isSame(a: ToolState | undefined, b: ToolState): boolean {
  if (a?.parameters !== b.parameters) return false
  return JSON.stringify({ ...a, parameters: null }) === JSON.stringify({ ...b, parameters: null })
}
