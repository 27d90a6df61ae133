import { type ReactNode, useId } from 'react'
import styles from './labelled.module.css'

interface LabelledProps {
  label: ReactNode
  /** Under the control, in grey. */
  help?: ReactNode
  /** Under the control, in red, instead of the help. */
  problem?: string | null
  /** Draws the control, which takes this id. */
  children: (id: string) => ReactNode
}

/** A control under its label, for forms that stand in a drawer. */
export function Labelled({ label, help, problem = null, children }: LabelledProps) {
  const id = useId()
  return (
    <div className={styles.line}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {problem === null ? (
        help && <p className={styles.help}>{help}</p>
      ) : (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
