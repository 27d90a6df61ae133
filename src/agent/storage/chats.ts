import type { ChatAddress, ChatKey, ChatKind } from '../../shared/chat-address.ts'
import type { Database } from './database.ts'

/** A chat as it is kept. `settings` is the chat's own layer, as JSON; its schema is the config's business. */
export interface ChatRecord {
  readonly id: number
  readonly address: ChatAddress
  readonly title: string
  readonly settings: Readonly<Record<string, unknown>>
  /** Messages with a smaller anchor are no longer part of the context. */
  readonly contextFrom: number
  /** `contextFrom` before the last clearing; null when there is nothing to take back. */
  readonly contextBeforeClear: number | null
  /** Messages with a smaller anchor were cut off because of the token budget. */
  readonly cutFrom: number
  /** The bot is silent here until then, in milliseconds since the epoch; 0 when it is not. */
  readonly mutedUntil: number
}

interface ChatRowSql {
  id: number
  self_id: string
  key: string
  kind: string
  peer_id: string
  via_group: string | null
  title: string
  settings: string
  context_from: number
  context_before_clear: number | null
  cut_from: number
  muted_until: number
}

/** The chats, kept in memory after their first use: every message asks for one. */
export class Chats {
  readonly #byAddress = new Map<string, ChatRecord>()
  readonly #byId = new Map<number, ChatRecord>()
  readonly #database: Database
  readonly #select
  readonly #selectById
  readonly #selectAll
  readonly #insert
  readonly #update

  constructor(database: Database) {
    this.#database = database
    this.#select = database.prepare<[string, string], ChatRowSql>(
      'SELECT * FROM chats WHERE self_id = ? AND key = ?',
    )
    this.#selectById = database.prepare<[number], ChatRowSql>('SELECT * FROM chats WHERE id = ?')
    this.#selectAll = database.prepare<[], ChatRowSql>('SELECT * FROM chats')
    this.#insert = database.prepare<[string, string, string, string, string | null, string]>(
      'INSERT INTO chats (self_id, key, kind, peer_id, via_group, title) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#update = database.prepare<
      [string, string | null, string, number, number | null, number, number, number]
    >(
      `UPDATE chats SET title = ?, via_group = ?, settings = ?, context_from = ?, context_before_clear = ?, cut_from = ?,
         muted_until = ? WHERE id = ?`,
    )
    database.onLost(() => {
      this.#byAddress.clear()
      this.#byId.clear()
    })
  }

  /** The chat at this address, made when it is new; a new name is remembered. Writes at most once. */
  at(address: ChatAddress, title: string | null): ChatRecord {
    const known = this.#find(address)
    const viaGroup = address.viaGroup ?? null
    if (!known) {
      const named = title ?? address.id
      const { lastInsertRowid } = this.#database.write(() =>
        this.#insert.run(address.selfId, address.key, address.kind, address.id, viaGroup, named),
      )
      return this.#keep({
        id: Number(lastInsertRowid),
        address,
        title: named,
        settings: {},
        contextFrom: 0,
        contextBeforeClear: null,
        cutFrom: 0,
        mutedUntil: 0,
      })
    }
    const renamed = title !== null && title !== known.title
    if (!renamed && viaGroup === (known.address.viaGroup ?? null)) return known
    return this.change(known.id, { address, ...(renamed && { title }) })
  }

  /** The chat at this address; null when nothing was ever said there. */
  find(address: ChatAddress): ChatRecord | null {
    return this.#find(address) ?? null
  }

  get(id: number): ChatRecord | null {
    const known = this.#byId.get(id)
    if (known) return known
    const row = this.#selectById.get(id)
    return row ? this.#keep(fromRow(row)) : null
  }

  all(): ChatRecord[] {
    return this.#selectAll.all().map((row) => this.#byId.get(row.id) ?? this.#keep(fromRow(row)))
  }

  /** Replaces fields of a chat and returns it as it is now. Throws when the chat does not exist. */
  change(id: number, fields: Partial<Omit<ChatRecord, 'id'>>): ChatRecord {
    const before = this.get(id)
    if (!before) throw new Error(`There is no chat ${id}`)
    const next = { ...before, ...fields }
    this.#database.write(() =>
      this.#update.run(
        next.title,
        next.address.viaGroup ?? null,
        JSON.stringify(next.settings),
        next.contextFrom,
        next.contextBeforeClear,
        next.cutFrom,
        next.mutedUntil,
        id,
      ),
    )
    return this.#keep(next)
  }

  #find(address: ChatAddress): ChatRecord | undefined {
    const known = this.#byAddress.get(`${address.selfId}|${address.key}`)
    if (known) return known
    const row = this.#select.get(address.selfId, address.key)
    return row && this.#keep(fromRow(row))
  }

  #keep(chat: ChatRecord): ChatRecord {
    this.#byAddress.set(`${chat.address.selfId}|${chat.address.key}`, chat)
    this.#byId.set(chat.id, chat)
    return chat
  }
}

function fromRow(row: ChatRowSql): ChatRecord {
  return {
    id: row.id,
    address: {
      selfId: row.self_id,
      kind: row.kind as ChatKind,
      id: row.peer_id,
      key: row.key as ChatKey,
      ...(row.via_group !== null && { viaGroup: row.via_group }),
    },
    title: row.title,
    settings: JSON.parse(row.settings) as Record<string, unknown>,
    contextFrom: row.context_from,
    contextBeforeClear: row.context_before_clear,
    cutFrom: row.cut_from,
    mutedUntil: row.muted_until,
  }
}
