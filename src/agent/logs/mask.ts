const patterns: readonly [RegExp, string][] = [
  [/\b(Bearer)\s+[\w.~+/=-]{6,}/gi, '$1 •••'],
  [/(authorization["']?\s*[:=]\s*["']?(?:(?:bearer|token|basic)\s+)?)[^\s"',;]+/gi, '$1•••'],
  [/([?&](?:access_token|token|key|api_key)=)[^&\s"']+/gi, '$1•••'],
  [/\b((?:x-)?api[_-]?key|access_?token|password|secret)(["']?\s*[:=]\s*["'])[^"']+/gi, '$1$2•••'],
  [/(\/\/[^\s/:@]+:)[^\s/@]+@/g, '$1•••@'],
  [/\b(sk|ak|gsk|pk|key)-[A-Za-z0-9_-]{6,}/g, '$1-•••'],
]
const secretKeys = /^(authorization|cookie|access_?token|(x-)?api[_-]?key|token|password|secret)$/i

const deepest = 4
const longestText = 2000
const mostItems = 50

/** Takes what looks like a key or a token out of a text. */
export function maskText(text: string): string {
  return patterns.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
}

/** A copy of facts for the log: secrets masked, errors as text, depth, length and width bounded. Never throws. */
export function maskFields(value: unknown): unknown {
  try {
    return copy(value, 0)
  } catch {
    // A getter or a proxy that throws: the sentence beside it still goes into the log.
    return '（读不出来）'
  }
}

function copy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    return maskText(value.length > longestText ? `${value.slice(0, longestText)}…` : value)
  }
  if (value instanceof Error) return maskText(`${value.name}: ${value.message}`)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString()
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function')
    return String(value).slice(0, longestText)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '…'
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => copy(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostItems)
      .map(([key, item]) => [key, secretKeys.test(key) ? '•••' : copy(item, depth + 1)]),
  )
}
