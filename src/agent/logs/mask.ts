const patterns: readonly [RegExp, string][] = [
  [/\b(Bearer|Token)\s+[^\s"',;]+/gi, '$1 •••'],
  [/([?&](?:access_token|token|key|api_key)=)[^&\s"']+/gi, '$1•••'],
  [/\b(sk|ak|gsk|pk|key)-[A-Za-z0-9_-]{6,}/g, '$1-•••'],
]
const secretKeys = /^(authorization|access_?token|api_?key|token|password|secret)$/i

/** Takes what looks like a key or a token out of a text. */
export function maskText(text: string): string {
  return patterns.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
}

/** A copy of facts for the log: secrets masked, errors as text, depth and length bounded. Must not throw. */
export function maskFields(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskText(value.length > 2000 ? `${value.slice(0, 2000)}…` : value)
  if (value instanceof Error) return maskText(`${value.name}: ${value.message}`)
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function')
    return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= 4) return '…'
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => maskFields(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      secretKeys.test(key) ? '•••' : maskFields(item, depth + 1),
    ]),
  )
}
