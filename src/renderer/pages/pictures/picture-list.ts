import type { PicturePage, StoredPicture } from '../../../shared/pictures.ts'

/** As much of a list of pictures as was asked for. */
export interface PictureList {
  readonly pictures: readonly StoredPicture[]
  readonly next: string | null
  readonly total: number
}

/** The next page behind what is there; what moved to the front meanwhile is not shown twice. */
export function withPage(list: PictureList, page: PicturePage): PictureList {
  const known = new Set(list.pictures.map(({ hash }) => hash))
  const fresh = page.pictures.filter(({ hash }) => !known.has(hash))
  return { pictures: [...list.pictures, ...fresh], next: page.next, total: page.total }
}

/** A newer first page in front of what is there: new ones come, changed ones take their new place. */
export function withHead(list: PictureList, head: PicturePage): PictureList {
  if (head.next === null || list.pictures.length <= head.pictures.length) return head
  const known = new Set(head.pictures.map(({ hash }) => hash))
  const rest = list.pictures.filter(({ hash }) => !known.has(hash))
  return { pictures: [...head.pictures, ...rest], next: list.next, total: head.total }
}

/** The same list with one picture as it is now. */
export function withPicture(list: PictureList, picture: StoredPicture): PictureList {
  return {
    ...list,
    pictures: list.pictures.map((shown) => (shown.hash === picture.hash ? picture : shown)),
  }
}

/** Where an arrow key leads in a grid; null when it leads nowhere or is another key. */
export function tileAfter(key: string, at: number, columns: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  }
  const step = steps[key]
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if (step === undefined) return null
  const to = at + step
  return to >= 0 && to < count ? to : null
}
