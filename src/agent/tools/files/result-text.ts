import { head } from '../../kernel/text.ts'

/** Characters of a result that leave the process; what a model gets of them is the toolbox's business. */
const mostCharacters = 1_000_000

/** What a call returned, as text: strings as they are, nothing as a word, the rest as JSON. Throws when it is neither. */
export function resultText(value: unknown): string {
  const text = typeof value === 'string' ? value : jsonOf(value)
  if (text.length <= mostCharacters) return text
  const kept = head(text, mostCharacters)
  return `${kept}\n（结果太长，后面还有 ${text.length - kept.length} 个字没有带上）`
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '完成了'
  } catch (error) {
    throw new Error(`结果变不成 JSON：${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What was thrown, as one line for a model. */
export function failureLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return head(text.trim().split('\n')[0] ?? '', 500) || '没有说明原因'
}
