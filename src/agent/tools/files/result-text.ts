import { head } from '../../kernel/text.ts'
import { bytesIn } from './bytes.ts'

/** Characters of a result that leave the process; what a model gets of them is the toolbox's business. */
const mostCharacters = 1_000_000

/**
 * What a call returned, as text: strings as they are, nothing as a word, bytes as their number, the rest as JSON. Throws
 * when it is none of these.
 */
export function resultText(value: unknown): string {
  const text = typeof value === 'string' ? value : (bytesWord(value) ?? jsonOf(value))
  if (text.length <= mostCharacters) return text
  const kept = head(text, mostCharacters)
  return `${kept}\n（结果太长，后面还有 ${text.length - kept.length} 个字没有带上）`
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value, withoutBytes) ?? '完成了'
  } catch (error) {
    throw new Error(`结果变不成 JSON：${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A buffer has turned itself into a list of numbers before it comes by: what it was is in its holder. */
function withoutBytes(this: Record<string, unknown>, key: string, value: unknown): unknown {
  return typeof value === 'object' ? (bytesWord(this[key]) ?? value) : value
}

function bytesWord(value: unknown): string | null {
  const bytes = bytesIn(value)
  return bytes && `返回了 ${bytes.length} 字节`
}

/** What was thrown, as one line for a model. */
export function failureLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return head(text.trim().split('\n')[0] ?? '', 500) || '没有说明原因'
}
