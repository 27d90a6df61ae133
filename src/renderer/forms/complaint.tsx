import styles from './field-control.module.css'

/** What is wrong with what was typed, below it. */
export function Complaint({ text }: { text: string | null }) {
  return text === null ? null : (
    <p className={styles.complaint} role="alert">
      {text}
    </p>
  )
}
