import { isRecord } from '../../kernel/record.ts'
import { bytesIn, isPicture, readPicture } from './bytes.ts'
import { resultText } from './result-text.ts'

/** What a call came to, as it leaves the process. */
export interface CallOutput {
  readonly text: string
  readonly pictures: readonly Uint8Array[]
}

const mostPictures = 8

/**
 * What a call returned: a picture, `{ text, pictures }`, or anything that can be text. What is too much or too large is
 * left out, with a word about it. Throws when it cannot be written as JSON.
 */
export function callOutput(value: unknown): CallOutput {
  const bytes = bytesIn(value)
  if (bytes && isPicture(bytes)) return withPictures('', [bytes])
  const parts = isRecord(value) ? partsOf(value) : null
  return parts ? withPictures(parts.text, parts.pictures) : { text: resultText(value), pictures: [] }
}

/** Data may have a field of this name as well: it means pictures when one of them is, and nothing stands beside them. */
function partsOf(value: Record<string, unknown>): { text: string; pictures: unknown[] } | null {
  const { text = '', pictures, ...others } = value
  if (!Array.isArray(pictures) || Object.keys(others).length > 0) return null
  if (text !== null && typeof text !== 'string') return null
  const isMeant = pictures.length === 0 || pictures.some((one) => bytesIn(one) || 'bytes' in readPicture(one))
  return isMeant ? { text: text ?? '', pictures } : null
}

function withPictures(text: string, given: readonly unknown[]): CallOutput {
  const pictures: Uint8Array[] = []
  const words: string[] = []
  for (const [index, one] of given.slice(0, mostPictures).entries()) {
    const read = readPicture(one)
    if ('bytes' in read) pictures.push(read.bytes)
    else words.push(`（第 ${index + 1} 张${read.fault}，没有带上）`)
  }
  if (given.length > mostPictures) words.push(`（一共 ${given.length} 张图片，只看了前 ${mostPictures} 张）`)
  if (text.trim() === '' && pictures.length > 0) words.unshift(`（${pictures.length} 张图片）`)
  const said = text.trim() === '' ? [] : [resultText(text)]
  return { text: [...said, ...words].join('\n') || resultText(undefined), pictures }
}
