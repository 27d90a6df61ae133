import { CheckOutlined, CloseOutlined, LoadingOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import type { ModelTest, ProbeKind } from '../../../shared/provider.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCost, formatDuration } from '../../ui/format.ts'
import styles from './probe-mark.module.css'
import type { ProbeResult } from './probes.ts'

interface ProbeMarkProps {
  kind: ProbeKind
  result: ProbeResult | undefined
}

/** The outcome of a probe as one mark; the words are in its tooltip and for screen readers. */
export function ProbeMark({ kind, result }: ProbeMarkProps) {
  const words = probeWords(kind, result)
  return (
    <Tooltip title={words}>
      <span className={styles.mark} data-result={kindOf(result)} role="img" aria-label={words}>
        {iconOf(result)}
      </span>
    </Tooltip>
  )
}

function kindOf(result: ProbeResult | undefined): string {
  if (result === undefined) return 'none'
  return result === 'running' ? 'running' : result.outcome
}

function iconOf(result: ProbeResult | undefined) {
  if (result === undefined) return '–'
  if (result === 'running') return <LoadingOutlined />
  return result.outcome === 'ok' ? <CheckOutlined /> : <CloseOutlined />
}

/** What a probe showed, in a sentence or two. */
export function probeWords(kind: ProbeKind, result: ProbeResult | undefined): string {
  if (result === undefined) return t('还没测过')
  if (result === 'running') return t('正在测')
  if (result.outcome === 'failed') return failureWords(result)
  const time = formatDuration(result.totalMs)
  const cost = formatCost(result.cost)
  if (result.outcome === 'unable') return kind === 'picture' ? t('不会看图') : t('不会用工具')
  return result.text === ''
    ? t('{{time}} 答完，{{cost}}', { time, cost })
    : t('{{time}} 答完，{{cost}}：{{text}}', { time, cost, text: result.text })
}

function failureWords({ problem }: ModelTest): string {
  if (!problem) return t('没有回答')
  return problem.hint ? `${problem.message}。${problem.hint}` : problem.message
}
