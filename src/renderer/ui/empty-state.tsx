import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

interface EmptyStateProps {
  icon: ReactNode
  /** The fact, in a few words. */
  title: string
  text?: string
  /** One button. */
  children?: ReactNode
}

export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon}>{icon}</span>
      <b>{title}</b>
      {text && <p>{text}</p>}
      {children}
    </div>
  )
}
