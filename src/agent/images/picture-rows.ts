/** What the store of pictures keeps in the database. */
export interface PictureRow {
  readonly bytes: number
  /** `jpeg`, `webp` or `jpeg webp`; '' when no file is there. */
  readonly formats: string
}

export interface PictureRows {
  get(hash: string): PictureRow | null
  put(
    picture: {
      readonly hash: string
      readonly width: number
      readonly height: number
      readonly sourceBytes: number
      readonly bytes: number
      readonly formats: string
      readonly animated: boolean
    },
    at: number,
  ): void
  saw(hash: string, where: { chatId: number | null; sticker: boolean; at: number }): void
  used(hash: string, at: number): void
  setFiles(hash: string, formats: string, bytes: number): void
  remove(hash: string): void
  /** Those with files, the longest unused first. */
  leastUsed(limit: number): { readonly hash: string; readonly bytes: number; readonly formats: string }[]
  totals(): { readonly pictures: number; readonly bytes: number }
}
