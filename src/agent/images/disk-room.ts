import type { Clock } from '../kernel/clock.ts'
import type { PictureFiles } from './picture-files.ts'
import type { PictureRows } from './picture-rows.ts'

/** Pictures that are removed in one go; the rest comes after a breath. */
const perStep = 20
const breathMs = 50

export interface DiskRoomOptions {
  readonly rows: Pick<PictureRows, 'leastUsed' | 'setFiles' | 'totals'>
  readonly files: Pick<PictureFiles, 'remove'>
  readonly clock: Clock
  /** Bytes that all pictures together may take. */
  limit(): number
  changed(): void
  failed(error: unknown): void
}

/** How much room the pictures take; what was not used for longest is removed when it is too much. */
export class DiskRoom {
  readonly #options: DiskRoomOptions
  #totals: { pictures: number; bytes: number } | undefined
  #cancel: (() => void) | null = null
  #removing = false

  constructor(options: DiskRoomOptions) {
    this.#options = options
  }

  /** Counted when it is first asked for. */
  get totals(): { readonly pictures: number; readonly bytes: number } {
    this.#totals ??= { ...this.#options.rows.totals() }
    return this.#totals
  }

  /** Called after rows changed: by so many pictures and bytes. */
  changed(pictures: number, bytes: number): void {
    if (this.#totals) {
      this.#totals.pictures += pictures
      this.#totals.bytes += bytes
    }
    this.review()
    this.#options.changed()
  }

  /** Looks whether it is too much. Returns at once. */
  review(): void {
    if (this.#removing || this.#cancel || this.totals.bytes <= this.#options.limit()) return
    this.#cancel = this.#options.clock.after(breathMs, () => {
      this.#cancel = null
      void this.#removeSome().catch((error: unknown) => this.#options.failed(error))
    })
  }

  stop(): void {
    this.#cancel?.()
    this.#removing = true
  }

  async #removeSome(): Promise<void> {
    const { rows, files, limit } = this.#options
    this.#removing = true
    try {
      for (const { hash, bytes } of rows.leastUsed(perStep)) {
        if (this.totals.bytes <= limit()) break
        // The row first: whoever reads it meanwhile must not rely on a file that is about to go.
        rows.setFiles(hash, '', 0)
        this.changed(-1, -bytes)
        await files.remove(hash)
      }
    } finally {
      this.#removing = false
    }
    this.review()
  }
}
