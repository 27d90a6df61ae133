import type { Database } from './database.ts'

/** 用户1, 用户2 …: the numbers people have in a chat, in the order in which the model first met them. */
export class Speakers {
  readonly #database: Database
  readonly #ofChat
  readonly #insert
  readonly #known = new Map<number, Map<string, number>>()

  constructor(database: Database) {
    this.#database = database
    this.#ofChat = database.prepare<[number], { user_id: string; number: number }>(
      'SELECT user_id, number FROM speakers WHERE chat_id = ?',
    )
    this.#insert = database.prepare<[number, string, number]>(
      'INSERT INTO speakers (chat_id, user_id, number) VALUES (?, ?, ?)',
    )
    database.onLost(() => this.#known.clear())
  }

  /** The number of a person in a chat, the next free one for somebody new. Counts from 1, kept for ever. */
  number(chatId: number, userId: string): number {
    const chat = this.#chat(chatId)
    const known = chat.get(userId)
    if (known !== undefined) return known
    const next = chat.size + 1
    this.#database.write(() => this.#insert.run(chatId, userId, next))
    chat.set(userId, next)
    return next
  }

  /** The number somebody has in a chat; null when the model has not met this person there. */
  known(chatId: number, userId: string): number | null {
    return this.#chat(chatId).get(userId) ?? null
  }

  /** The people of a chat by their numbers: the first is 用户1. */
  inOrder(chatId: number): string[] {
    return [...this.#chat(chatId)].sort(([, a], [, b]) => a - b).map(([userId]) => userId)
  }

  #chat(chatId: number): Map<string, number> {
    const known = this.#known.get(chatId)
    if (known) return known
    const read = new Map(this.#ofChat.all(chatId).map((row) => [row.user_id, row.number]))
    this.#known.set(chatId, read)
    return read
  }
}
