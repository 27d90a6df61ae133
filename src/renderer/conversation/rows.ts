import type { ChatMessage, TurnState } from '../../shared/state.ts'
import { startOfDay } from '../ui/format.ts'

/** One line of a conversation as it is drawn. */
export type ConversationRow =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'cleared'; key: string }
  | { kind: 'message'; key: string; message: ChatMessage; place: Place }
  | { kind: 'running'; key: string; turn: TurnState }

export interface Place {
  /** Said by the same person right after the line before: no name, no face. */
  continues: boolean
  /** The last bubble of an answer: the one that carries 为什么这样回. */
  endsAnswer: boolean
  /** The message that the turn answers, where it is shown too. */
  trigger: ChatMessage | null
  /** The turn's state while it is known. */
  turn: TurnState | null
  /** Said before the context was cleared: the model does not see it. */
  forgotten: boolean
}

/** Bubbles of one person that are this close belong together, in milliseconds. */
const closeMs = 3 * 60_000

/** Days, the place where the context was cleared, messages, and last the turns that are still running. */
export function conversationRows(
  messages: readonly ChatMessage[],
  turns: readonly TurnState[],
  contextFrom: number,
): ConversationRow[] {
  const byId = new Map(turns.map((turn) => [turn.id, turn]))
  const triggers = new Map<number, ChatMessage>()
  for (const message of messages) {
    const { turnId } = message
    if (message.from !== 'user' || turnId === null) continue
    // Of several that are answered together the one that made the bot answer.
    const first = triggers.get(turnId)
    if (!first || (first.reason === 'follow-up' && message.reason !== 'follow-up'))
      triggers.set(turnId, message)
  }
  const lastForgotten = messages.findLastIndex((message) => message.id < contextFrom)

  const rows: ConversationRow[] = []
  messages.forEach((message, index) => {
    const before = messages[index - 1]
    const newDay = !before || startOfDay(before.at) !== startOfDay(message.at)
    if (newDay) rows.push({ kind: 'day', key: `day-${startOfDay(message.at)}`, at: message.at })
    const { turnId } = message
    const place: Place = {
      continues: !newDay && before !== undefined && follows(before, message),
      endsAnswer: message.from === 'bot' && turnId !== null && !saidAgain(messages, index),
      trigger: turnId === null ? null : (triggers.get(turnId) ?? null),
      turn: turnId === null ? null : (byId.get(turnId) ?? null),
      forgotten: message.id < contextFrom,
    }
    rows.push({ kind: 'message', key: `message-${message.id}`, message, place })
    if (index === lastForgotten) rows.push({ kind: 'cleared', key: 'cleared' })
  })
  const running = turns.filter((turn) => turn.endedAt === null)
  return [...rows, ...running.map((turn) => ({ kind: 'running' as const, key: `turn-${turn.id}`, turn }))]
}

function follows(before: ChatMessage, message: ChatMessage): boolean {
  return (
    before.from === message.from &&
    before.senderId === message.senderId &&
    before.turnId === message.turnId &&
    message.at - before.at < closeMs
  )
}

function saidAgain(messages: readonly ChatMessage[], index: number): boolean {
  const next = messages[index + 1]
  return next?.from === 'bot' && next.turnId === messages[index]?.turnId
}
