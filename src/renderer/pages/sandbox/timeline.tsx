import type { CSSProperties } from 'react'
import type { TurnDetail } from '../../../shared/state.ts'
import { type ChainCall, callsByStep, chainCalls } from '../../conversation/tool-calls.ts'
import { ToolChain } from '../../conversation/tool-chain.tsx'
import { type Span, spansOf } from '../../conversation/turn-facts.ts'
import { t } from '../../i18n/i18n.ts'
import { formatDuration } from '../../ui/format.ts'
import { stageColours, stageTitle, waitingStages } from '../../ui/stage.ts'
import { useNow } from '../../ui/use-now.ts'
import styles from './timeline.module.css'

interface TimelineProps {
  detail: TurnDetail
}

/** An answer's steps on one axis, from arrival to the last word sent; below a step 工具 stand its calls. */
export function Timeline({ detail }: TimelineProps) {
  return detail.turn.endedAt === null ? (
    <RunningTimeline detail={detail} />
  ) : (
    <Spans detail={detail} now={detail.turn.endedAt} />
  )
}

function RunningTimeline({ detail }: TimelineProps) {
  return <Spans detail={detail} now={useNow(200)} />
}

function Spans({ detail, now }: { detail: TurnDetail; now: number }) {
  const spans = spansOf(detail.turn, now)
  const total = Math.max(1, ...spans.map((span) => span.start + span.length))
  const called = callsByStep(detail.turn, chainCalls(detail))
  return (
    <ol className={styles.timeline}>
      {spans.map((span, index) => {
        const calls = span.stage === 'tool' ? (called.shift() ?? []) : []
        const said = span.stage === 'merging' ? mergedWords(span, detail.turn.messageCount) : span.note
        // biome-ignore lint/suspicious/noArrayIndexKey: steps only ever come behind one another
        return <Bar key={index} span={span} total={total} text={said} calls={calls} />
      })}
    </ol>
  )
}

function mergedWords({ running }: Span, count: number): string {
  if (count > 1) return t('{{n}} 条合成一个问题', { n: count })
  return running ? t('等等看有没有下一句') : t('没有等到下一句')
}

interface BarProps {
  span: Span
  total: number
  text: string
  /** The tools that were called in it; they stand in the text's place. */
  calls: readonly ChainCall[]
}

function Bar({ span, total, text, calls }: BarProps) {
  const idle = calls.length > 0 && calls.every(({ state }) => state === 'waiting' || state === 'asking')
  const style = {
    '--stage': stageColours[span.stage],
    '--from': `${(span.start / total) * 100}%`,
    '--length': `${(span.length / total) * 100}%`,
  } as CSSProperties
  return (
    <li
      style={style}
      data-waiting={waitingStages.has(span.stage) || idle || undefined}
      data-running={span.running || undefined}
    >
      <div className={styles.title}>
        <i aria-hidden="true" />
        <b>{stageTitle(span.stage)}</b>
        <time>{formatDuration(span.length)}</time>
      </div>
      <div className={styles.bar} aria-hidden="true">
        <i />
      </div>
      {calls.length > 0 ? <ToolChain calls={calls} /> : text && <p title={text}>{text}</p>}
    </li>
  )
}
