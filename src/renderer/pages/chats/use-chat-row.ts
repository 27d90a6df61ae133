import { useEffect, useState } from 'react'
import type { ChatRow } from '../../../shared/state.ts'
import { call } from '../../live/panel.ts'
import { useTopic } from '../../live/use-topic.ts'

/** Rows that a search found, by chat: of those outside the latest nobody else knows. */
const seen = new Map<number, ChatRow>()

/** Keeps what a search found, for the page of one of them. */
export function rememberRows(rows: readonly ChatRow[]): void {
  for (const row of rows) seen.set(row.id, row)
}

/**
 * A chat's row, live. One outside the 200 latest is not among the live ones: it is looked for once, and shown as
 * it was then. Undefined until it is known.
 */
export function useChatRow(chatId: number): ChatRow | undefined {
  const live = useTopic('chats', (chats) => chats[chatId] ?? null)
  const [found, setFound] = useState<ChatRow>()
  useEffect(() => {
    if (live !== null) return
    let current = true
    call('chats.list', { limit: 500 }).then(
      (rows) => current && setFound(rows.find(({ id }) => id === chatId)),
      () => {}, // the settings of the same chat are asked for too, and say what is wrong
    )
    return () => {
      current = false
    }
  }, [live, chatId])
  return live ?? found ?? seen.get(chatId)
}
