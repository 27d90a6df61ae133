export interface RawPicture {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 3
}

const headerBytes = 54

/**
 * Reads an uncompressed BMP of 24 or 32 bits, as screenshots come; null for any other kind, and for one that is not
 * whole. libvips does not know the format.
 */
export function readBitmap(bytes: Uint8Array, mostPixels: number): RawPicture | null {
  if (bytes.length < headerBytes) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = view.getUint32(10, true)
  const width = view.getInt32(18, true)
  const signedHeight = view.getInt32(22, true)
  const height = Math.abs(signedHeight)
  const bits = view.getUint16(28, true)
  const compression = view.getUint32(30, true)
  // 3 names the place of each colour; for 32 bits it is the usual one.
  const isPlain = compression === 0 || (compression === 3 && bits === 32)
  if (!isPlain || (bits !== 24 && bits !== 32) || width < 1 || height < 1) return null
  if (width * height > mostPixels) return null
  const step = bits / 8
  const stride = Math.ceil((width * step) / 4) * 4
  if (start + stride * height > bytes.length) return null
  const data = new Uint8Array(width * height * 3)
  let to = 0
  for (let row = 0; row < height; row++) {
    // Rows stand upside down, unless the height is negative.
    let from = start + stride * (signedHeight > 0 ? height - 1 - row : row)
    for (let x = 0; x < width; x++, from += step) {
      data[to++] = bytes[from + 2] ?? 0
      data[to++] = bytes[from + 1] ?? 0
      data[to++] = bytes[from] ?? 0
    }
  }
  return { data, width, height, channels: 3 }
}
