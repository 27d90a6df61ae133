import type { Risk } from '../../../shared/tools.ts'
import { riskStanding } from '../../conversation/ask-words.ts'
import styles from './risk-mark.module.css'
import { riskSentence } from './tool-words.ts'

/** What a tool may do: a colour, a shape of its own, and the word. */
export function RiskMark({ risk }: { risk: Risk }) {
  return (
    <span className={styles.risk} data-risk={risk} title={riskSentence(risk)}>
      <i aria-hidden="true" />
      {riskStanding(risk).word}
    </span>
  )
}
