import type { StoredPicture } from '../../shared/pictures.ts'
import type { Database } from './database.ts'
import { type PicturePageFilter, PicturePages } from './picture-pages.ts'
import { type PictureRecord, type PictureRow, pictureColumns, toPictureRecord } from './picture-rows.ts'

export type NewPicture = Pick<
  PictureRecord,
  'hash' | 'width' | 'height' | 'sourceBytes' | 'bytes' | 'formats' | 'animated'
>

/** What is known of pictures, by the hash of the bytes that were fetched; the files are somebody else's. */
export class Pictures {
  readonly #database: Database
  readonly #pages: PicturePages
  readonly #get
  readonly #caption
  readonly #put
  readonly #see
  readonly #seeInChat
  readonly #use
  readonly #setFiles
  readonly #setCaption
  readonly #remove
  readonly #removeSightings
  readonly #leastUsed
  readonly #totals

  constructor(database: Database) {
    this.#database = database
    this.#pages = new PicturePages(database)
    this.#get = database.prepare<[string], PictureRow>(
      `SELECT ${pictureColumns} FROM pictures AS p WHERE p.hash = ?`,
    )
    this.#caption = database.prepare<[string], { caption: string }>(
      'SELECT caption FROM pictures WHERE hash = ?',
    )
    this.#put = database.prepare<
      [string, number, number, number, number, string, number, number, number, number]
    >(
      `INSERT INTO pictures (hash, width, height, source_bytes, bytes, formats, animated, sticker, first_seen_at,
         last_seen_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
       ON CONFLICT DO UPDATE SET width = excluded.width, height = excluded.height, bytes = excluded.bytes,
         formats = excluded.formats, last_used_at = excluded.last_used_at`,
    )
    this.#see = database.prepare<[number, number, string]>(
      'UPDATE pictures SET seen = seen + 1, last_seen_at = ?, sticker = MAX(sticker, ?) WHERE hash = ?',
    )
    this.#seeInChat = database.prepare<[string, number, number, number]>(
      `INSERT INTO picture_sightings (hash, chat_id, first_at, last_at, times) VALUES (?, ?, ?, ?, 1)
       ON CONFLICT DO UPDATE SET last_at = excluded.last_at, times = times + 1`,
    )
    this.#use = database.prepare<[number, string]>(
      'UPDATE pictures SET uses = uses + 1, last_used_at = ? WHERE hash = ?',
    )
    this.#setFiles = database.prepare<[string, number, string]>(
      'UPDATE pictures SET formats = ?, bytes = ? WHERE hash = ?',
    )
    this.#setCaption = database.prepare<[string, string, string]>(
      'UPDATE pictures SET caption = ?, caption_by = ? WHERE hash = ?',
    )
    this.#remove = database.prepare<[string]>('DELETE FROM pictures WHERE hash = ?')
    this.#removeSightings = database.prepare<[string]>('DELETE FROM picture_sightings WHERE hash = ?')
    this.#leastUsed = database.prepare<[number], Pick<PictureRecord, 'hash' | 'bytes' | 'formats'>>(
      'SELECT hash, bytes, formats FROM pictures WHERE bytes > 0 ORDER BY last_used_at LIMIT ?',
    )
    this.#totals = database.prepare<[], { pictures: number; bytes: number }>(
      `SELECT COUNT(*) AS pictures, COALESCE(SUM(bytes), 0) AS bytes FROM pictures
       WHERE bytes > 0 AND last_used_at >= 0`,
    )
  }

  get(hash: string): PictureRecord | null {
    const row = this.#get.get(hash)
    return row ? toPictureRecord(row) : null
  }

  /** What it shows, in words; '' when nobody has said. */
  caption(hash: string): string {
    return this.#caption.get(hash)?.caption ?? ''
  }

  /** Adds a picture whose files are there now. One that was known keeps its caption and its count. */
  put(picture: NewPicture, at: number): void {
    const { hash, width, height, sourceBytes, bytes, formats, animated } = picture
    this.#database.writeSoon(() =>
      this.#put.run(hash, width, height, sourceBytes, bytes, formats, animated ? 1 : 0, at, at, at),
    )
  }

  /** It was in a message. */
  saw(hash: string, where: { chatId: number | null; sticker: boolean; at: number }): void {
    const { chatId, sticker, at } = where
    this.#database.writeSoon(() => {
      this.#see.run(at, sticker ? 1 : 0, hash)
      if (chatId !== null) this.#seeInChat.run(hash, chatId, at, at)
    })
  }

  /** A model was shown it. */
  used(hash: string, at: number): void {
    this.#database.writeSoon(() => this.#use.run(at, hash))
  }

  /** Which files of it are there now. */
  setFiles(hash: string, formats: string, bytes: number): void {
    this.#database.writeSoon(() => this.#setFiles.run(formats, bytes, hash))
  }

  /** @param by full name of a model, or `person`. */
  setCaption(hash: string, text: string, by: string): void {
    this.#database.writeSoon(() => this.#setCaption.run(text, text === '' ? '' : by, hash))
  }

  /** Forgets a picture with its caption and where it was seen. */
  remove(hash: string): void {
    this.#database.writeSoon(() => {
      this.#removeSightings.run(hash)
      this.#remove.run(hash)
    })
  }

  /** Pictures with files, the longest unused first. */
  leastUsed(limit: number): Pick<PictureRecord, 'hash' | 'bytes' | 'formats'>[] {
    return this.#leastUsed.all(limit)
  }

  /** How many have files, and how much room these take. */
  totals(): { pictures: number; bytes: number } {
    return this.#totals.get() ?? { pictures: 0, bytes: 0 }
  }

  /** One picture as the panel shows it. */
  stored(hash: string): StoredPicture | null {
    const picture = this.get(hash)
    return picture && this.#pages.stored(picture)
  }

  /** Newest first; see {@link PicturePages.page}. */
  page(filter: PicturePageFilter): ReturnType<PicturePages['page']> {
    return this.#pages.page(filter)
  }
}
