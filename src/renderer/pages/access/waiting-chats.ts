import { sandboxSelfId } from '../../../shared/sandbox.ts'
import type { ChatRow } from '../../../shared/state.ts'

/** Chats that nobody decided about yet, the latest first. */
export function waitingChats(chats: Record<string, ChatRow>): ChatRow[] {
  return Object.values(chats)
    .filter(({ access, selfId }) => access === 'pending' && selfId !== sandboxSelfId)
    .toSorted((a, b) => b.lastAt - a.lastAt)
}
