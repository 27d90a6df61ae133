import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { marksIn } from './ledger.ts'

export interface Kept {
  /** Marks of what people said. */
  readonly questions: ReadonlySet<number>
  /** Marks of the bot's answers, however far they came. */
  readonly answers: ReadonlySet<number>
  /** Marks of answers of which nobody knows whether they were delivered; the panel lists them. */
  readonly unknown: ReadonlySet<number>
}

/** What a data folder holds, read from a copy so that the product finds its files as its death left them. */
export function readKept(folder: string): Kept {
  const copy = `${folder}-copy`
  mkdirSync(copy, { recursive: true })
  try {
    for (const file of ['apricot.db', 'apricot.db-wal']) {
      if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(copy, file))
    }
    return read(join(copy, 'apricot.db'))
  } finally {
    rmSync(copy, { recursive: true })
  }
}

function read(path: string): Kept {
  const database = new Sqlite(path)
  const rows = database
    .prepare<[], { author: string; text: string; delivery: string | null }>(
      'SELECT author, text, delivery FROM messages',
    )
    .all()
  database.close()
  const marksOf = (matches: (row: (typeof rows)[number]) => boolean) =>
    new Set(rows.filter(matches).flatMap(({ text }) => marksIn(text)))
  return {
    questions: marksOf(({ author }) => author === 'user'),
    answers: marksOf(({ author }) => author === 'bot'),
    unknown: marksOf(({ author, delivery }) => author === 'bot' && delivery === 'unknown'),
  }
}
