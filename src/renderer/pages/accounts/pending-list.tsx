import { Button } from 'antd'
import type { PendingConnection } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatAgo } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import styles from './pending-list.module.css'

interface PendingListProps {
  onAdd: (pending: PendingConnection) => void
}

const selectPending = (pending: Record<string, PendingConnection>) => pending

/** Connections that fit no account: they are not answered until somebody adds them. */
export function PendingList({ onAdd }: PendingListProps) {
  const pending = Object.values(useTopic('pending', selectPending) ?? {})
  const now = useNow(1000)
  if (pending.length === 0) return null
  return (
    <ul className={styles.list} aria-live="polite">
      {pending.map((connection) => (
        <li key={connection.id}>
          <div>
            <b>
              {connection.selfId === null
                ? t('有个 QQ 端想连进来')
                : t('QQ {{number}} 想连进来', { number: connection.selfId })}
            </b>
            <span>
              {t('{{ago}}从 {{remote}} 连到端口 {{port}}，不属于任何账号，先不回它。', {
                ago: formatAgo(connection.at, now),
                remote: connection.remote,
                port: connection.port,
              })}
            </span>
          </div>
          <Button size="small" type="primary" onClick={() => onAdd(connection)}>
            {t('添加')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
