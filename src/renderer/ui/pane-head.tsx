import type { ReactNode } from 'react'
import styles from './pane-head.module.css'

interface PaneHeadProps {
  title: string
  text?: string
  /** Buttons on the right. */
  children?: ReactNode
}

/** The 48 px head of a pane that fills the window's height. */
export function PaneHead({ title, text, children }: PaneHeadProps) {
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        <h1 title={title}>{title}</h1>
        {text && <p>{text}</p>}
      </div>
      <div className={styles.actions}>{children}</div>
    </header>
  )
}
