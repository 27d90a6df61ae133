import type { Config } from '../../shared/config.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { ChatClient } from '../chat/chat-client.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'
import type { ToolCallRow } from '../storage/tool-calls.ts'
import type { Asking } from '../tools/asking/asking.ts'
import { riskOf } from '../tools/permission.ts'
import type { Tool, ToolContext } from '../tools/tool.ts'
import type { ToolCaller, ToolStore } from '../tools/tool-context.ts'
import { chatSender } from './chat-sender.ts'
import type { Delivery } from './delivery.ts'
import { groupActions } from './group-actions.ts'
import { callerOf } from './tool-caller.ts'
import type { ToolTurn } from './turn-tools.ts'

export interface ToolContextParts {
  readonly storage: Storage
  readonly delivery: Delivery
  readonly boards: { readonly chats: ChatBoard }
  readonly asking: Asking
  readonly clock: Clock
  config(): Config
  settings(chat: ChatRecord): ChatSettings
  /** '' takes the chat's own prompt away. */
  setPrompt(chatId: number, text: string): void
  client(selfId: string): ChatClient | null
}

/** Everything one call of a turn may use, for the chat it is in and whoever's words led to it. */
export function toolContext(
  parts: ToolContextParts,
  asking: ToolTurn,
  row: Pick<ToolCallRow, 'id' | 'name'>,
  note: (text: string) => void,
): ToolContext {
  const { storage, delivery, clock, boards, client } = parts
  const { chat, question, turn, offer, signal } = asking
  const settings = parts.settings(chat)
  const asked = question.messages.at(-1) ?? null
  const sender = { chat, settings, question: asked, delivery }
  return {
    chat: { id: chat.id, address: chat.address, title: chat.title },
    caller: callerIn(parts, asking),
    turnId: turn.id,
    now: () => new Date(clock.now()),
    signal,
    send: chatSender({ ...sender, signal }),
    store: toolStore(storage, row.name, chat.id),
    group: groupActions({ ...sender, storage, boards, client }),
    prompt: {
      get: () => parts.settings(storage.chats.get(chat.id) ?? chat).prompt,
      set: (text) => parts.setPrompt(chat.id, text),
    },
    ask: (wanted) => {
      const caller = question.messages.at(-1)
      if (!caller) throw new Error(`Turn ${turn.id} has nobody to ask`)
      const title = offer.title(row.name)
      const who = { id: caller.senderId, name: caller.senderName }
      return parts.asking.ask({ ...waitingFor(asking, row, title), caller: who, ...wanted }, signal)
    },
    note,
  }
}

function callerIn(
  { config }: Pick<ToolContextParts, 'config'>,
  { turn, chat, question, withdrawn }: ToolTurn,
): ToolCaller {
  return callerOf([...withdrawn, ...question.messages], chat, config(), turn.retriedBy)
}

/** Asks the owner for leave to make a call. */
export function askLeave(
  parts: Pick<ToolContextParts, 'asking' | 'config'>,
  turn: ToolTurn,
  row: Pick<ToolCallRow, 'id' | 'name' | 'arguments'>,
  tool: Tool,
  signal: AbortSignal,
): Promise<'allowed' | 'denied' | 'timeout'> {
  const caller = callerIn(parts, turn)
  return parts.asking.approve(
    {
      ...waitingFor(turn, row, tool.title),
      risk: riskOf(tool, turn.offer.policy.options),
      role: caller.role,
      caller,
      arguments: row.arguments,
    },
    signal,
  )
}

function waitingFor({ turn, chat }: ToolTurn, row: Pick<ToolCallRow, 'id' | 'name'>, toolTitle: string) {
  return {
    turnId: turn.id,
    callRowId: row.id,
    chatId: chat.id,
    chatTitle: chat.title,
    tool: row.name,
    toolTitle,
  }
}

/** What a tool remembers of one chat. */
export function toolStore(
  { toolValues }: Pick<Storage, 'toolValues'>,
  tool: string,
  chatId: number,
): ToolStore {
  return {
    get: (key) => toolValues.get(tool, chatId, key),
    set: (key, value) => toolValues.set(tool, chatId, key, value),
    delete: (key) => toolValues.delete(tool, chatId, key),
  }
}
