import styles from './prompt-text.module.css'

/** A prompt as it was written, to be read. */
export function PromptText({ text }: { text: string }) {
  return <pre className={styles.text}>{text}</pre>
}
