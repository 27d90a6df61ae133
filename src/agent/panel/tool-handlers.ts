import type { ToolTrial } from '../../shared/ipc.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Storage } from '../storage/storage.ts'
import type { Asking } from '../tools/asking/asking.ts'
import type { Mcp } from '../tools/mcp/mcp.ts'
import type { Handlers } from './call.ts'

type ToolHandlers = Pick<
  Handlers,
  | 'tools.try'
  | 'tools.calls'
  | 'tools.reload'
  | 'tools.create'
  | 'tools.folder'
  | 'mcp.restart'
  | 'mcp.probe'
  | 'asks.decide'
  | 'asks.answer'
  | 'asks.revoke'
  | 'reminders.cancel'
>

export interface ToolHandlerParts {
  readonly storage: Pick<Storage, 'toolCalls'>
  readonly files: {
    readonly folder: string
    reload(file?: string): Promise<{ file: string; problem: Problem | null }[]>
    create(file: string, template: 'functions' | 'definition'): Promise<void>
  }
  readonly mcp: Pick<Mcp, 'restart' | 'probe'>
  readonly asking: Pick<Asking, 'decide' | 'answer' | 'revoke'>
  readonly reminders: { cancel(id: number): unknown }
  /** Runs a tool once in the owner's name. */
  tryTool(name: string, input: Record<string, unknown>, signal: AbortSignal): Promise<ToolTrial>
  /** Shows a folder on the desktop; false where there is none. */
  showFolder(path: string): Promise<boolean>
}

/** Tools, files of the user, MCP servers, and what waits for a person. */
export function toolHandlers(parts: ToolHandlerParts): ToolHandlers {
  const { storage, files, mcp, asking, reminders } = parts
  return {
    'tools.try': ({ name, input }, signal) => parts.tryTool(name, input, signal),
    'tools.calls': ({ name, limit }) => storage.toolCalls.newest(name ?? null, limit),
    'tools.reload': ({ file }) => files.reload(file),
    'tools.create': async ({ file, template }) => {
      await files.create(file, template)
      return { file }
    },
    'tools.folder': async ({ open }) => ({
      path: files.folder,
      opened: open && (await parts.showFolder(files.folder)),
    }),
    'mcp.restart': ({ id }) => {
      mcp.restart(id)
      return null
    },
    'mcp.probe': ({ server }, signal) => mcp.probe(server, signal),
    'asks.decide': async ({ id, decision }) => {
      await asking.decide(id, decision, 'panel')
      return null
    },
    'asks.answer': async ({ id, answer }) => {
      await asking.answer(id, answer, 'panel')
      return null
    },
    'asks.revoke': async ({ chatId, tool }) => {
      await asking.revoke(chatId, tool)
      return null
    },
    'reminders.cancel': async ({ id }) => {
      await reminders.cancel(id)
      return null
    },
  }
}
