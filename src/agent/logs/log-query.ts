import { existsSync } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallParsed, LogPage } from '../../shared/ipc.ts'
import type { LogLine } from '../../shared/state.ts'

type LogQuery = CallParsed<'logs.query'>

/** Bytes read at once: a few milliseconds of work between two chances for everything else to run. */
const chunkBytes = 256 * 1024

/**
 * Lines of the log files that match, newest first. Files are read from their end in chunks, so that the newest page
 * costs the same however long the log is. A cursor is `file:offset` of the oldest line returned, or the id of any line.
 */
export async function queryLog(folder: string, query: LogQuery, signal: AbortSignal): Promise<LogPage> {
  const matches = matcher(query)
  const lines: LogLine[] = []
  let newerThan = parseCursor(query.before) ? undefined : query.before
  for await (const { text, cursor } of linesBackwards(folder, query.before, signal)) {
    const line = parseLine(text)
    if (newerThan !== undefined) {
      if (line?.id === newerThan) newerThan = undefined
      continue
    }
    if (!line || !matches(line)) continue
    lines.push(line)
    if (lines.length === query.limit) return { lines, next: cursor }
  }
  return { lines, next: null }
}

function matcher(query: LogQuery): (line: LogLine) => boolean {
  const search = query.text.trim().toLowerCase()
  return (line) =>
    (query.levels.length === 0 || query.levels.includes(line.level)) &&
    (query.modules.length === 0 || query.modules.includes(line.module)) &&
    (query.chat === undefined || line.chat === query.chat) &&
    (query.turn === undefined || line.turn === query.turn) &&
    (search === '' || saidIn(line).toLowerCase().includes(search))
}

/** What a person can see of a line: not the names of its JSON fields, nor its escapes. */
function saidIn({ message, module, account, chat, fields }: LogLine): string {
  const facts =
    fields === undefined ? '' : Object.entries(fields).map(([name, fact]) => `${name} ${textOf(fact)}`)
  return [message, module, account, chat, ...facts].join('\n')
}

function textOf(fact: unknown): string {
  return typeof fact === 'string' ? fact : JSON.stringify(fact)
}

async function* linesBackwards(
  folder: string,
  before: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<{ text: string; cursor: string }> {
  const start = parseCursor(before)
  const names = await newestFirst(folder)
  // The file of the cursor may have been deleted meanwhile, with everything older or not.
  const reached = start ? names.filter((name) => newerFirst(name, start.file) >= 0) : names
  for (const name of reached) {
    const path = join(folder, name)
    const { size } = await stat(path)
    const end = name === start?.file ? Math.min(size, start.offset) : size
    for await (const line of fileBackwards(path, end, signal)) {
      yield { text: line.text, cursor: `${name}:${line.offset}` }
    }
  }
}

async function* fileBackwards(
  path: string,
  end: number,
  signal: AbortSignal,
): AsyncGenerator<{ text: string; offset: number }> {
  const file = await open(path, 'r')
  try {
    let position = end
    let tail = Buffer.alloc(0)
    while (position > 0) {
      signal.throwIfAborted()
      const length = Math.min(chunkBytes, position)
      position -= length
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, position)
      const chunk = Buffer.concat([buffer, tail])
      // What stands before the first line break may begin in the chunk before this one.
      const first = position === 0 ? 0 : chunk.indexOf(10) + 1
      if (position > 0 && first === 0) {
        tail = chunk
        continue
      }
      for (let stop = chunk.length; stop > first; ) {
        const begin = stop < 2 ? 0 : chunk.lastIndexOf(10, stop - 2) + 1
        const at = Math.max(begin, first)
        const text = chunk.toString('utf8', at, chunk[stop - 1] === 10 ? stop - 1 : stop)
        if (text) yield { text, offset: position + at }
        stop = at
      }
      tail = chunk.subarray(0, first)
    }
  } finally {
    await file.close()
  }
}

async function newestFirst(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'))
  return names.sort(newerFirst)
}

/** `….10.jsonl` comes after `….9.jsonl`. */
function newerFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true })
}

function parseCursor(cursor: string | undefined): { file: string; offset: number } | null {
  const match = /^([^/\\:]+\.jsonl):(\d+)$/.exec(cursor ?? '')
  return match?.[1] ? { file: match[1], offset: Number(match[2]) } : null
}

function parseLine(text: string): LogLine | null {
  try {
    const line: unknown = JSON.parse(text)
    return typeof line === 'object' && line !== null && 'message' in line ? (line as LogLine) : null
  } catch {
    // The last line of a process that was killed may be cut off.
    return null
  }
}
