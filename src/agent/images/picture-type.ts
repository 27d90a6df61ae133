export type PictureType = 'jpeg' | 'png' | 'gif' | 'webp' | 'bmp' | 'avif'

/**
 * What kind of picture bytes are, by how they begin: names and announced types are anybody's claim. Null for
 * everything that is not decoded, SVG among it.
 */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const says = (text: string, at = 0) => latin1(bytes, at, text.length) === text
  if (bytes.length < 16) return null
  if (says('\xff\xd8\xff')) return 'jpeg'
  if (says('\x89PNG\r\n\x1a\n')) return 'png'
  if (says('GIF87a') || says('GIF89a')) return 'gif'
  if (says('RIFF') && says('WEBP', 8)) return 'webp'
  if (says('BM')) return 'bmp'
  if (says('ftyp', 4) && (says('avif', 8) || says('avis', 8))) return 'avif'
  return null
}

function latin1(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}
