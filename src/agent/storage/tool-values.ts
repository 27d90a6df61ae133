import { ProblemError } from '../kernel/problem.ts'
import type { Database } from './database.ts'

/** Of one value as JSON, in bytes. */
const largest = 64 * 1024
/** Of one tool in one chat. */
const mostKeys = 1000
/** In UTF-16 units. */
const longestKey = 200

/** What tools remember of a chat, each for itself. */
export class ToolValues {
  readonly #database: Database
  readonly #get
  readonly #count
  readonly #set
  readonly #delete

  constructor(database: Database) {
    this.#database = database
    this.#get = database.prepare<[string, number, string], { value: string }>(
      'SELECT value FROM tool_values WHERE tool = ? AND chat_id = ? AND key = ?',
    )
    this.#count = database.prepare<[string, number], { count: number }>(
      'SELECT COUNT(*) AS count FROM tool_values WHERE tool = ? AND chat_id = ?',
    )
    this.#set = database.prepare<[string, number, string, string]>(
      'INSERT OR REPLACE INTO tool_values (tool, chat_id, key, value) VALUES (?, ?, ?, ?)',
    )
    this.#delete = database.prepare<[string, number, string]>(
      'DELETE FROM tool_values WHERE tool = ? AND chat_id = ? AND key = ?',
    )
  }

  /** Undefined when nothing is kept under this key. */
  get(tool: string, chatId: number, key: string): unknown {
    const row = this.#get.get(tool, chatId, key)
    return row && JSON.parse(row.value)
  }

  /**
   * Keeps a value that can be written as JSON. Throws a ProblemError `tool-values.*` and
   * changes nothing when it is too large, is no JSON, or there are too many keys.
   */
  set(tool: string, chatId: number, key: string, value: unknown): void {
    const json = jsonOf(value)
    if (key.length > longestKey) throw tooLong
    if (Buffer.byteLength(json) > largest) throw tooLarge
    const full = (this.#count.get(tool, chatId)?.count ?? 0) >= mostKeys
    if (full && !this.#get.get(tool, chatId, key)) throw tooMany
    this.#database.writeSoon(() => this.#set.run(tool, chatId, key, json))
  }

  delete(tool: string, chatId: number, key: string): void {
    this.#database.writeSoon(() => this.#delete.run(tool, chatId, key))
  }
}

function jsonOf(value: unknown): string {
  try {
    // Functions and symbols have no JSON: stringify says undefined then, whatever its type says.
    const json: string | undefined = JSON.stringify(value)
    if (json !== undefined) return json
  } catch {
    // A circle, or a bigint.
  }
  throw noJson
}

const noJson = new ProblemError({
  code: 'tool-values.no-json',
  message: '要记的东西写不成 JSON',
  hint: '只记文字、数字、真假、列表和普通对象',
})

const tooLarge = new ProblemError({
  code: 'tool-values.too-large',
  message: `要记的东西太大，一个值最多 ${largest / 1024} KiB`,
  hint: '分成几个记，或者存成文件',
})

const tooLong = new ProblemError({
  code: 'tool-values.long-key',
  message: `名字太长，最多 ${longestKey} 个字`,
  hint: '换一个短的名字',
})

const tooMany = new ProblemError({
  code: 'tool-values.too-many',
  message: `这个工具在这个聊天里已经记了 ${mostKeys} 个值`,
  hint: '先删掉不用的',
})
