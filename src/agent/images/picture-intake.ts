import type { ImagesConfig } from '../../shared/pictures.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { toProblem } from '../kernel/problem.ts'
import type { GuardedFetch } from '../net/guarded-fetch.ts'
import type { ConversionPool } from './conversion-pool.ts'
import { fetchBytes, ownBytes } from './fetch-bytes.ts'
import type { PictureSource } from './images.ts'
import { tooLargeInline } from './picture-problems.ts'
import type { PictureRows } from './picture-rows.ts'
import type { PictureShelf } from './picture-shelf.ts'
import type { PicturesBoard, RunningJob } from './pictures-board.ts'
import { RecentAddresses } from './recent-addresses.ts'
import { SharedWork } from './shared-work.ts'
import { Slots } from './slots.ts'

export interface PictureIntakeOptions {
  readonly get: GuardedFetch
  readonly pool: ConversionPool
  readonly shelf: PictureShelf
  readonly rows: PictureRows
  readonly board: PicturesBoard
  readonly clock: Clock
  readonly log: Log
  config(): ImagesConfig
  webpPreferred(chatId: number | null): boolean
}

/** What may wait in the background; more is fetched when it is needed, if it is. */
const mostWaiting = 500
const mostInlineCharacters = 64_000_000
/** What QQ's own names hold: the MD5 of the picture. Others, such as `image.png`, are those of many. */
const ownName = /[0-9a-f]{32}/i

/** How pictures come in: from an address to a file, each once, however many want it. */
export class PictureIntake {
  readonly #options: PictureIntakeOptions
  readonly #downloads: Slots
  readonly #shared = new SharedWork<string | null>()
  readonly #recent = new RecentAddresses()
  /** By hash, what is being converted and stored. */
  readonly #storing = new Map<string, Promise<void>>()
  readonly #closing = new AbortController()
  #unnamed = 0
  /** Of pictures that came along with their messages and are not converted yet. */
  #inlineCharacters = 0

  constructor(options: PictureIntakeOptions) {
    this.#options = options
    this.#downloads = new Slots(
      () => options.config().downloads,
      () => options.board.touch(),
    )
  }

  /** See {@link Images.fetch}. */
  async fetch(source: PictureSource, signal: AbortSignal): Promise<string | null> {
    signal.throwIfAborted()
    return this.#had(source) ?? (await this.#join(source, signal))
  }

  /** See {@link Images.prefetch}. Never rejects. */
  async prefetch(source: PictureSource, done: (hash: string) => void): Promise<void> {
    try {
      const had = this.#had(source)
      if (had === null && this.#isFull(source.ref)) return
      const hash = had ?? (await this.#join(source, null))
      if (hash !== null) done(hash)
    } catch (error) {
      // Nobody wants it any more once the store is closed.
      if (this.#closing.signal.aborted) return
      this.#options.log.warn('一张图片没有记下来', { problem: toProblem(error) })
    }
  }

  /** See {@link Images.add}. */
  async add(bytes: Buffer, chat: PictureSource['chat'], sticker: boolean): Promise<string> {
    const { board, rows, clock, config } = this.#options
    const { maxMegabytes } = config()
    const job = board.begin({ chatId: chat?.id ?? null, chatTitle: chat?.title ?? '', host: '' })
    try {
      if (bytes.length > maxMegabytes * 1_000_000) throw tooLargeInline(maxMegabytes)
      job.stage('converting')
      const hash = await this.#convert(ownBytes(bytes), chat, this.#closing.signal)
      rows.saw(hash, { chatId: chat?.id ?? null, sticker, at: clock.now() })
      job.end(null)
      return hash
    } catch (error) {
      job.end(toProblem(error))
      throw error
    }
  }

  /** What addresses came to is asked anew. */
  forgetAddresses(): void {
    this.#recent.forget()
  }

  close(): void {
    const reason = new DOMException('The store is closed', 'AbortError')
    this.#closing.abort(reason)
    this.#shared.abort(reason)
  }

  numbers(): { downloading: number; downloadsWaiting: number } {
    return { downloading: this.#downloads.taken, downloadsWaiting: this.#downloads.waiting }
  }

  #had({ ref, chat }: PictureSource): string | null {
    const { shelf } = this.#options
    if (chat) shelf.meet(chat)
    return ref.hash !== null && shelf.has(ref.hash) ? ref.hash : null
  }

  async #join(source: PictureSource, signal: AbortSignal | null): Promise<string | null> {
    const { clock, shelf, rows } = this.#options
    const { ref, chat } = source
    const key = this.#keyOf(source)
    const before = this.#recent.get(key, clock.now())
    if (before && (before.hash === null || shelf.has(before.hash))) this.#options.board.touch()
    else await this.#shared.join(key, signal, (stop) => this.#obtain(source, key, stop))
    const outcome = this.#recent.get(key, clock.now())
    if (!outcome || outcome.hash === null) return null
    const chatId = chat?.id ?? null
    if (!outcome.chats.has(chatId)) rows.saw(outcome.hash, { chatId, sticker: ref.sticker, at: clock.now() })
    outcome.chats.add(chatId)
    return outcome.hash
  }

  #isFull({ url }: PictureSource['ref']): boolean {
    const characters = this.#inlineCharacters + (isInline(url) ? url.length : 0)
    return this.#downloads.waiting >= mostWaiting || characters > mostInlineCharacters
  }

  /** Bytes that came along are no name: too long to be kept. Whoever names a file can name it as one of another chat. */
  #keyOf({ ref: { url, file }, chat }: PictureSource): string {
    if (url !== '' && !isInline(url)) return url
    const isNamed = url === '' && ownName.test(file)
    return isNamed ? `file:${chat?.id ?? ''}:${file}` : `unnamed:${this.#unnamed++}`
  }

  /** Fetches, converts and keeps it. Null when that failed; rejects only when aborted. */
  async #obtain(source: PictureSource, key: string, signal: AbortSignal): Promise<string | null> {
    const { board, clock, log } = this.#options
    const { chat, ref } = source
    const host = !isInline(ref.url) && URL.canParse(ref.url) ? new URL(ref.url).host : ''
    const inline = isInline(ref.url) ? ref.url.length : 0
    this.#inlineCharacters += inline
    const job = board.begin({ chatId: chat?.id ?? null, chatTitle: chat?.title ?? '', host })
    try {
      const hash = await this.#fetchAndKeep(source, job, signal)
      job.end(null)
      this.#recent.set(key, hash, clock.now())
      return hash
    } catch (error) {
      if (signal.aborted) {
        job.end(null)
        throw signal.reason
      }
      const problem = toProblem(error)
      job.end(problem)
      this.#recent.set(key, null, clock.now())
      const write = problem.code === 'internal' ? log.error : log.info
      write.call(log, `一张图片没有取到：${problem.message}`, { host, title: chat?.title, problem })
      return null
    } finally {
      this.#inlineCharacters -= inline
    }
  }

  async #fetchAndKeep(source: PictureSource, job: RunningJob, signal: AbortSignal): Promise<string> {
    const { get, board, config } = this.#options
    const giveBack = await this.#downloads.take(signal)
    try {
      job.stage('downloading')
      const { maxMegabytes, timeoutSeconds, allowHosts } = config()
      const bytes = await fetchBytes(source.ref.url, {
        get,
        maxMegabytes,
        timeoutMs: timeoutSeconds * 1000,
        allowHosts,
        signal,
        refresh: (stop) => source.refresh(stop),
        onProgress: (count) => job.progress(count),
      })
      board.downloads++
      job.stage('converting')
      // Its place is free only now that it no longer waits: else what was fetched could pile up in memory.
      return await this.#convert(bytes, source.chat, signal, giveBack)
    } finally {
      giveBack()
    }
  }

  /** The hash of bytes that are on the shelf then. The same bytes at the same time are converted once. */
  async #convert(
    bytes: Buffer<ArrayBuffer>,
    chat: PictureSource['chat'],
    signal: AbortSignal,
    begun: () => void = () => undefined,
  ): Promise<string> {
    const { pool, shelf, config, webpPreferred } = this.#options
    const format = webpPreferred(chat?.id ?? null) ? 'webp' : 'jpeg'
    const sourceBytes = bytes.length
    let claimed: string | null = null
    const isWanted = (hash: string) => {
      if (shelf.has(hash) || this.#storing.has(hash)) return false
      claimed = hash
      this.#storing.set(hash, kept)
      return true
    }
    const converting = pool.convert({ bytes, maxSide: config().maxSide, format, isWanted, begun }, signal)
    const kept = converting
      .then(({ hash, picture }) => picture && shelf.put(hash, picture, { format, sourceBytes }))
      .then(() => undefined)
      .finally(() => claimed !== null && this.#storing.delete(claimed))
    kept.catch(() => undefined)
    const { hash } = await converting
    // Somebody else's, if these bytes are just being converted for another address.
    await (claimed === hash ? kept : this.#storing.get(hash))
    return hash
  }
}

function isInline(url: string): boolean {
  return url.startsWith('base64://')
}
