import { type ReactNode, useEffect, useMemo } from 'react'
import type { ChatMessage } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { useTopic } from '../live/use-topic.ts'
import { ErrorBlock } from '../ui/error-block.tsx'
import { formatDay } from '../ui/format.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { AskCards } from './ask-cards.tsx'
import styles from './conversation.module.css'
import { MessageBubble } from './message-bubble.tsx'
import { type ConversationRow, conversationRows } from './rows.ts'
import { RunningBubble } from './running-bubble.tsx'
import { useBottomList, useShownWhy } from './use-bottom-list.ts'
import type { Messages } from './use-messages.ts'
import { useStreamTexts, useTurns } from './use-running-turns.ts'
import { useWhys } from './use-whys.ts'

interface ConversationProps {
  chatId: number | null
  messages: Messages
  /** Whose bubbles stand on the right. */
  isMine: (message: ChatMessage) => boolean
  /** The same for an answer in the making. */
  botIsMine: boolean
  /** Shown while nothing was said. */
  empty: ReactNode
  /** Buttons at a message, there while it is pointed at or has the focus. Must be stable. */
  actionsOf?: ((message: ChatMessage) => ReactNode) | undefined
}

/** Rows from the top at which older messages are fetched. */
const olderWithin = 8

/** A conversation with live bubbles, and below it what waits for a person in it; only what is in view is in the page. */
export function Conversation(props: ConversationProps) {
  const { chatId, messages, isMine, botIsMine, empty, actionsOf } = props
  const { list, hasOlder, loadOlder, problem } = messages
  const turns = useTurns(chatId)
  const texts = useStreamTexts(chatId, turns)
  const botName = useTopic('config', ({ config }) => config.botName) ?? ''
  const contextFrom = useTopic('chats', (chats) => chats[chatId ?? 0]?.contextFrom) ?? 0
  // An answer in the making alone would be taken for the whole, and the messages would come in above the window.
  const rows = useMemo(
    () => (list ? conversationRows(list, turns, contextFrom) : []),
    [list, turns, contextFrom],
  )
  const whys = useWhys()
  const { scroller, virtual } = useBottomList(rows)
  useShownWhy(whys.open, rows, virtual)

  const items = virtual.getVirtualItems()
  const first = items[0]?.index
  useEffect(() => {
    if (hasOlder && first !== undefined && first < olderWithin) loadOlder()
  }, [first, hasOlder, loadOlder])

  const draw = (row: ConversationRow): ReactNode => {
    if (row.kind === 'day') return <p className={styles.line}>{formatDay(row.at, Date.now())}</p>
    if (row.kind === 'cleared') return <p className={styles.rule}>{t('上面的不再发给模型')}</p>
    if (row.kind === 'running') {
      const written = texts.get(row.turn.id)
      return <RunningBubble turn={row.turn} written={written} botName={botName} mine={botIsMine} />
    }
    const { message, place } = row
    const why = message.turnId === null ? undefined : whys.open.get(message.turnId)
    return (
      <MessageBubble
        message={message}
        place={place}
        mine={isMine(message)}
        why={why}
        onToggleWhy={whys.toggle}
        actionsOf={actionsOf}
      />
    )
  }

  const nothing = chatId === null || (list !== null && rows.length === 0)
  return (
    <>
      <div
        className={styles.scroller}
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('对话')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls has to be reachable with keys
        tabIndex={0}
      >
        {problem && <ErrorBlock problem={problem} />}
        {!problem && !nothing && list === null && <Skeleton widths={[0.4, 0.55, 0.3, 0.6]} />}
        {nothing && <div className={styles.empty}>{empty}</div>}
        {!nothing && (
          <div className={styles.rows} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index]
              if (!row) return null
              return (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  className={styles.row}
                  data-index={item.index}
                  data-close={(row.kind === 'message' && row.place.continues) || undefined}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {draw(row)}
                </div>
              )
            })}
          </div>
        )}
      </div>
      {chatId !== null && <AskCards chatId={chatId} />}
    </>
  )
}
