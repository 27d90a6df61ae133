import type { ReactNode } from 'react'
import styles from './line.module.css'

interface LineProps {
  name: string
  help?: string | undefined
  /** What stands at the right: values, buttons. */
  children: ReactNode
}

/** One line of the settings page that is no field of the configuration. */
export function Line({ name, help, children }: LineProps) {
  return (
    <div className={styles.line}>
      <div>
        <b>{name}</b>
        {help && <p>{help}</p>}
      </div>
      {children}
    </div>
  )
}
