import { RightOutlined } from '@ant-design/icons'
import { memo } from 'react'
import { t } from '../../i18n/i18n.ts'
import { formatCount, formatMillis } from '../../ui/format.ts'
import { LogDetail } from './log-detail.tsx'
import type { LogFilter } from './log-filter.ts'
import styles from './log-line-row.module.css'
import type { LogRow } from './log-row.ts'
import { levelWord } from './log-words.ts'

interface LogLineRowProps {
  row: LogRow
  chat: string | null
  open: boolean
  selected: boolean
  onToggle: (key: string) => void
  onFilter: (change: Partial<LogFilter>) => void
}

/** One line, 24 px high, or open with all that is known about it. */
export const LogLineRow = memo(function LogLineRow(props: LogLineRowProps) {
  const { row, chat, open, selected, onToggle, onFilter } = props
  if (row.kind === 'gap') {
    return (
      <div className={styles.gap}>
        {t('来得太快，这里有 {{n}} 行没有显示；搜索时会从文件里读。', { n: formatCount(row.count) })}
      </div>
    )
  }
  const { line, count } = row
  const time = formatMillis(line.at)
  return (
    <div
      className={styles.row}
      data-level={line.level}
      data-open={open || undefined}
      data-selected={selected || undefined}
    >
      <button
        type="button"
        tabIndex={-1}
        className={styles.line}
        aria-expanded={open}
        onClick={() => onToggle(row.key)}
      >
        <time>
          {time.slice(0, 8)}
          <small>{time.slice(8)}</small>
        </time>
        <span className={styles.level}>
          <i />
          {levelWord(line.level)}
        </span>
        <span className={styles.module}>{line.module}</span>
        <span className={styles.chat}>{chat ?? '–'}</span>
        <span className={styles.text}>
          {line.message}
          {count > 1 && <em>×{formatCount(count)}</em>}
        </span>
        <RightOutlined className={styles.arrow ?? ''} />
      </button>
      {open && <LogDetail line={line} chat={chat} onFilter={onFilter} />}
    </div>
  )
})
