/** What a vendor wrote about a failure, for the folded detail: one line, at most 300 characters, without keys. */
export function vendorWords(body: string, ...secrets: string[]): string {
  const words = fromJson(body) ?? fromPage(body)
  return maskKeys(words.replace(/\s+/g, ' ').trim(), ...secrets).slice(0, 300)
}

/** Replaces the secrets themselves and whatever looks like one: servers like to echo what they refuse. */
export function maskKeys(text: string, ...secrets: string[]): string {
  const known = secrets.reduce(
    (masked, secret) => (secret.length >= 4 ? masked.replaceAll(secret, '•••') : masked),
    text,
  )
  return known.replace(/\b(sk|ak|key)-[\w*.-]{6,}/gi, '$1-•••').replace(/\bBearer\s+\S+/gi, 'Bearer •••')
}

function fromJson(body: string): string | null {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return null
  }
  return wordsIn(value) ?? body
}

function wordsIn(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return wordsIn(value[0])
  if (typeof value !== 'object' || value === null) return null
  const fields = value as Record<string, unknown>
  const code = typeof fields.code === 'string' ? `${fields.code}: ` : ''
  for (const name of ['message', 'msg', 'error', 'errors', 'detail']) {
    const words = wordsIn(fields[name])
    if (words) return code + words
  }
  return null
}

function fromPage(body: string): string {
  const title = /<title>([^<]*)<\/title>/i.exec(body)?.[1]
  return title ?? body.replace(/<[^>]*>/g, ' ')
}
