import { statSync } from 'node:fs'
import type { Clock } from '../kernel/clock.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Log } from '../kernel/log.ts'
import { toProblem } from '../kernel/problem.ts'
import type { Reader } from './start-reader.ts'

/** Size of the write-ahead log from which it is worth moving into the database file. */
const worthBytes = 4 * 1024 * 1024
const lookEveryMs = 15_000

/**
 * Moves the write-ahead log into the database file now and then, with the reader's connection, so that the main thread
 * never waits for the disk.
 */
export function startCheckpoints(
  life: Lifetime,
  options: { path: string; reader: Pick<Reader, 'ask'>; clock: Clock; log: Log },
): void {
  let busy = false

  const look = async () => {
    if (busy) return
    busy = true
    try {
      const size = statSync(`${options.path}-wal`, { throwIfNoEntry: false })?.size ?? 0
      if (size >= worthBytes) await options.reader.ask('checkpoint', null)
    } catch (error) {
      if (!life.signal.aborted)
        options.log.warn('数据库整理没有做完，下次再试', { detail: toProblem(error).detail })
    } finally {
      busy = false
    }
  }

  life.defer(options.clock.every(lookEveryMs, () => void look()))
}
