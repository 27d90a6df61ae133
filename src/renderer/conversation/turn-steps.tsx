import { ThoughtChain } from '@ant-design/x'
import type { TurnDetail } from '../../shared/state.ts'
import { cx } from '../ui/class-names.ts'
import { type StepLine, stepLines } from './step-lines.ts'
import { ToolChain } from './tool-chain.tsx'
import styles from './turn-steps.module.css'

interface TurnStepsProps {
  detail: TurnDetail
}

const statuses = { done: 'success', running: 'loading', broken: 'error' } as const

/** The steps of an answer, one line each; below a step 工具 stand its calls. */
export function TurnSteps({ detail }: TurnStepsProps) {
  const items = stepLines(detail, Date.now()).map(({ title, text, state, calls }: StepLine, index) => ({
    key: String(index),
    title,
    description: text,
    status: statuses[state],
    ...(calls.length > 0 && { content: <ToolChain calls={calls} /> }),
  }))
  return <ThoughtChain className={cx(styles.chain)} line="solid" items={items} />
}
