import { join } from 'node:path'
import type { ImagesConfig, PictureRef, PicturesState } from '../../shared/pictures.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Log } from '../kernel/log.ts'
import type { Topic } from '../kernel/topic.ts'
import { guardedFetch, type Resolve } from '../net/guarded-fetch.ts'
import { ConversionPool } from './conversion-pool.ts'
import { OpeningMarks } from './opening-marks.ts'
import { PictureIntake } from './picture-intake.ts'
import type { PictureRows } from './picture-rows.ts'
import { PictureShelf } from './picture-shelf.ts'
import { PicturesBoard } from './pictures-board.ts'

export interface PictureSource {
  readonly ref: PictureRef
  readonly chat: { readonly id: number; readonly title: string } | null
  /** A fresh address once the old one is dead; null when there is none. */
  refresh(signal: AbortSignal): Promise<string | null>
}

export interface WantedPicture {
  /** Whether WebP is taken; else it is JPEG. */
  readonly webp: boolean
  /** Whose memory it is kept in; null for nobody's. */
  readonly chatId: number | null
  /** By the longer limits of the settings. */
  readonly keepLonger: boolean
}

/** The store of pictures: fetched, made smaller, kept by the hash of what was fetched. */
export interface Images {
  /**
   * The picture's hash, fetched if need be; null when it cannot be had (a job in the state says why). Rejects only when
   * aborted. The same address, and the same bytes, are fetched and converted once for all who want them at that time;
   * work is stopped when nobody waits for it and it is no prefetch.
   */
  fetch(source: PictureSource, signal: AbortSignal): Promise<string | null>
  /**
   * The same in the background, for what may be needed soon. Returns at once.
   * @param done is called with the hash when it is there; what it throws is written to the log.
   */
  prefetch(source: PictureSource, done: (hash: string) => void): void
  /** Takes bytes that are ours already. Rejects with a ProblemError `picture.*`. */
  add(bytes: Buffer, chat: PictureSource['chat'], sticker?: boolean): Promise<string>
  /**
   * `data:image/…;base64,…` in a format that the model takes, from memory or disk; null when its bytes are gone.
   * Counts a use. Rejects only when aborted.
   */
  dataUrl(hash: string, wanted: WantedPicture, signal: AbortSignal): Promise<string | null>
  /** Its file, for the hosts; null when there is none. */
  file(hash: string): Promise<{ readonly path: string; readonly type: string } | null>
  /** Whether its bytes are there. */
  has(hash: string): boolean
  /** Forgets what is in memory, of one chat or of all. */
  forget(chatId: number | null): void
  /** Removes files and rows. */
  remove(hashes: readonly string[]): Promise<void>
}

export interface ImagesOptions {
  readonly dataDir: string
  /** URL of the worker file as it was built. */
  readonly worker: URL
  /** Name of the module with sharp's interface that fits this host. */
  readonly sharp: string
  readonly clock: Clock
  readonly log: Log
  readonly topic: Topic<PicturesState>
  readonly rows: PictureRows
  /** Asked whenever it matters: changes take effect at once. */
  config(): ImagesConfig
  /** Which format a picture of this chat is made into at first. */
  webpPreferred(chatId: number | null): boolean
  /** How names become addresses; the system's way when absent. */
  readonly resolve?: Resolve
}

const sweepMs = 30_000
/** The panel is told how much there is once the start is over. */
const firstNumbersMs = 2000

/** Starts the store. Nothing is opened, counted or loaded before it is needed. */
export function startImages(life: Lifetime, options: ImagesOptions): Images {
  const { clock, topic, worker, sharp, config } = options
  const folder = join(options.dataDir, 'pictures')
  const board: PicturesBoard = new PicturesBoard(topic, clock, () => ({
    ...shelf.numbers(),
    ...intake.numbers(),
    converting: pool.converting,
    conversionsWaiting: pool.waiting,
    workers: pool.workers,
  }))
  const touch = () => board.touch()
  const pool = new ConversionPool({
    worker,
    sharp,
    clock,
    marks: new OpeningMarks(join(folder, 'opening'), clock),
    size: () => config().workers,
    changed: touch,
  })
  const get = guardedFetch(options.resolve ? { clock, resolve: options.resolve } : { clock })
  const shelf = new PictureShelf({ ...options, folder, pool, touch })
  const intake = new PictureIntake({ ...options, get, pool, shelf, board })
  life.defer(clock.after(firstNumbersMs, touch))
  life.defer(() => pool.close())
  life.defer(() => board.stop())
  life.defer(() => intake.close())
  life.defer(() => shelf.stop())
  life.defer(clock.every(sweepMs, () => shelf.sweep()))
  return {
    fetch: (source, signal) => intake.fetch(source, signal),
    prefetch: (source, done) => void intake.prefetch(source, done),
    add: (bytes, chat, sticker = false) => intake.add(bytes, chat, sticker),
    dataUrl: (hash, wanted, signal) => shelf.dataUrl(hash, wanted, signal),
    file: (hash) => shelf.file(hash),
    has: (hash) => shelf.has(hash),
    forget: (chatId) => shelf.forget(chatId),
    remove: async (hashes) => {
      intake.forgetAddresses()
      await shelf.remove(hashes)
    },
  }
}
