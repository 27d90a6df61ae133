import { Avatar } from '../../../shared/character.ts'
import { t } from '../../i18n/i18n.ts'
import { PanelError } from '../../live/panel-error.ts'

/** Pixels of a side; twice the largest that is drawn. */
export const avatarSide = 128
const longest = 48_000
/** Larger files are no faces; reading one could take all the memory there is. */
const largestFile = 30_000_000
/** Best first; a browser that cannot write WebP writes PNG under its name, which may be too long. */
const encodings: readonly [type: string, quality: number][] = [
  ['image/webp', 0.92],
  ['image/webp', 0.75],
  ['image/jpeg', 0.85],
  ['image/jpeg', 0.6],
]

/** The largest square in the middle of a picture, in its pixels. */
export function middleSquare(width: number, height: number): { x: number; y: number; side: number } {
  const side = Math.min(width, height)
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side }
}

/** The first of these data URLs that can be an avatar; null when none can. They are made one by one. */
export function firstThatFits(urls: Iterable<string>): string | null {
  for (const url of urls) if (url.length <= longest && Avatar.safeParse(url).success) return url
  return null
}

/**
 * A picture as an avatar: its middle, scaled down to 128 px, at most 48,000 characters. The file itself goes nowhere.
 * Throws `avatar.too-large`, `avatar.unreadable`.
 */
export async function avatarOf(file: File): Promise<string> {
  if (file.size > largestFile)
    throw new PanelError({
      code: 'avatar.too-large',
      message: t('「{{name}}」超过 30 MB', { name: file.name }),
      hint: t('换一张小一点的。'),
    })
  const bitmap = await createImageBitmap(file).catch(() => null)
  const canvas = document.createElement('canvas')
  canvas.width = avatarSide
  canvas.height = avatarSide
  const pen = canvas.getContext('2d')
  if (!bitmap || !pen) throw unreadable(file)
  const { x, y, side } = middleSquare(bitmap.width, bitmap.height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(bitmap, x, y, side, side, 0, 0, avatarSide, avatarSide)
  bitmap.close()
  const made = firstThatFits(encoded(canvas))
  if (made === null) throw unreadable(file)
  return made
}

function* encoded(canvas: HTMLCanvasElement): Generator<string> {
  for (const [type, quality] of encodings) yield canvas.toDataURL(type, quality)
}

function unreadable({ name }: File): PanelError {
  return new PanelError({
    code: 'avatar.unreadable',
    message: t('「{{name}}」读不出图片', { name }),
    hint: t('换一张 PNG、JPEG 或 WebP。'),
  })
}
