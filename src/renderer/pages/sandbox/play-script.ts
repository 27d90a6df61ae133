import type { ChatMessage } from '../../../shared/state.ts'
import { call } from '../../live/panel.ts'
import { type SandboxChat, sandboxPlace } from './sandbox-chat.ts'
import type { CastLine } from './script.ts'

export interface Stage {
  chat: SandboxChat
  signal: AbortSignal
  /** What a line with a picture sends, as base64. */
  samplePicture: () => Promise<string>
  /** Called with the chat's id after each line, and how many were said. */
  onLine: (chatId: number, said: number) => void
}

/** Has people say their lines. Rejects with what the bot refused, or with the signal's reason. */
export async function playScript(lines: readonly CastLine[], stage: Stage): Promise<void> {
  const { chat, signal, samplePicture, onLine } = stage
  let said = 0
  for (const { after, person, text, mention, picture, recallAfter } of lines) {
    await pause(after, signal)
    const { chatId } = await call('sandbox.say', {
      chat: sandboxPlace(chat),
      personId: person.id,
      text,
      mention: mention ?? false,
      pictures: picture ? [await samplePicture()] : [],
    })
    onLine(chatId, ++said)
    if (recallAfter === undefined) continue
    await pause(recallAfter, signal)
    const last = lastSaidBy(await call('chats.messages', { chatId, limit: 20 }), person.id)
    if (last) await call('sandbox.recall', { messageId: last.id })
  }
}

/** The newest line of a person that still stands. */
export function lastSaidBy(messages: readonly ChatMessage[], personId: string): ChatMessage | null {
  return messages.reduce<ChatMessage | null>((newest, message) => {
    const theirs = message.from === 'user' && message.senderId === personId && !message.recalled
    return theirs && message.id > (newest?.id ?? 0) ? message : newest
  }, null)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
