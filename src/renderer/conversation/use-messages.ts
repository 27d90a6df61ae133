import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import type { ChatMessage } from '../../shared/state.ts'
import { call } from '../live/panel.ts'
import { problemOf } from '../live/panel-error.ts'
import { useFeed } from '../live/use-feed.ts'
import { mergeMessages, prependMessages } from './message-store.ts'

const pageSize = 60

export interface Messages {
  /** Oldest first; null until the first page is there. */
  list: readonly ChatMessage[] | null
  /** Whether there is more above. */
  hasOlder: boolean
  problem: Problem | null
  loadOlder: () => void
  reload: () => void
}

/** The messages of one chat, live. `null` for a chat that does not exist yet. */
export function useMessages(chatId: number | null): Messages {
  const [list, setList] = useState<readonly ChatMessage[] | null>(null)
  const [hasOlder, setHasOlder] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const loadingOlder = useRef(false)
  const wanted = useRef(chatId)
  // What comes while a page is on its way, which may or may not have it.
  const meanwhile = useRef<ChatMessage[] | null>(null)

  const reload = useCallback(() => {
    if (chatId === null) return
    meanwhile.current = []
    void call('chats.messages', { chatId, limit: pageSize }).then(
      (page) => {
        if (wanted.current !== chatId) return
        setList(mergeMessages(page, meanwhile.current ?? []))
        meanwhile.current = null
        setHasOlder(page.length === pageSize)
        setProblem(null)
      },
      (error: unknown) => wanted.current === chatId && setProblem(problemOf(error)),
    )
  }, [chatId])

  useEffect(() => {
    wanted.current = chatId
    setList(null)
    setProblem(null)
  }, [chatId])

  const loadOlder = useCallback(() => {
    const before = list?.[0]?.id
    if (chatId === null || before === undefined || loadingOlder.current) return
    loadingOlder.current = true
    call('chats.messages', { chatId, before, limit: pageSize })
      .then((page) => {
        if (wanted.current !== chatId) return
        setList((shown) => shown && prependMessages(shown, page))
        setHasOlder(page.length === pageSize)
      })
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => {
        loadingOlder.current = false
      })
  }, [chatId, list])

  useFeed(
    'messages',
    (batch, skipped) => {
      meanwhile.current?.push(...batch)
      if (skipped > 0) reload()
      else setList((shown) => shown && mergeMessages(shown, batch))
    },
    { chatId, onGap: reload },
  )

  return { list, hasOlder, problem, loadOlder, reload }
}
