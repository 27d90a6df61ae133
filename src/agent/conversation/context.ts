import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'

/**
 * Forgets what was said so far: later requests begin behind it. Answers to earlier questions that are still on their
 * way belong before it as well. Returns the chat as it is now.
 */
export function clearContext(storage: Storage, chat: ChatRecord): ChatRecord {
  const from = (storage.messages.last(chat.id)?.id ?? 0) + 1
  return storage.chats.change(chat.id, { contextFrom: from, contextBeforeClear: chat.contextFrom })
}

/** Takes the last clearing back; the chat itself when there is none. */
export function restoreContext(storage: Storage, chat: ChatRecord): ChatRecord {
  if (chat.contextBeforeClear === null) return chat
  return storage.chats.change(chat.id, { contextFrom: chat.contextBeforeClear, contextBeforeClear: null })
}
