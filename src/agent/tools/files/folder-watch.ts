import { type FSWatcher, watch } from 'node:fs'
import type { Clock } from '../../kernel/clock.ts'

/** Milliseconds for which a file is left alone: editors write in several steps. */
const quietMs = 300

/** Looks out for changes in one folder; each file has its own quiet time, so that none is missed because of others. */
export class FolderWatch {
  readonly #folder: string
  readonly #clock: Clock
  readonly #changed: (file: string | null) => void
  readonly #failed: (error: unknown) => void
  readonly #quiet = new Map<string | null, () => void>()
  #watcher: FSWatcher | null = null

  /**
   * @param changed is told the name of a file that came, changed or went; null when the system did not say which.
   * @param failed is told when changes will not be seen any more.
   */
  constructor(
    folder: string,
    clock: Clock,
    told: { changed(file: string | null): void; failed(error: unknown): void },
  ) {
    this.#folder = folder
    this.#clock = clock
    this.#changed = told.changed
    this.#failed = told.failed
  }

  /** Begins, also anew: a folder that was removed and made again is another one. */
  open(): void {
    this.#watcher?.close()
    try {
      const watcher = watch(this.#folder, (_event, name) => this.#see(name))
      watcher.on('error', (error) => {
        watcher.close()
        this.#failed(error)
      })
      this.#watcher = watcher
    } catch (error) {
      this.#failed(error)
    }
  }

  close(): void {
    this.#watcher?.close()
    for (const cancel of this.#quiet.values()) cancel()
    this.#quiet.clear()
  }

  #see(name: string | null): void {
    this.#quiet.get(name)?.()
    const cancel = this.#clock.after(quietMs, () => {
      this.#quiet.delete(name)
      this.#changed(name)
    })
    this.#quiet.set(name, cancel)
  }
}
