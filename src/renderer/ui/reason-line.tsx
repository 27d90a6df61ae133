import { DownOutlined } from '@ant-design/icons'
import { Fragment, type ReactNode } from 'react'
import { t } from '../i18n/i18n.ts'
import styles from './reason-line.module.css'

interface IgnoredLineProps {
  reason: string
  /** A link to what would change it. */
  children?: ReactNode
}

/** Why a message got no answer. */
export function IgnoredLine({ reason, children }: IgnoredLineProps) {
  return (
    <span className={styles.ignored}>
      <span className={styles.box}>{t('没回')}</span>
      {reason}
      {children}
    </span>
  )
}

interface ReasonLineProps {
  /** The reason, the model, the tokens: one fact each. */
  facts: ReactNode[]
  open: boolean
  onToggle: () => void
}

/** Opens why a message was answered the way it was. */
export function ReasonLine({ facts, open, onToggle }: ReasonLineProps) {
  return (
    <button type="button" className={styles.replied} aria-expanded={open} onClick={onToggle}>
      <span className={styles.title}>{t('为什么这样回')}</span>
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts have a fixed order and no identity
        <Fragment key={index}>
          <i className={styles.point} />
          {fact}
        </Fragment>
      ))}
      <DownOutlined className={styles.arrow} />
    </button>
  )
}
