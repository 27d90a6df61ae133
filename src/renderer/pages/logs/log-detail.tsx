import { Button } from 'antd'
import type { LogLine } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatMillis } from '../../ui/format.ts'
import { everyLog, type LogFilter } from './log-filter.ts'
import styles from './log-line-row.module.css'
import { factsOf, lineText } from './log-row.ts'

interface LogDetailProps {
  line: LogLine
  chat: string | null
  onFilter: (change: Partial<LogFilter>) => void
}

/** Everything a line knows, and where to go from it. */
export function LogDetail({ line, chat, onFilter }: LogDetailProps) {
  const { turn } = line
  const facts: [string, string][] = [
    ...(turn === undefined ? [] : [[t('回合'), String(turn)] satisfies [string, string]]),
    ...(line.account === undefined ? [] : [[t('账号'), line.account] satisfies [string, string]]),
    ...factsOf(line),
  ]
  return (
    <div className={styles.detail}>
      {facts.length > 0 && (
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt title={name}>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className={styles.actions}>
        {turn !== undefined && (
          <Button size="small" onClick={() => onFilter({ ...everyLog, turn })}>
            {t('只看这个回合')}
          </Button>
        )}
        {line.chat !== undefined && (
          <Button size="small" onClick={() => line.chat && onFilter({ chat: line.chat })}>
            {t('只看这个聊天')}
          </Button>
        )}
        <CopyButton text={() => lineText(line, formatMillis(line.at), chat)} label={t('复制')} />
      </div>
    </div>
  )
}
