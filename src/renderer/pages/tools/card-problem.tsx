import type { Problem } from '../../../shared/problem.ts'
import { t } from '../../i18n/i18n.ts'
import styles from './card.module.css'

/** More lines than this are folded away, so that the buttons stay in sight. */
const mostLines = 4

/** What is wrong with the thing a card is about, and what to do. */
export function CardProblem({ problem: { message, hint, detail } }: { problem: Problem }) {
  return (
    <div className={styles.problem} role="alert">
      <b>{message}</b>
      {hint}
      {detail && <Detail text={detail} />}
    </div>
  )
}

function Detail({ text }: { text: string }) {
  const lines = text.split('\n').length
  if (lines <= mostLines) return <code>{text}</code>
  return (
    <details>
      <summary>{t('详细，{{n}} 行', { n: lines })}</summary>
      <code>{text}</code>
    </details>
  )
}
