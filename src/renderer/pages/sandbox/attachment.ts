import { t } from '../../i18n/i18n.ts'
import { formatSize } from '../../ui/format.ts'

/** What goes along with a line in 试聊. */
export interface Attachment {
  id: number
  file: File
}

/** How many one line takes. */
export const mostPictures = 9
/** Of one line together, in bytes: it goes to the bot in one piece. */
export const mostBytes = 20 * 1024 ** 2

export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const

interface Taken {
  files: File[]
  /** Why the others were not taken; null when all were. */
  refused: string | null
}

/** Of the files somebody brings those that fit in beside what is there. */
export function takable(present: readonly File[], brought: readonly File[]): Taken {
  const files: File[] = []
  let refused: string | null = null
  let bytes = sizeOf(present)
  for (const file of brought) {
    const why = refusalOf(file, present.length + files.length, bytes)
    if (why !== null) refused ??= why
    else {
      files.push(file)
      bytes += file.size
    }
  }
  return { files, refused }
}

function refusalOf({ name, type, size }: File, count: number, bytes: number): string | null {
  if (!pictureTypes.some((known) => known === type))
    return t('「{{name}}」不是能带的图片：要 PNG、JPEG、WebP 或 GIF', { name })
  if (size > mostBytes) return t('「{{name}}」太大了，最多 {{most}}', { name, most: formatSize(mostBytes) })
  if (count >= mostPictures) return t('一次最多带 {{n}} 张', { n: mostPictures })
  if (bytes + size > mostBytes)
    return t('这些图片加起来太大了，一次最多 {{most}}', { most: formatSize(mostBytes) })
  return null
}

function sizeOf(files: readonly File[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

/** Bytes that are turned at once: a multiple of three, so that the pieces can be joined, and few enough arguments. */
const step = 0x6000

/** A file's bytes as base64, as a call carries them. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += step) {
    // Spread into arguments it takes seconds for a large one.
    const binary: string = Reflect.apply(String.fromCharCode, null, bytes.subarray(at, at + step))
    pieces.push(btoa(binary))
  }
  return pieces.join('')
}
