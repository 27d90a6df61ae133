import type { ReactNode } from 'react'
import styles from './pane.module.css'

interface PaneProps {
  title?: ReactNode
  /** Beside the title, in grey. */
  count?: number | undefined
  actions?: ReactNode
  /** Rows reach the edges; they bring their own padding. */
  flush?: boolean
  /** Takes the height that is left. */
  grow?: boolean
  children: ReactNode
}

/** A panel: a titled box on the page. */
export function Pane({ title, count, actions, flush = false, grow = false, children }: PaneProps) {
  return (
    <section className={styles.pane} data-grow={grow || undefined}>
      {title && (
        <div className={styles.head}>
          <h2>{title}</h2>
          {count !== undefined && <data value={count}>{count}</data>}
          <div className={styles.actions}>{actions}</div>
        </div>
      )}
      <div className={styles.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  )
}
