import { Button } from 'antd'
import { t } from '../../i18n/i18n.ts'
import { formatCount } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import type { LogList } from './log-list.ts'
import styles from './logs-page.module.css'

interface LogFooterProps {
  list: LogList
  rows: number
  standing: boolean
  onFollow: () => void
}

/** Whether the page follows, and how much of the log it holds. */
export function LogFooter({ list, rows, standing, onFollow }: LogFooterProps) {
  const lines = list.items.length
  return (
    <div className={styles.footer}>
      <Status tone={standing ? 'mute' : 'ok'} pulse={!standing}>
        {standing ? t('已停住') : t('跟随最新')}
      </Status>
      {standing && (list.heldCount > 0 || list.torn) && (
        <Button size="small" type="link" onClick={onFollow}>
          {list.heldCount > 0
            ? t('新来 {{n}} 行，跳到最新', { n: formatCount(list.heldCount) })
            : t('跳到最新')}
        </Button>
      )}
      <span>
        {t('显示 {{n}} 行', { n: formatCount(lines) })}
        {list.older !== null && t('，往上滚还有')}
      </span>
      {lines > rows && <span>{t('折叠了 {{n}} 行重复', { n: formatCount(lines - rows) })}</span>}
      <span className={styles.keys}>
        <kbd>↑</kbd>
        <kbd>↓</kbd>
        {t('移动')}
        <kbd>Enter</kbd>
        {t('展开')}
        <kbd>F</kbd>
        {t('只看这个聊天')}
        <kbd>End</kbd>
        {t('最新')}
      </span>
    </div>
  )
}
