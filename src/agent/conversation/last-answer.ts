import type { LastAnswer } from '../commands/command.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'

/** How far back is looked, in messages: what is older is nobody's last answer any more, and QQ keeps it for ever. */
const lookedThrough = 500

/** The last answer that can still be read in a chat; null when there is none among the newest messages. */
export function lastAnswer(storage: Storage, chatId: number): LastAnswer | null {
  const part = newest(storage, chatId, isReadable)
  if (!part) return null
  const answer = answerOf(storage, part)
  return { ...answer, parts: answer.parts.filter(isReadable) }
}

/** The last question that was dealt with, also when its answer failed or was taken back. */
export function lastQuestion(storage: Storage, chatId: number): LastAnswer | null {
  const part = newest(storage, chatId, ({ turnId, author }) => author === 'bot' && turnId !== null)
  return part && answerOf(storage, part)
}

function isReadable({ author, kind, recalled, delivery }: MessageRecord): boolean {
  return author === 'bot' && kind === 'said' && !recalled && (delivery === 'sent' || delivery === 'unknown')
}

function newest(
  storage: Storage,
  chatId: number,
  wanted: (message: MessageRecord) => boolean,
): MessageRecord | null {
  return storage.messages.page(chatId, Number.MAX_SAFE_INTEGER, lookedThrough).find(wanted) ?? null
}

function answerOf(storage: Storage, part: MessageRecord): LastAnswer {
  const turn = part.turnId === null ? null : storage.turns.get(part.turnId)
  const question = turn && storage.messages.get(turn.messageId)
  if (!turn || !question) return { turnId: null, questionId: null, askedBy: new Set(), parts: [part] }
  const rows = storage.messages.ofTurn(turn)
  const asked = [question, ...rows.filter(({ author }) => author === 'user')]
  return {
    turnId: turn.id,
    questionId: asked.find(({ recalled }) => !recalled)?.id ?? null,
    askedBy: new Set(asked.map(({ senderId }) => senderId)),
    parts: rows.filter(({ author }) => author === 'bot'),
  }
}
