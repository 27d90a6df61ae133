import { PictureHash, type PictureRef } from '../../../shared/pictures.ts'
import { isRecord } from '../../kernel/record.ts'
import { type Json, valueAt } from '../fields.ts'

const mostPictures = 32

/** Pictures as an export tells them: where they were on the web, and their hash. Bytes stay behind. */
export function pictureRecords(pictures: readonly PictureRef[]): object[] | undefined {
  if (pictures.length === 0) return undefined
  return pictures.map(({ url, sticker, hash }) => ({
    url: isWebAddress(url) ? url : undefined,
    sticker: sticker || undefined,
    hash: hash ?? undefined,
  }))
}

/** The same read back; what is wrong with one reads as not there. Older exports hold addresses alone. */
export function picturesIn(json: Json): PictureRef[] {
  const pictures = valueAt(json, 'images')
  if (!Array.isArray(pictures)) return []
  return pictures
    .map(readPicture)
    .filter((one) => one !== null)
    .slice(0, mostPictures)
}

function readPicture(json: unknown): PictureRef | null {
  if (typeof json === 'string') {
    return isWebAddress(json) ? { url: json, file: '', sticker: false, hash: null } : null
  }
  if (!isRecord(json)) return null
  const url = valueAt(json, 'url')
  const hash = PictureHash.safeParse(valueAt(json, 'hash'))
  return {
    url: typeof url === 'string' && isWebAddress(url) ? url : '',
    file: '',
    sticker: valueAt(json, 'sticker') === true,
    hash: hash.success ? hash.data : null,
  }
}

function isWebAddress(text: string): boolean {
  return text.length <= 4000 && /^https?:\/\/\S+$/i.test(text)
}
