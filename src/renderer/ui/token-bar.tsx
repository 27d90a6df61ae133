import { formatCount } from './format.ts'
import styles from './token-bar.module.css'

export interface TokenPart {
  key: string
  title: string
  tokens: number
  /** `rest` is the grey of what is always there; `accent` is for what is the bot's or the chat's own. */
  tone: 'rest' | 'info' | 'accent' | 'tool' | 'ok' | 'warn' | 'wait'
}

/** How tokens are shared out: a bar in parts, and under it which part is which with its number. */
export function TokenBar({ parts }: { parts: readonly TokenPart[] }) {
  return (
    <div>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(
          ({ key, tokens, tone }) =>
            tokens > 0 && <i key={key} data-tone={tone} style={{ flexGrow: tokens }} />,
        )}
      </div>
      <ul className={styles.legend}>
        {parts.map(({ key, title, tokens, tone }) => (
          <li key={key}>
            <i data-tone={tone} aria-hidden="true" />
            {title}
            <b>{formatCount(tokens)}</b>
          </li>
        ))}
      </ul>
    </div>
  )
}
