import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createStream, type RotatingFileStream } from 'rotating-file-stream'
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

/** Lines of this long are written together. */
const writeEveryMs = 50
/** Bytes that may wait for the disk. */
const mostUnwritten = 8 * 1024 * 1024
/** How long a file that could not be written is left alone. */
const retryMs = 10_000

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
  let settings = options.settings()
  let file = openFile(options.dataDir, settings, options.failed)
  let openedAt = clock.monotonic()
  let count = 0
  let unwritten = ''
  let cancelWrite: (() => void) | null = null
  life.defer(() => {
    cancelWrite?.()
    writeOut()
    return closeFile(file)
  })

  /** Many lines, one write: a system call a line would cost more than the line. */
  function writeOut(): void {
    cancelWrite = null
    const stream = currentFile()
    // A disk that cannot keep up must not fill the memory; the panel has the lines all the same.
    if (!stream.destroyed && stream.writableLength < mostUnwritten) stream.write(unwritten)
    unwritten = ''
  }

  /** Sizes and counts apply from the next line on, like every other setting. */
  function currentFile(): RotatingFileStream {
    const wanted = options.settings()
    const changed =
      wanted.keepFiles !== settings.keepFiles || wanted.maxFileMegabytes !== settings.maxFileMegabytes
    // A full disk ends the stream for good; a new one may find room.
    const retry = file.destroyed && clock.monotonic() - openedAt >= retryMs
    if (changed || retry) {
      void closeFile(file)
      file = openFile(options.dataDir, wanted, options.failed)
      openedAt = clock.monotonic()
    }
    settings = wanted
    return file
  }

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
    unwritten += `${JSON.stringify(line)}\n`
    cancelWrite ??= clock.after(writeEveryMs, writeOut)
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

function openFile(
  dataDir: string,
  settings: LogSettings,
  failed: (error: Error) => void,
): RotatingFileStream {
  const folder = logFolder(dataDir)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch {
    // The stream cannot be opened either, and says so.
  }
  const stream = createStream((time, index) => fileName(new Date(time ?? Date.now()), index ?? 1), {
    path: folder,
    size: `${settings.maxFileMegabytes}M`,
    interval: '1d',
    intervalBoundary: true,
    // A file keeps its name for ever: the log page remembers places in it.
    immutable: true,
    maxFiles: settings.keepFiles,
    history: '.files',
    mode: 0o600,
  })
  stream.on('error', failed)
  return stream
}

function closeFile(file: RotatingFileStream): Promise<void> {
  return new Promise((resolve) => {
    if (file.destroyed) return resolve()
    file.once('close', resolve)
    file.end()
  })
}

/** `apricot.2026-11-22_14-31-24.233.1.jsonl`: sorted by name, files are sorted by time. */
function fileName(time: Date, index: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const clock = `${two(time.getHours())}-${two(time.getMinutes())}-${two(time.getSeconds())}`
  return `apricot.${day}_${clock}.${String(time.getMilliseconds()).padStart(3, '0')}.${index}.jsonl`
}
