import { useEffect, useMemo, useState } from 'react'
import type { ChatRow } from '../../../shared/state.ts'
import { call } from '../../live/panel.ts'
import { useTopic } from '../../live/use-topic.ts'
import { showProblem } from '../../ui/toast.tsx'
import { type ChatKind, chatRows } from './chat-rows.ts'
import { rememberRows } from './use-chat-row.ts'

const typingMs = 200

/**
 * The list as it is filtered now; undefined until it is known. Without a search it is the live
 * topic; with one the bot is asked, so that chats outside the latest 200 are found too.
 */
export function useChatRows(kind: ChatKind, search: string): ChatRow[] | undefined {
  const live = useTopic('chats', identity)
  const [found, setFound] = useState<ChatRow[]>()
  const words = search.trim()

  useEffect(() => {
    if (words === '') return
    let current = true
    const timer = setTimeout(() => {
      // Which of them wait is known here.
      call('chats.list', { search: words, kind: kind === 'pending' ? 'all' : kind }).then((rows) => {
        rememberRows(rows)
        if (current) setFound(rows)
      }, showProblem)
    }, typingMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [words, kind])

  return useMemo(() => {
    if (!live) return undefined
    if (words === '') return chatRows(Object.values(live), kind)
    return (
      found &&
      chatRows(
        found.map((row) => live[row.id] ?? row),
        kind,
      )
    )
  }, [live, found, words, kind])
}

function identity<T>(value: T): T {
  return value
}
