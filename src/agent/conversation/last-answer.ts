import type { LastAnswer } from '../commands/command.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import type { TurnRecord } from '../storage/turns.ts'

/** How far back is looked, in messages: what is older is nobody's last answer any more, and QQ keeps it for ever. */
const lookedThrough = 500

/** The last answer that can still be read in a chat; null when there is none among the newest messages. */
export function lastAnswer(storage: Storage, chatId: number): LastAnswer | null {
  const part = storage.messages.page(chatId, Number.MAX_SAFE_INTEGER, lookedThrough).find(isReadable)
  if (!part) return null
  const turn = part.turnId === null ? null : storage.turns.get(part.turnId)
  const answer = turn && answerOf(storage, turn)
  if (!answer) return { turnId: null, questionId: null, askedBy: new Set(), parts: [part] }
  return { ...answer, parts: answer.parts.filter(isReadable) }
}

/**
 * The question of the newest turn of a chat that has ended, also when it failed, was stopped, said nothing or was taken
 * back; null when none has.
 */
export function lastQuestion(storage: Storage, chatId: number): LastAnswer | null {
  const turn = storage.turns.newestEnded(chatId)
  return turn && answerOf(storage, turn)
}

function isReadable({ author, kind, recalled, delivery }: MessageRecord): boolean {
  return author === 'bot' && kind === 'said' && !recalled && (delivery === 'sent' || delivery === 'unknown')
}

function answerOf(storage: Storage, turn: TurnRecord): LastAnswer | null {
  const question = storage.messages.get(turn.messageId)
  if (!question) return null
  const rows = storage.messages.ofTurn(turn)
  const asked = [question, ...rows.filter(({ author }) => author === 'user')]
  return {
    turnId: turn.id,
    questionId: asked.find(({ recalled }) => !recalled)?.id ?? null,
    askedBy: new Set(asked.map(({ senderId }) => senderId)),
    parts: rows.filter(({ author }) => author === 'bot'),
  }
}
