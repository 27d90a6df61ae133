import { LockOutlined } from '@ant-design/icons'
import { t } from '../i18n/i18n.ts'
import { useConnection } from '../live/panel.ts'
import { useTopic } from '../live/use-topic.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import styles from './refused-page.module.css'

/** True when this browser was turned away before it saw anything. */
export function useRefused(): boolean {
  const connection = useConnection()
  const known = useTopic('app', () => true)
  return connection === 'refused' && !known
}

/** Instead of a panel without facts. */
export function RefusedPage() {
  return (
    <main className={styles.page}>
      <EmptyState
        icon={<LockOutlined />}
        title={t('这个浏览器还不能打开面板')}
        text={t('地址里的令牌只能用一次，用过了或不对都会这样。重新启动机器人，用它打印的新地址打开。')}
      />
    </main>
  )
}
