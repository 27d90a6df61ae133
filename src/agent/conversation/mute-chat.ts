import type { Clock } from '../kernel/clock.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'

export interface MuteParts {
  readonly storage: Storage
  readonly boards: { readonly chats: ChatBoard }
  readonly clock: Clock
}

/** Silences a chat for so many minutes from now; 0 ends it. Returns the chat as it is then. */
export function muteChat({ storage, boards, clock }: MuteParts, chatId: number, minutes: number): ChatRecord {
  const mutedUntil = minutes === 0 ? 0 : clock.now() + Math.round(minutes * 60_000)
  const chat = storage.chats.change(chatId, { mutedUntil })
  boards.chats.refresh(chat)
  return chat
}
