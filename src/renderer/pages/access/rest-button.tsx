import { Button } from 'antd'
import { t } from '../../i18n/i18n.ts'
import styles from './rest-button.module.css'

interface RestButtonProps {
  /** How many there are behind the first few. */
  rest: number
  open: boolean
  onToggle: () => void
}

/** Below a list that begins with its first few: shows the others, or hides them again. */
export function RestButton({ rest, open, onToggle }: RestButtonProps) {
  if (rest <= 0) return null
  return (
    <div className={styles.more}>
      <Button size="small" type="text" aria-expanded={open} onClick={onToggle}>
        {open ? t('收起') : t('还有 {{n}} 条', { n: rest })}
      </Button>
    </div>
  )
}
