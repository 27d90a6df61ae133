import { ThoughtChain } from '@ant-design/x'
import type { TurnDetail } from '../../shared/state.ts'
import { cx } from '../ui/class-names.ts'
import { type StepLine, stepLines } from './step-lines.ts'
import styles from './turn-steps.module.css'

interface TurnStepsProps {
  detail: TurnDetail
}

const statuses = { done: 'success', running: 'loading', broken: 'error' } as const

/** The steps of an answer, one line each. */
export function TurnSteps({ detail }: TurnStepsProps) {
  const items = stepLines(detail, Date.now()).map(({ title, text, state }: StepLine, index) => ({
    key: String(index),
    title,
    description: text,
    status: statuses[state],
  }))
  return <ThoughtChain className={cx(styles.chain)} line="solid" items={items} />
}
