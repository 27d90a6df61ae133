/** A picture that was fetched once. */
export interface PictureRecord {
  readonly hash: string
  /** Of the files, in pixels. */
  readonly width: number
  readonly height: number
  /** Bytes as it was fetched, and of its files. */
  readonly sourceBytes: number
  readonly bytes: number
  /** `jpeg`, `webp` or `jpeg webp`; '' once the files were removed. */
  readonly formats: string
  readonly animated: boolean
  readonly sticker: boolean
  readonly caption: string
  readonly captionBy: string
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  readonly lastUsedAt: number
  readonly seen: number
  readonly uses: number
}

export type PictureRow = Omit<PictureRecord, 'animated' | 'sticker'> & { animated: number; sticker: number }

/** What every query for whole pictures selects from `pictures AS p`. */
export const pictureColumns = `p.hash, p.width, p.height, p.source_bytes AS sourceBytes, p.bytes, p.formats, p.animated,
  p.sticker, p.caption, p.caption_by AS captionBy, p.first_seen_at AS firstSeenAt, p.last_seen_at AS lastSeenAt,
  p.last_used_at AS lastUsedAt, p.seen, p.uses`

export function toPictureRecord(row: PictureRow): PictureRecord {
  return { ...row, animated: row.animated === 1, sticker: row.sticker === 1 }
}
