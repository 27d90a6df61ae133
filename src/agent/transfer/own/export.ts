import { randomBytes } from 'node:crypto'
import type { Config } from '../../../shared/config.ts'
import type { ExportedPart } from '../../../shared/ipc.ts'
import { ProblemError } from '../../kernel/problem.ts'
import { head } from '../../kernel/text.ts'
import type { ChatRecord } from '../../storage/chats.ts'
import type { Storage } from '../../storage/storage.ts'
import { breathe } from '../batches.ts'
import { type Chapter, chatChapters, everyChapter } from './chapters.ts'
import { type ExportHeader, exportVersion } from './header.ts'

export interface ExportParts {
  readonly storage: Storage
  /** Version of the program. */
  readonly app: string
  config(): Config
  now(): number
}

/** A part is one message on the panel's wire: it must not stand in the way of everything else for long. */
const mostRecords = 2000
const mostBytes = 2_500_000
/** Records written between two moments for everybody else. */
const stride = 100

/** Where to go on: when the export began, and behind which record of which chapter. */
interface Cursor {
  readonly startedAt: number
  readonly place: Chapter['place']
  readonly after: number
}

/**
 * A part of one chat's export: the chat, what it plays, its messages. '' begins, `next` goes on.
 * Throws a ProblemError `export.cursor`.
 */
export function exportChat(parts: ExportParts, chat: ChatRecord, next: string): Promise<ExportedPart> {
  const character = chat.settings.character
  const played = typeof character === 'number' ? parts.storage.characters.get(character) : null
  const name = head(chat.title, 60)
  return exportPart(parts, { kind: 'chat', name, next }, chatChapters(parts.storage, chat, played))
}

/** The same for everything: settings without secrets, characters, chats. */
export function exportAll(parts: ExportParts, next: string): Promise<ExportedPart> {
  return exportPart(parts, { kind: 'all', name: '全部', next }, everyChapter(parts.storage, parts.config()))
}

async function exportPart(
  parts: ExportParts,
  { kind, name, next }: { kind: ExportHeader['kind']; name: string; next: string },
  chapters: Iterable<Chapter>,
): Promise<ExportedPart> {
  const from = next === '' ? start(parts) : readCursor(next)
  const fileName = fileNameOf(name, from.startedAt)
  const lines = next === '' ? [JSON.stringify(headerOf(parts, kind, from.startedAt))] : []
  let bytes = 0
  for (const chapter of chapters) {
    const order = compare(chapter.place, from.place)
    if (order < 0) continue
    for (const [record, mark] of chapter.records(order === 0 ? from.after : 0)) {
      const line = JSON.stringify(record)
      lines.push(line)
      bytes += Buffer.byteLength(line)
      if (lines.length >= mostRecords || bytes >= mostBytes) {
        const cursor = [from.startedAt, ...chapter.place, mark].join('.')
        return { name: fileName, text: joined(lines), next: cursor }
      }
      if (lines.length % stride === 0) await breathe()
    }
  }
  return { name: fileName, text: joined(lines), next: null }
}

function start({ now }: ExportParts): Cursor {
  return { startedAt: now(), place: [0, 0, 0], after: 0 }
}

function headerOf({ app }: ExportParts, kind: ExportHeader['kind'], at: number): ExportHeader {
  return {
    apricot: 'export',
    version: exportVersion,
    kind,
    at,
    app,
    id: randomBytes(9).toString('base64url'),
  }
}

function readCursor(next: string): Cursor {
  const found = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/.exec(next)
  if (!found) {
    const message = `没有「${head(next, 40)}」这个位置，导出接不下去`
    throw new ProblemError({ code: 'export.cursor', message, hint: '从头再导出一次' })
  }
  const [startedAt = 0, group = 0, id = 0, step = 0, after = 0] = found.slice(1).map(Number)
  return { startedAt, place: [group, id, step], after }
}

function compare(a: Chapter['place'], b: Chapter['place']): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

/** `杏桃-摄影群-2026-11-26.jsonl`, without what a file system does not take. */
function fileNameOf(name: string, at: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a file's name
  const unwanted = /[\\/:*?"<>|\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g
  const plain = name.toWellFormed().replace(unwanted, ' ').replace(/\s+/g, ' ').trim()
  const day = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `杏桃-${plain || '聊天'}-${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}.jsonl`
}
