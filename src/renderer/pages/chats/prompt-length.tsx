import { t } from '../../i18n/i18n.ts'
import { formatCount } from '../../ui/format.ts'
import styles from './prompt-length.module.css'
import { estimateTokens } from './token-estimate.ts'

interface PromptLengthProps {
  core: string
  own: string
}

/** How long the prompt is in all, and which part comes from where. */
export function PromptLength({ core, own }: PromptLengthProps) {
  const parts = [
    { key: 'core', title: t('基础'), tokens: estimateTokens(core) },
    { key: 'own', title: t('这个聊天'), tokens: estimateTokens(own) },
  ]
  const total = parts.reduce((sum, part) => sum + part.tokens, 0)
  return (
    <div className={styles.box}>
      <div className={styles.head}>
        <span>{t('提示词长度')}</span>
        <b>{t('约 {{n}} 词元', { n: formatCount(total) })}</b>
      </div>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(
          ({ key, tokens }) => tokens > 0 && <i key={key} data-part={key} style={{ flexGrow: tokens }} />,
        )}
      </div>
      <div className={styles.legend}>
        {parts.map(({ key, title, tokens }) => (
          <span key={key}>
            <i data-part={key} />
            {title}
            <b>{formatCount(tokens)}</b>
          </span>
        ))}
      </div>
    </div>
  )
}
