import type { PromptPart, PromptPreview } from '../../shared/prompts.ts'
import { t } from '../i18n/i18n.ts'
import type { TokenPart } from '../ui/token-bar.tsx'

const tones: Record<PromptPart['kind'], TokenPart['tone']> = {
  core: 'rest',
  character: 'info',
  own: 'accent',
  facts: 'tool',
  summary: 'warn',
  history: 'wait',
  tail: 'ok',
}

export function partTitle(kind: PromptPart['kind']): string {
  const titles: Record<PromptPart['kind'], string> = {
    core: t('基础提示词'),
    character: t('角色'),
    own: t('这个聊天的'),
    facts: t('它是谁、在哪'),
    summary: t('前情摘要'),
    history: t('聊天记录'),
    tail: t('此刻'),
  }
  return titles[kind]
}

/** The parts of a request as a bar; parts of one kind are one stretch of it. */
export function barOf(parts: readonly PromptPart[]): TokenPart[] {
  const bar = new Map<PromptPart['kind'], TokenPart>()
  for (const { kind, tokens } of parts) {
    const sum = (bar.get(kind)?.tokens ?? 0) + tokens
    bar.set(kind, { key: kind, title: partTitle(kind), tokens: sum, tone: tones[kind] })
  }
  return [...bar.values()]
}

/** How much of a request the vendor's cache can serve, in a sentence. */
export function stableWords({ tokens, stableTokens }: PromptPreview): string {
  if (tokens === 0 || stableTokens === 0) return t('开头每次都变，缓存省不了')
  // Never 100 % while something changes.
  const percent = stableTokens >= tokens ? 100 : Math.min(99, Math.round((stableTokens / tokens) * 100))
  return t('前 {{n}} % 每次都一样，缓存能省', { n: percent })
}
