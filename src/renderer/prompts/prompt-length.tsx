import { t } from '../i18n/i18n.ts'
import { formatCount } from '../ui/format.ts'
import { TokenBar, type TokenPart } from '../ui/token-bar.tsx'
import styles from './prompt-length.module.css'
import { estimateTokens } from './token-estimate.ts'

interface PromptLengthProps {
  core: string
  /** Null when no character is played. */
  character: string | null
  own: string
}

/** How long the prompt is in all, and which part comes from where. */
export function PromptLength({ core, character, own }: PromptLengthProps) {
  const played: TokenPart[] =
    character === null
      ? []
      : [{ key: 'character', title: t('角色'), tokens: estimateTokens(character), tone: 'info' }]
  const parts: TokenPart[] = [
    ...played,
    { key: 'core', title: t('基础'), tokens: estimateTokens(core), tone: 'rest' },
    { key: 'own', title: t('这个聊天'), tokens: estimateTokens(own), tone: 'accent' },
  ]
  const total = parts.reduce((sum, part) => sum + part.tokens, 0)
  return (
    <div className={styles.box}>
      <div className={styles.head}>
        <span>{t('提示词长度')}</span>
        <b>{t('约 {{n}} 词元', { n: formatCount(total) })}</b>
      </div>
      <TokenBar parts={parts} />
    </div>
  )
}
