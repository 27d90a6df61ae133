import type { ChatMessage } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import styles from './quote-line.module.css'

/** What a message answers to, in a line above its own text. */
export function QuoteLine({ quote }: { quote: NonNullable<ChatMessage['quote']> }) {
  const line = quote.name ? t('{{name}}：{{text}}', { ...quote }) : quote.text
  return (
    <span className={styles.quote} title={line}>
      {line}
    </span>
  )
}
