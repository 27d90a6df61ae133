import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../kernel/clock.ts'
import { notKept } from './picture-problems.ts'

const skippedForMs = 24 * 3_600_000
const hashPattern = /^[0-9a-f]{64}$/
const skipped = 'skip-'

/**
 * Which pictures were being opened when the process died: a decoder that crashes takes everything along, and would
 * again. Each worker names its picture in a file of its own while it opens it.
 */
export class OpeningMarks {
  readonly #folder: string
  readonly #clock: Clock
  #suspects: Promise<ReadonlyMap<string, number>> | undefined

  /** @param folder is made when it is first needed. */
  constructor(folder: string, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
  }

  /** The file of a worker. */
  fileOf(worker: number): string {
    return join(this.#folder, String(worker))
  }

  /**
   * Hashes that are not opened for a day, with the end of that day. The first call must end before the first worker
   * begins.
   * Rejects with a ProblemError `picture.disk`; the next call tries again.
   */
  suspects(): Promise<ReadonlyMap<string, number>> {
    this.#suspects ??= this.#read().catch((error: unknown) => {
      this.#suspects = undefined
      throw notKept(error)
    })
    return this.#suspects
  }

  async #read(): Promise<ReadonlyMap<string, number>> {
    await mkdir(this.#folder, { recursive: true })
    const found = new Map<string, number>()
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name)
      const hash = name.startsWith(skipped) ? name.slice(skipped.length) : await readFile(path, 'utf8')
      const until = await this.#skippedUntil(path)
      if (!hashPattern.test(hash) || until <= this.#clock.now()) {
        await rm(path, { force: true })
        continue
      }
      found.set(hash, until)
      await rename(path, join(this.#folder, `${skipped}${hash}`))
    }
    return found
  }

  /** A day after the file was written, or from now on where the clock was ahead then. */
  async #skippedUntil(path: string): Promise<number> {
    const { mtimeMs } = await stat(path)
    return Math.min(mtimeMs, this.#clock.now()) + skippedForMs
  }
}
