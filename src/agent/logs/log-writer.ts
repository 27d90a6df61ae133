import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RollingFile } from 'pino-roll'
import type { LogLine } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Emitter } from '../kernel/emitter.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import { type Log, type LogFields, type LogLevel, logLevels } from '../kernel/log.ts'
import { maskFields, maskText } from './mask.ts'

export interface LogSettings {
  readonly level: LogLevel
  readonly keepFiles: number
  readonly maxFileMegabytes: number
}

/** Lines kept while the file is being opened. */
const earlyLines = 1000

/** Where log files of a data folder are. */
export function logFolder(dataDir: string): string {
  return join(dataDir, 'logs')
}

/**
 * The log: one JSON line an event, in files that change with the day and with their size, and live in the panel.
 * Writing never blocks and never throws; when the file cannot be written, the panel still sees the lines.
 */
export function startLog(
  life: Lifetime,
  options: {
    dataDir: string
    clock: Clock
    feed: Emitter<LogLine>
    settings(): LogSettings
    failed(error: Error): void
  },
): Log {
  const { clock, feed } = options
  let file: RollingFile | null = null
  let early: string[] = []
  let count = 0

  void openFile(options.dataDir, options.settings()).then(
    (opened) => {
      if (life.signal.aborted) return opened.end()
      opened.on('error', options.failed)
      for (const line of early) opened.write(line)
      early = []
      file = opened
    },
    (error: Error) => options.failed(error),
  )
  life.defer(() => {
    try {
      file?.flushSync()
    } catch {
      // Nothing was opened yet or the disk is gone: the panel had the lines.
    }
    file?.end()
  })

  function write(level: LogLevel, module: string, message: string, fields: LogFields = {}): void {
    if (logLevels.indexOf(level) < logLevels.indexOf(options.settings().level)) return
    const at = clock.now()
    const { chat, turn, account, ...rest } = fields
    const line: LogLine = {
      id: `${at.toString(36)}-${(count++).toString(36)}`,
      at,
      level,
      module,
      message: maskText(message),
      ...(chat !== undefined && { chat }),
      ...(turn !== undefined && { turn }),
      ...(account !== undefined && { account }),
      ...(Object.keys(rest).length > 0 && { fields: maskFields(rest) as Record<string, unknown> }),
    }
    if (feed.hasListeners) feed.emit(line)
    const text = `${JSON.stringify(line)}\n`
    if (file) file.write(text)
    else if (early.length < earlyLines) early.push(text)
  }

  const module = (name: string): Log => ({
    debug: (message, fields) => write('debug', name, message, fields),
    info: (message, fields) => write('info', name, message, fields),
    warn: (message, fields) => write('warn', name, message, fields),
    error: (message, fields) => write('error', name, message, fields),
    module,
  })
  return module('程序')
}

async function openFile(dataDir: string, settings: LogSettings): Promise<RollingFile> {
  const folder = logFolder(dataDir)
  mkdirSync(folder, { recursive: true })
  // Loaded after the start: nothing waits for the file, early lines are kept in memory.
  const { default: roll } = await import('pino-roll')
  return roll({
    file: join(folder, 'apricot.jsonl'),
    frequency: 'daily',
    dateFormat: 'yyyy-MM-dd',
    size: `${settings.maxFileMegabytes}m`,
    limit: { count: settings.keepFiles, removeOtherLogFiles: true },
    mkdir: true,
  })
}
