import styles from './dot.module.css'

export type Tone = 'ok' | 'warn' | 'err' | 'info' | 'tool' | 'accent' | 'mute'

interface DotProps {
  tone?: Tone
  /** A slow ring, for something that is live right now. */
  pulse?: boolean
}

/** A state's mark; always stands beside a word. Errors are square, so that colour is not alone. */
export function Dot({ tone = 'ok', pulse = false }: DotProps) {
  return <i className={styles.dot} data-tone={tone} data-pulse={pulse || undefined} aria-hidden="true" />
}
