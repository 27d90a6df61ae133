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
  #suspects: Promise<ReadonlySet<string>> | undefined

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
   * Hashes that are not opened for a day. The first call must end before the first worker begins.
   * Rejects with a ProblemError `picture.disk`; the next call tries again.
   */
  suspects(): Promise<ReadonlySet<string>> {
    this.#suspects ??= this.#read().catch((error: unknown) => {
      this.#suspects = undefined
      throw notKept(error)
    })
    return this.#suspects
  }

  async #read(): Promise<ReadonlySet<string>> {
    await mkdir(this.#folder, { recursive: true })
    const found = new Set<string>()
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name)
      const hash = name.startsWith(skipped) ? await this.#fresh(path, name) : await this.#leftBehind(path)
      if (hash !== null) found.add(hash)
    }
    return found
  }

  async #fresh(path: string, name: string): Promise<string | null> {
    const { mtimeMs } = await stat(path)
    if (this.#clock.now() - mtimeMs < skippedForMs) return name.slice(skipped.length)
    await rm(path, { force: true })
    return null
  }

  async #leftBehind(path: string): Promise<string | null> {
    const hash = await readFile(path, 'utf8')
    if (!hashPattern.test(hash)) {
      await rm(path, { force: true })
      return null
    }
    await rename(path, join(this.#folder, `${skipped}${hash}`))
    return hash
  }
}
