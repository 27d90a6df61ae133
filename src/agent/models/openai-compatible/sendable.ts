import { validateHeaderValue } from 'node:http'
import { ModelError } from '../model-error.ts'

/** Headers that belong to the connection. */
const ofTheConnection: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
])

/**
 * A key as it can be sent: without what came along when it was pasted.
 * Throws ModelError `model.auth` for one with spaces within, or with other letters than those of a keyboard.
 */
export function sendableKey(title: string, apiKey: string): string {
  const key = apiKey.trim()
  if (/^[\x21-\x7e]*$/.test(key)) return key
  const what = /\s/.test(key) ? '中间有空格或换行' : '有不能用的字'
  throw new ModelError({
    code: 'model.auth',
    message: `「${title}」的 Key 里${what}`,
    hint: `在模型页重新填「${title}」的 Key，只留字母、数字和符号`,
  })
}

/** A provider's own headers as they can be sent, names in lower case. Throws ModelError `model.header`. */
export function sendableHeaders(
  title: string,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  const sent: Record<string, string> = {}
  for (const [name, given] of Object.entries(headers)) {
    const value = given.trim()
    if (ofTheConnection.has(name.toLowerCase())) continue
    try {
      validateHeaderValue(name, value)
    } catch (cause) {
      throw new ModelError(
        {
          code: 'model.header',
          message: `「${title}」的请求头 ${name} 里有不能用的字`,
          hint: `在模型页改「${title}」的请求头，只留字母、数字和符号`,
        },
        {},
        { cause },
      )
    }
    sent[name.toLowerCase()] = value
  }
  return sent
}
