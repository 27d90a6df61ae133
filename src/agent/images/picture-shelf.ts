import type { ImagesConfig, PicturesState } from '../../shared/pictures.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { toProblem } from '../kernel/problem.ts'
import type { Converted, Format } from './conversion.ts'
import type { ConversionPool } from './conversion-pool.ts'
import { DiskRoom } from './disk-room.ts'
import { ownBytes } from './fetch-bytes.ts'
import type { WantedPicture } from './images.ts'
import { PictureFiles } from './picture-files.ts'
import { PictureMemory } from './picture-memory.ts'
import { notKept } from './picture-problems.ts'
import type { PictureRow, PictureRows } from './picture-rows.ts'
import { SharedWork } from './shared-work.ts'

/** Larger than any stored picture: changing the format changes nothing else. */
const anySide = 16_384
const chatsTold = 50

export interface PictureShelfOptions {
  readonly folder: string
  readonly rows: PictureRows
  readonly pool: ConversionPool
  readonly clock: Clock
  readonly log: Log
  config(): ImagesConfig
  /** A number for the panel changed. */
  touch(): void
}

/** The pictures that are here: on the disk, of those in use also in memory. */
export class PictureShelf {
  readonly #options: PictureShelfOptions
  readonly #files: PictureFiles
  readonly #room: DiskRoom
  readonly #memory = new PictureMemory((keptLonger) => this.#limits(keptLonger))
  readonly #converting = new SharedWork<Buffer | null>()
  readonly #titles = new Map<number, string>()
  #hits = 0
  #misses = 0

  constructor(options: PictureShelfOptions) {
    const { folder, rows, clock, log, touch, config } = options
    this.#options = options
    this.#files = new PictureFiles(folder)
    this.#room = new DiskRoom({
      rows,
      files: this.#files,
      clock,
      limit: () => config().diskMegabytes * 1_000_000,
      changed: touch,
      failed: (error) => log.warn('旧图片没能删掉，下次再试', { problem: toProblem(error) }),
    })
  }

  has(hash: string): boolean {
    return formatsOf(this.#options.rows.get(hash)).length > 0
  }

  /** Learns what a chat is called, for the panel. */
  meet(chat: { readonly id: number; readonly title: string }): void {
    this.#titles.set(chat.id, chat.title)
  }

  /** Keeps a picture. Rejects with a ProblemError `picture.disk`. */
  async put(hash: string, picture: Converted, facts: { format: Format; sourceBytes: number }): Promise<void> {
    const { rows, clock } = this.#options
    const { width, height, animated, data } = picture
    const bytes = data.length
    await this.#files.write(hash, facts.format, data).catch((error: unknown) => {
      throw notKept(error)
    })
    rows.put(
      { hash, width, height, animated, bytes, formats: facts.format, sourceBytes: facts.sourceBytes },
      clock.now(),
    )
    this.#room.changed(1, bytes)
  }

  async dataUrl(hash: string, wanted: WantedPicture, signal: AbortSignal): Promise<string | null> {
    const { chatId, keepLonger } = wanted
    const { rows, clock, touch } = this.#options
    signal.throwIfAborted()
    const row = rows.get(hash)
    const formats = formatsOf(row)
    if (!row || formats.length === 0) return null
    const format = wanted.webp && formats.includes('webp') ? 'webp' : 'jpeg'
    const key = `${hash}.${format}`
    const kept = chatId === null ? undefined : this.#memory.get(chatId, key, clock.now())
    if (kept === undefined) this.#misses++
    else this.#hits++
    touch()
    const url = kept ?? (await this.#read(hash, row, format, signal))
    signal.throwIfAborted()
    if (url === null) return null
    rows.used(hash, clock.now())
    if (kept === undefined && chatId !== null) {
      this.#memory.put(chatId, key, { url, keptLonger: keepLonger, now: clock.now() })
    }
    return url
  }

  async file(hash: string): Promise<{ readonly path: string; readonly type: string } | null> {
    const format = formatsOf(this.#options.rows.get(hash))[0]
    if (format === undefined || !(await this.#files.exists(hash, format))) return null
    return { path: this.#files.path(hash, format), type: `image/${format}` }
  }

  forget(chatId: number | null): void {
    this.#memory.forget(chatId)
    this.#options.touch()
  }

  async remove(hashes: readonly string[]): Promise<void> {
    const { rows } = this.#options
    for (const hash of hashes) {
      const row = rows.get(hash)
      rows.remove(hash)
      this.#memory.forgetKeys(hash)
      if (row && row.bytes > 0) this.#room.changed(-1, -row.bytes)
      await this.#files.remove(hash)
    }
  }

  /** Forgets what nobody asked for lately, and looks whether the disk's limit was lowered. */
  sweep(): void {
    if (this.#memory.sweep(this.#options.clock.now())) this.#options.touch()
    this.#room.review()
  }

  stop(): void {
    this.#room.stop()
    this.#converting.abort(new DOMException('The store is closed', 'AbortError'))
  }

  numbers(): Pick<
    PicturesState,
    'stored' | 'diskBytes' | 'hits' | 'misses' | 'memoryItems' | 'memoryBytes' | 'chats'
  > {
    const { pictures, bytes } = this.#room.totals
    const chats = this.#memory.largest(chatsTold)
    return {
      stored: pictures,
      diskBytes: bytes,
      hits: this.#hits,
      misses: this.#misses,
      memoryItems: this.#memory.items,
      memoryBytes: this.#memory.bytes,
      chats: chats.map((chat) => ({ ...chat, title: this.#titles.get(chat.chatId) ?? '' })),
    }
  }

  #limits(keptLonger: boolean) {
    const { seconds, perChat, longSeconds, longPerChat } = this.#options.config().cache
    return keptLonger
      ? { perChat: longPerChat, keptMs: longSeconds * 1000 }
      : { perChat, keptMs: seconds * 1000 }
  }

  async #read(hash: string, row: PictureRow, format: Format, signal: AbortSignal): Promise<string | null> {
    const data = formatsOf(row).includes(format)
      ? await this.#files.read(hash, format)
      : await this.#converting.join(hash, signal, (stop) => this.#makeJpeg(hash, stop))
    if (data) return `data:image/${format};base64,${data.toString('base64')}`
    await this.#noteLost(hash)
    return null
  }

  /** For a model that does not take WebP, of a picture that was kept as WebP. */
  async #makeJpeg(hash: string, signal: AbortSignal): Promise<Buffer | null> {
    const { pool, rows, log } = this.#options
    const webp = await this.#files.read(hash, 'webp')
    if (!webp) return null
    try {
      const job = { bytes: ownBytes(webp), maxSide: anySide, format: 'jpeg' as const, isWanted: () => true }
      const { picture } = await pool.convert(job, signal)
      if (!picture) return null
      await this.#files.write(hash, 'jpeg', picture.data)
      const row = rows.get(hash)
      if (row && row.bytes > 0) {
        rows.setFiles(hash, 'jpeg webp', row.bytes + picture.data.length)
        this.#room.changed(0, picture.data.length)
      } else {
        // Removed meanwhile: nobody would find the file again.
        await this.#files.remove(hash)
      }
      return Buffer.from(picture.data)
    } catch (error) {
      if (signal.aborted) throw error
      log.warn('一张图片没能换成 JPEG', { problem: toProblem(error) })
      return null
    }
  }

  /** Somebody took the files away; the row must not claim them any longer. */
  async #noteLost(hash: string): Promise<void> {
    const { rows } = this.#options
    const row = rows.get(hash)
    const formats = formatsOf(row)
    const there = await Promise.all(formats.map((format) => this.#files.exists(hash, format)))
    if (!row || formats.length === 0 || there.includes(true)) return
    rows.setFiles(hash, '', 0)
    this.#room.changed(-1, -row.bytes)
  }
}

function formatsOf(row: PictureRow | null): Format[] {
  return row ? (row.formats.split(' ').filter((format) => format !== '') as Format[]) : []
}
