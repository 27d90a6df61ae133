import { sandboxSelfId } from '../../../shared/sandbox.ts'
import type { ChatRow, TurnState } from '../../../shared/state.ts'

export type ChatKind = 'all' | 'group' | 'private' | 'problem' | 'pending'

/** Real chats of one kind, the latest first. 试聊 has a page of its own. */
export function chatRows(chats: readonly ChatRow[], kind: ChatKind): ChatRow[] {
  return chats
    .filter((chat) => chat.selfId !== sandboxSelfId && isOfKind(chat, kind))
    .sort((a, b) => b.lastAt - a.lastAt)
}

function isOfKind(chat: ChatRow, kind: ChatKind): boolean {
  switch (kind) {
    case 'all':
      return true
    case 'problem':
      return chat.problem !== null
    case 'pending':
      return chat.access === 'pending'
    default:
      return chat.kind === kind
  }
}

/** The turn that a chat's row shows: the one that is furthest. */
export function runningByChat(turns: Record<string, TurnState>): Map<number, TurnState> {
  const running = Object.values(turns).filter((turn) => turn.endedAt === null)
  return new Map(running.sort((a, b) => b.id - a.id).map((turn) => [turn.chatId, turn]))
}

/** Its name; a chat whose name is not known yet goes by its number. */
export function chatTitle({ title, key }: Pick<ChatRow, 'title' | 'key'>): string {
  return title || chatNumber(key)
}

/** The QQ number behind a chat's key: `qq_group_731204` reads `731204`. */
export function chatNumber(key: string): string {
  return key.slice(key.lastIndexOf('_') + 1)
}
