import { isRecord } from '../kernel/record.ts'
import type { Checked } from './tool.ts'

/** Longer arguments are no arguments. */
const longest = 1_000_000
/** Repairing takes time that grows with the square of the length, on the main thread: 20 ms for this much. */
const longestRepaired = 20_000

/**
 * The input object out of what a model wrote as arguments: nothing at all is an empty object, an object that was
 * written as a string once more is unpacked, and JSON that is not whole is repaired once.
 */
export async function readArguments(text: string): Promise<Checked> {
  if (text.trim() === '') return { ok: true, input: {} }
  if (text.length > longest) return { ok: false, message: `参数太长，最多 ${longest} 个字` }
  const parsed = parse(text) ?? parse(await repaired(text))
  const value =
    typeof parsed?.value === 'string' ? (parse(parsed.value)?.value ?? parsed.value) : parsed?.value
  if (value === null) return { ok: true, input: {} }
  if (isRecord(value)) return { ok: true, input: value }
  return { ok: false, message: '参数要写成一个 JSON 对象，比如 {"名字": "值"}，重新写一遍' }
}

function parse(text: string | null): { readonly value: unknown } | null {
  if (text === null) return null
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}

async function repaired(text: string): Promise<string | null> {
  if (text.length > longestRepaired) return null
  const { jsonrepair } = await import('jsonrepair')
  try {
    return jsonrepair(text)
  } catch {
    return null
  }
}
