/** Of a picture that goes through the bot. */
const mostPictureBytes = 10 * 1024 * 1024

/** A picture; or what is wrong with it, as words that its name stands before. */
type PictureRead = { readonly bytes: Uint8Array } | { readonly fault: string }

/** The bytes that a value is, whatever kind of view or buffer; not copied. Null for anything else. */
export function bytesIn(value: unknown): Uint8Array | null {
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (!ArrayBuffer.isView(value)) return null
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
}

/** A picture of at most 10 MB out of bytes, base64 or a `data:` URL: a png, jpeg, gif or webp by how it begins. */
export function readPicture(value: unknown): PictureRead {
  const bytes = typeof value === 'string' ? decoded(value) : bytesIn(value)
  if (bytes === 'large' || (bytes && isPicture(bytes) && bytes.length > mostPictureBytes))
    return { fault: `超过 ${mostPictureBytes / 1024 / 1024} MB` }
  return bytes && isPicture(bytes) ? { bytes } : { fault: '不是 png、jpeg、gif 或 webp 图片' }
}

function decoded(text: string): Uint8Array | 'large' | null {
  const base64 = /^data:[^,]{0,200};base64,/i.exec(text)?.[0].length ?? 0
  // Any text can be decoded somehow: what cannot be a picture is not, however long.
  if (!isPicture(Buffer.from(text.slice(base64, base64 + 64), 'base64'))) return null
  if (text.length > 2 * mostPictureBytes) return 'large'
  return Buffer.from(text.slice(base64), 'base64')
}

/** Whether bytes begin as a png, jpeg, gif or webp does. */
export function isPicture(bytes: Uint8Array): boolean {
  const begin = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  const isWebp = begin.startsWith('RIFF') && begin.endsWith('WEBP')
  return (
    isWebp || ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF87a', 'GIF89a'].some((one) => begin.startsWith(one))
  )
}
