import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { AsksState } from '../../shared/tools.ts'
import { t } from '../i18n/i18n.ts'
import { useTopic } from '../live/use-topic.ts'
import styles from './ask-card.module.css'
import { ApprovalCard, QuestionCard } from './ask-card.tsx'
import { waitingIn } from './ask-words.ts'

interface AskCardsProps {
  /** Only what waits in this chat; all without it. */
  chatId?: number
}

/** What waits for a person, oldest first: approvals of the owner, and questions. Nothing when nothing waits. */
export function AskCards({ chatId }: AskCardsProps): ReactNode {
  const select = useCallback((asks: AsksState) => waitingIn(asks, chatId), [chatId])
  const waiting = useTopic('asks', select) ?? []
  const settled = useSettled(waiting.map(({ id }) => id).join(' '))
  if (waiting.length === 0) return null
  const first = waiting.find(({ kind }) => kind === 'approval')
  const placed = chatId === undefined
  return (
    <section
      className={styles.cards}
      aria-label={t('等你回答')}
      data-inside={!placed || undefined}
      data-settling={!settled || undefined}
    >
      {waiting.map((one) =>
        one.kind === 'approval' ? (
          <ApprovalCard key={one.id} approval={one} first={one === first} placed={placed} />
        ) : (
          <QuestionCard key={one.id} question={one} placed={placed} />
        ),
      )}
    </section>
  )
}

/** Shorter than reading, longer than a double click. */
const settleMs = 500

/** False for a moment after the list changed. */
function useSettled(list: string): boolean {
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(list), settleMs)
    return () => clearTimeout(timer)
  }, [list])
  return settled === list
}
