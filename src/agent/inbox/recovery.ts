import type { MissedItem } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Topic } from '../kernel/topic.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { MissedRecord } from '../storage/missed.ts'
import type { Storage } from '../storage/storage.ts'
import type { TurnRecord } from '../storage/turns.ts'

export interface RecoveryParts {
  readonly storage: Storage
  readonly missed: Topic<Record<string, MissedItem>>
  readonly clock: Clock
  readonly log: Log
  /** Turns that began at most this long ago are taken up again. */
  readonly resumeMs: number
  readonly paused: boolean
  /** Runs a turn again; with parts of its answer that were certainly not tried, only sends those. */
  resume(
    turn: TurnRecord,
    chat: ChatRecord,
    messages: readonly MessageRecord[],
    unsent: readonly MessageRecord[],
  ): void
}

/**
 * Takes up what the last stop interrupted. Nothing that may have been sent is sent again: a part that was being sent
 * is marked as unknown and listed. Young turns without an answer run again, parts that were only waiting are sent,
 * and what is too old is listed under 错过的消息.
 */
export function recover(parts: RecoveryParts): void {
  const { storage, clock, log } = parts
  const unsent = markOutbox(parts)
  let resumed = 0
  for (const turn of storage.turns.open()) {
    const chat = storage.chats.get(turn.chatId)
    if (!chat) continue
    const asked = storage.messages.askedIn(turn)
    const young = !parts.paused && clock.now() - turn.receivedAt <= parts.resumeMs
    const waiting = unsent.filter((part) => part.turnId === turn.id)
    const said = storage.messages.ofTurn(turn).some((part) => part.author === 'bot' && part.kind === 'said')
    if (young && asked.length > 0 && (!said || waiting.length > 0)) {
      resumed++
      parts.resume(turn, chat, asked, said ? waiting : [])
    } else endInterrupted(parts, turn, { said, asked })
  }
  for (const record of storage.missed.all()) show(parts, record)
  if (resumed > 0) log.info(`上次没回完的 ${resumed} 条接着回`)
}

function markOutbox({ storage }: RecoveryParts): MessageRecord[] {
  const waiting: MessageRecord[] = []
  const open = storage.turns.open()
  const openIds = new Set(open.map(({ id }) => id))
  const ofTurns = open.flatMap((turn) => storage.messages.ofTurn(turn))
  const unfinished = ofTurns.filter(({ delivery }) => delivery === 'waiting' || delivery === 'sending')
  const parts = new Map([...unfinished, ...storage.messages.inDelivery()].map((part) => [part.id, part]))
  for (const part of parts.values()) {
    if (part.delivery === 'sending') {
      storage.messages.setDelivery(part, 'unknown', {
        problem: {
          code: 'send.interrupted',
          message: '发送时程序停了，不知道发没发出去',
          hint: '去 QQ 里看一眼',
        },
      })
      storage.missed.add('unknown-send', part.id)
    } else if (part.turnId === null || part.kind !== 'said' || !openIds.has(part.turnId)) {
      storage.messages.setDelivery(part, 'failed', {
        problem: { code: 'send.interrupted', message: '发送前程序停了，没有发', hint: '' },
      })
    } else waiting.push(part)
  }
  return waiting
}

function endInterrupted(
  { storage, clock }: RecoveryParts,
  turn: TurnRecord,
  { said, asked }: { said: boolean; asked: readonly MessageRecord[] },
): void {
  const problem = {
    code: 'turn.interrupted',
    message: '回到一半程序停了',
    hint: said ? '可能没有说完；要重新回答，点「重答」' : '在总览的「错过的消息」里可以补回',
  }
  storage.turns.end({ ...turn, outcome: said ? 'replied' : 'stopped', problem, endedAt: clock.now() })
  for (const part of storage.messages.ofTurn(turn)) {
    if (part.delivery === 'waiting') storage.messages.setDelivery(part, 'failed', { problem })
  }
  // What was recalled meanwhile is not missed.
  const [first] = asked
  if (!said && first) storage.missed.add('unanswered', first.id)
}

/** Puts a missed thing on the panel. */
export function show(
  { storage, missed }: Pick<RecoveryParts, 'storage' | 'missed'>,
  record: MissedRecord,
): void {
  const message = storage.messages.get(record.messageId)
  const chat = message && storage.chats.get(message.chatId)
  if (!chat) return
  missed.set(record.id, {
    id: record.id,
    kind: record.kind,
    chatId: chat.id,
    chatTitle: chat.title,
    messageId: message.id,
    senderName: message.senderName,
    text: message.text.slice(0, 120),
    at: message.at,
  })
}
