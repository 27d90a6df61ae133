import { CheckOutlined, CloseOutlined, LoadingOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { t } from '../../i18n/i18n.ts'
import { formatDuration } from '../../ui/format.ts'
import styles from './test-mark.module.css'
import type { TestResult } from './test-results.ts'

/** The outcome of a model's test as one mark; the words are in its tooltip and for screen readers. */
export function TestMark({ result }: { result: TestResult | undefined }) {
  const words = wordsOf(result)
  return (
    <Tooltip title={words}>
      <span className={styles.mark} data-result={kindOf(result)} role="img" aria-label={words}>
        {iconOf(result)}
      </span>
    </Tooltip>
  )
}

function kindOf(result: TestResult | undefined): string {
  if (result === undefined) return 'none'
  if (result === 'running') return 'running'
  return result.ok ? 'ok' : 'failed'
}

function iconOf(result: TestResult | undefined) {
  if (result === undefined) return '–'
  if (result === 'running') return <LoadingOutlined />
  return result.ok ? <CheckOutlined /> : <CloseOutlined />
}

function wordsOf(result: TestResult | undefined): string {
  if (result === undefined) return t('还没测过')
  if (result === 'running') return t('正在测')
  if (!result.ok) return result.problem ? `${result.problem.message}。${result.problem.hint}` : t('没有回答')
  return t('{{time}} 答完：{{text}}', { time: formatDuration(result.totalMs), text: result.text })
}
