import { z } from 'zod'
import type { Clock } from '../../../src/agent/kernel/clock.ts'
import { systemClock } from '../../../src/agent/kernel/clock.ts'
import type { GroupActions } from '../../../src/agent/tools/group-actions.ts'
import type { Policy } from '../../../src/agent/tools/permission.ts'
import { type CallToRun, type RunParts, runCall } from '../../../src/agent/tools/run-call.ts'
import { type BuiltInTool, defineTool, type Tool, type ToolContext } from '../../../src/agent/tools/tool.ts'
import { Toolbox } from '../../../src/agent/tools/toolbox.ts'
import { type RiskMatrix, RiskMatrix as RiskMatrixSchema, ToolsConfig } from '../../../src/shared/tools.ts'
import { createSilentLog } from '../../support/silent-log.ts'

export const matrix: RiskMatrix = RiskMatrixSchema.parse(undefined)
export const policy = (rules: Policy['rules'] = {}, options: Policy['options'] = {}): Policy => ({
  rules,
  matrix,
  options,
})

/** A tool that says what it was given, unless it is written otherwise. */
export function makeTool(
  changes: Partial<BuiltInTool<z.ZodType>> & Partial<Pick<Tool, 'source'>> = {},
): Tool {
  const { source, ...definition } = changes
  const tool = defineTool({
    name: 'look',
    title: '看一看',
    description: '看一样东西',
    group: '测试',
    risk: 'green',
    input: z.strictObject({ what: z.string().describe('看什么'), times: z.int().default(1) }),
    run: (input) => `看到 ${JSON.stringify(input)}`,
    ...definition,
  } as BuiltInTool<z.ZodType>)
  return source ? { ...tool, source } : tool
}

/** What a tool has during a call, for somebody with this role; nothing in it leads anywhere. */
export function contextFor(
  role: ToolContext['caller']['role'] = 'owner',
  changes: Partial<ToolContext> = {},
): ToolContext {
  const nowhere = () => Promise.reject(new Error('Not part of this test'))
  return {
    chat: {
      id: 1,
      address: { selfId: '10001', kind: 'group', id: '700', key: 'qq_group_700' },
      title: '测试群',
    },
    caller: { id: '20001', name: '小明', role, chatRole: role, groupRole: 'member' },
    turnId: 5,
    now: () => new Date(2026, 10, 22, 15, 4, 5),
    signal: new AbortController().signal,
    send: { text: nowhere, picture: nowhere, file: nowhere },
    store: { get: () => undefined, set: () => undefined, delete: () => undefined },
    group: new Proxy({} as GroupActions, { get: () => nowhere }),
    prompt: { get: () => '', set: () => undefined },
    ask: nowhere,
    note: () => undefined,
    ...changes,
  }
}

export interface Calling {
  readonly tools?: readonly Tool[]
  readonly name?: string
  readonly arguments?: string
  readonly policy?: Policy
  readonly context?: ToolContext
  readonly clock?: Clock
  readonly config?: Partial<ToolsConfig>
  readonly approve?: CallToRun['approve']
  readonly parts?: Partial<RunParts>
}

/** Runs one call as a turn would. */
export function callTool(calling: Calling = {}) {
  const toolbox = new Toolbox()
  toolbox.setSource('built-in', calling.tools ?? [makeTool()])
  const parts: RunParts = {
    clock: calling.clock ?? systemClock,
    log: createSilentLog(),
    config: () => ({ ...ToolsConfig.parse(undefined), ...calling.config }),
    shorten: async (text) => text,
    ...calling.parts,
  }
  return runCall(parts, {
    name: calling.name ?? 'look',
    arguments: calling.arguments ?? '{"what":"猫"}',
    offer: toolbox.offer(calling.policy ?? policy()),
    context: calling.context ?? contextFor(),
    approve: calling.approve ?? (async () => 'allowed'),
    started: async () => undefined,
  })
}
