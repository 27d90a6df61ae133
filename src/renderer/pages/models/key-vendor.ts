import { t } from '../../i18n/i18n.ts'

/**
 * What keys look like, most telling first, and the ids of the presets that give out such keys. More than one:
 * the key alone does not tell.
 */
const shapes: readonly [RegExp, readonly string[]][] = [
  [/^sk-ant-[\w-]{8,}$/, ['anthropic']],
  [/^sk-or-v1-\w{8,}$/, ['openrouter']],
  [/^sk-(proj|svcacct|admin)-[\w-]{8,}$/, ['openai']],
  [/^sk-\w*T3BlbkFJ\w*$/, ['openai']],
  [/^sk-(api|cp)-[\w-]{8,}$/, ['minimax']],
  [/^AIza[\w-]{20,}$/, ['gemini']],
  [/^gsk_\w{8,}$/, ['groq']],
  [/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/, ['minimax']],
  [/^[0-9a-f]{32}\.\w{16}$/i, ['zhipu']],
  [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, ['ark']],
  [/^sk-[0-9a-f]{32}$/, ['deepseek', 'bailian']],
  [/^sk-[a-z]{48}$/, ['siliconflow', 'moonshot']],
  [/^sk-\w{48}$/, ['moonshot', 'mimo', 'gptgod', 'openai']],
  [/^sk-[\w-]{8,}$/, ['openai', 'moonshot', 'mimo', 'gptgod']],
]

/** Ids of the presets a key may belong to, the likeliest first; none when it looks like nobody's. */
export function vendorsOfKey(key: string): readonly string[] {
  return shapes.find(([shape]) => shape.test(key))?.[1] ?? []
}

/** Whether this is what keys of some vendor look like. */
export function looksLikeKey(text: string): boolean {
  return vendorsOfKey(text).length > 0
}

/** A key as it was pasted, made usable, with a remark about what was mended. */
export function tidyKey(text: string): { key: string; remark: string | null } {
  const trimmed = text
    .trim()
    .replace(/^(Bearer\s+)/i, '')
    .replace(/^["'`](.*)["'`]$/s, '$1')
  const key = trimmed.replace(/[\s\u200B\uFEFF]+/g, '')
  return { key, remark: key === trimmed ? null : t('Key 中间有空格或换行，已经去掉了。') }
}

/** What keeps a key from being sent, or null. */
export function complaintAboutKey(key: string): string | null {
  return /^[\x21-\x7e]*$/.test(key) ? null : t('Key 里有中文或全角的字，多半多抄了什么')
}
