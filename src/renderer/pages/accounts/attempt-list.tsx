import type { ConnectionAttempt } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { formatSeconds } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import styles from './attempt-list.module.css'
import { attemptWord } from './connection-words.ts'

interface AttemptListProps {
  /** Newest first. */
  attempts: readonly ConnectionAttempt[]
  /** How many to show. */
  limit: number
}

/** Who tried to connect and how it went, in words; new ones are read out. */
export function AttemptList({ attempts, limit }: AttemptListProps) {
  return (
    <ol className={styles.list} aria-label={t('最近的连接')} aria-live="polite">
      {attempts.slice(0, limit).map((attempt) => (
        <Attempt key={`${attempt.at}-${attempt.remote}`} attempt={attempt} />
      ))}
    </ol>
  )
}

function Attempt({ attempt }: { attempt: ConnectionAttempt }) {
  const { tone, word } = attemptWord(attempt.result)
  return (
    <li>
      <time>{formatSeconds(attempt.at)}</time>
      <Status tone={tone}>{word}</Status>
      <span className={styles.reason} title={attempt.reason}>
        {attempt.reason}
        {attempt.count > 1 && <em>×{attempt.count}</em>}
      </span>
      <code>{attempt.remote}</code>
    </li>
  )
}
