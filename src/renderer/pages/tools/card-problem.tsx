import type { Problem } from '../../../shared/problem.ts'
import styles from './card.module.css'

/** What is wrong with the thing a card is about, and what to do. */
export function CardProblem({ problem: { message, hint, detail } }: { problem: Problem }) {
  return (
    <div className={styles.problem} role="alert">
      <b>{message}</b>
      {hint}
      {detail && <code>{detail}</code>}
    </div>
  )
}
