import type { AppState, ProcessState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatDuration, formatSize } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './facts.module.css'
import { sparkPath } from './spark.ts'

const selectProcess = (process: ProcessState) => process
const selectStart = (app: AppState) => app.startedAt

/** How the program itself is doing, over the last minute. */
export function ProcessPane() {
  const process = useTopic('process', selectProcess)
  return (
    <Pane title={t('进程')} actions={<Uptime />}>
      {process ? <Meters process={process} /> : <Skeleton />}
    </Pane>
  )
}

function Uptime() {
  const startedAt = useTopic('app', selectStart)
  const now = useNow(1000)
  return startedAt === undefined ? null : t('运行 {{time}}', { time: formatDuration(now - startedAt) })
}

function Meters({ process }: { process: ProcessState }) {
  const { history } = process
  const [memory = '', unit = ''] = formatSize(process.rssBytes).split(' ')
  return (
    <dl className={styles.meters}>
      <Meter name={t('内存')} value={memory} unit={unit} history={history.rssBytes} />
      <Meter name={t('处理器')} value={process.cpuPercent.toFixed(1)} unit="%" history={history.cpuPercent} />
      <Meter
        name={t('响应延迟')}
        value={process.loopDelayMs.toFixed(1)}
        unit="ms"
        history={history.loopDelayMs}
      />
      <Meter
        name={t('消息')}
        value={String(process.messagesPerMinute)}
        unit={t('条 / 分')}
        history={history.messagesPerMinute}
        accent
      />
    </dl>
  )
}

interface MeterProps {
  name: string
  value: string
  unit: string
  history: readonly number[]
  accent?: boolean
}

function Meter({ name, value, unit, history, accent = false }: MeterProps) {
  const line = sparkPath(history)
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        <small>{unit}</small>
      </dd>
      <svg
        className={styles.spark}
        data-accent={accent || undefined}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {line && <path d={`${line}L100 100L0 100Z`} />}
        <path d={line} />
      </svg>
    </div>
  )
}
