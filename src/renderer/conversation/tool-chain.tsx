import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  LoadingOutlined,
  MinusCircleOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { ToolCallState } from '../../shared/tools.ts'
import { t } from '../i18n/i18n.ts'
import { formatDuration } from '../ui/format.ts'
import { useNow } from '../ui/use-now.ts'
import {
  argumentText,
  argumentWords,
  type ChainCall,
  callStateWord,
  firstLine,
  usedWords,
} from './tool-calls.ts'
import styles from './tool-chain.module.css'

interface ToolChainProps {
  calls: readonly ChainCall[]
  /** In a box of its own, below a bubble. */
  boxed?: boolean
}

const marks: Record<ToolCallState['state'], ReactNode> = {
  waiting: <ClockCircleOutlined />,
  asking: <QuestionCircleOutlined />,
  running: <LoadingOutlined />,
  done: <CheckCircleOutlined />,
  failed: <CloseCircleOutlined />,
  refused: <MinusCircleOutlined />,
}

/** The tools a model called, a line each, in its order; a line opens to what went in and what came out. */
export function ToolChain({ calls, boxed = false }: ToolChainProps) {
  return (
    <ol className={styles.chain} data-boxed={boxed || undefined} aria-label={usedWords(calls.length)}>
      {calls.map((call, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: calls only ever come behind one another
        <li key={index} data-state={call.state}>
          <Call call={call} />
        </li>
      ))}
    </ol>
  )
}

function Call({ call }: { call: ChainCall }) {
  const said = argumentWords(call.arguments)
  const result = firstLine(call.result)
  return (
    <details>
      <summary>
        <CallMark state={call.state} />
        <b>{call.title}</b>
        <span className={styles.words} title={said}>
          {said}
          {result && <em>→ {result}</em>}
        </span>
        <span className={styles.state}>
          {callStateWord(call.state)}
          <Took call={call} />
        </span>
      </summary>
      <dl className={styles.whole}>
        <dt>{t('用的参数')}</dt>
        <dd>
          <pre>{argumentText(call.arguments)}</pre>
        </dd>
        <dt>{t('结果')}</dt>
        <dd>{call.result ? <pre>{call.result}</pre> : t('还没有')}</dd>
      </dl>
    </details>
  )
}

/** A call's state as a shape; its word stands beside it. */
export function CallMark({ state }: { state: ToolCallState['state'] }) {
  return (
    <i className={styles.mark} data-state={state} aria-hidden="true">
      {marks[state]}
    </i>
  )
}

function Took({ call }: { call: ChainCall }) {
  if (call.ms !== null) return <time>{formatDuration(call.ms)}</time>
  return <Since startedAt={call.startedAt} />
}

/** Counts on by itself, so that nothing else is drawn again for it. */
export function Since({ startedAt }: { startedAt: number }) {
  const now = useNow(200)
  return <time>{formatDuration(now - startedAt)}</time>
}
