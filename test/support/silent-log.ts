import type { Log } from '../../src/agent/kernel/log.ts'

/** A log that keeps its lines instead of writing them. */
export function createSilentLog(): Log & { readonly lines: string[] } {
  const lines: string[] = []
  const write = (message: string, fields?: object) =>
    void lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
  const log = { lines, debug: write, info: write, warn: write, error: write, module: () => log }
  return log
}
