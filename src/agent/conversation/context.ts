import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'

/**
 * Forgets what was said so far: later requests begin behind it. Answers to earlier questions that are still on their
 * way belong before it as well. Returns the chat as it is now.
 */
export function clearContext(storage: Storage, { id }: ChatRecord): ChatRecord {
  const chat = current(storage, id)
  const range = { from: chat.contextFrom, to: Number.MAX_SAFE_INTEGER }
  const isEmpty = storage.messages.context(id, range, 1).length === 0
  return storage.chats.change(id, {
    contextFrom: (storage.messages.last(id)?.id ?? 0) + 1,
    // Clearing what is empty must not take away the way back to what was there before.
    contextBeforeClear: isEmpty ? chat.contextBeforeClear : chat.contextFrom,
  })
}

/** Takes the last clearing back; the chat itself when there is none. */
export function restoreContext(storage: Storage, { id }: ChatRecord): ChatRecord {
  const chat = current(storage, id)
  const { contextBeforeClear: contextFrom, cutFrom } = chat
  if (contextFrom === null) return chat
  // What was cut since is looked at again: it was cut for what was said after the clearing only.
  const isCutSince = cutFrom > chat.contextFrom
  return storage.chats.change(id, {
    contextFrom,
    contextBeforeClear: null,
    ...(isCutSince && { cutFrom: contextFrom }),
  })
}

/** Whoever asks may hold the chat as it was when a message came in. */
function current(storage: Storage, id: number): ChatRecord {
  const chat = storage.chats.get(id)
  if (!chat) throw new Error(`There is no chat ${id}`)
  return chat
}
