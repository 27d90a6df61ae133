import type { DecisionReason } from '../../shared/decision.ts'
import type { PictureRef } from '../../shared/pictures.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Database } from './database.ts'

export type Delivery = 'waiting' | 'sending' | 'sent' | 'unknown' | 'failed'

/** A row of `messages`; see the migration for what `anchor` and `delivery` mean. */
export interface MessageRecord {
  id: number
  chatId: number
  anchor: number
  platformId: string | null
  author: 'user' | 'bot'
  kind: 'said' | 'command' | 'notice'
  senderId: string
  senderName: string
  groupRole: 'owner' | 'admin' | 'member' | null
  text: string
  at: number
  replyTo: string | null
  quote: Quote | null
  images: readonly PictureRef[]
  reason: DecisionReason | null
  /** What in the settings fitted: the keyword, the pattern, the hours. */
  rule: string | null
  turnId: number | null
  delivery: Delivery | null
  problem: Problem | null
  recalled: boolean
  /** Id of a forwarded conversation that was not unfolded yet. */
  forwardId: string | null
}

/** The quoted message as it read when it was quoted. */
export interface Quote {
  name: string
  text: string
  images?: readonly PictureRef[]
}

/**
 * How far back a part can be that is still being sent: sending takes seconds. Looked through only by a start, which
 * is cheaper than an index that every message would have to write.
 */
const outboxDepth = 5000

/** An answer is stored at most so many messages behind its question; further on nobody looks for it. */
const latestAnswer = 5000

export type NewMessage = Omit<MessageRecord, 'id' | 'anchor' | 'recalled' | 'rule' | 'forwardId'> & {
  anchor?: number
  rule?: string | null
  forwardId?: string | null
}

interface MessageRowSql {
  id: number
  chat_id: number
  anchor: number
  platform_id: string | null
  author: string
  kind: string
  sender_id: string
  sender_name: string
  group_role: string | null
  text: string
  at: number
  reply_to: string | null
  quote: string | null
  images: string | null
  reason: string | null
  turn_id: number | null
  delivery: string | null
  problem: string | null
  recalled: number
  rule: string | null
  forward_id: string | null
}

export class Messages {
  readonly #database: Database
  readonly #insert
  readonly #byId
  readonly #byPlatformId
  readonly #context
  readonly #oldest
  readonly #page
  readonly #after
  readonly #last
  readonly #byTurn
  readonly #inDelivery
  readonly #setDelivery
  readonly #setRecalled
  readonly #setQuote
  readonly #setText
  readonly #setImages
  readonly #setTurn
  #nextId: number

  constructor(database: Database) {
    this.#database = database
    // SQLite plans a sorted query anew for every value that is bound to it, at several times its cost; a sign hides it.
    const one = <P extends unknown[]>(where: string) =>
      database.prepare<P, MessageRowSql>(`SELECT * FROM messages WHERE ${where.replaceAll('?', '+?')}`)
    this.#insert = database.prepare(
      `INSERT INTO messages (id, chat_id, anchor, platform_id, author, kind, sender_id, sender_name, group_role, text,
         at, reply_to, quote, images, reason, turn_id, delivery, problem, rule, forward_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#byId = one<[number]>('id = ?')
    this.#byPlatformId = one<[number, string]>('chat_id = ? AND platform_id = ? ORDER BY id DESC LIMIT 1')
    // A row is never older than its anchor, so the range of ids is that of the anchors, open at its end.
    this.#context = one<[number, number, number, number, number, number]>(
      `chat_id = ? AND id BETWEEN ? AND ? AND anchor BETWEEN ? AND ? AND kind = 'said' AND recalled = 0
       AND (delivery IS NULL OR delivery IN ('sent', 'unknown')) ORDER BY id DESC LIMIT ?`,
    )
    this.#oldest = one<[number, number, number, number, number]>(
      `chat_id = ? AND id >= ? AND anchor BETWEEN ? AND ? AND kind = 'said' AND recalled = 0
       AND (delivery IS NULL OR delivery IN ('sent', 'unknown')) ORDER BY id LIMIT ?`,
    )
    this.#page = one<[number, number, number]>('chat_id = ? AND id < ? ORDER BY id DESC LIMIT ?')
    this.#after = one<[number, number, number]>('chat_id = ? AND id > ? ORDER BY id LIMIT ?')
    this.#last = one<[number]>('chat_id = ? ORDER BY id DESC LIMIT 1')
    this.#byTurn = one<[number, number, number]>('chat_id = ? AND id >= ? AND turn_id = ? ORDER BY id')
    this.#inDelivery = one<[number]>("id > ? AND delivery IN ('waiting', 'sending') ORDER BY id")
    this.#setDelivery = database.prepare<[string, string | null, string | null, number, number]>(
      'UPDATE messages SET delivery = ?, platform_id = ?, problem = ?, at = ? WHERE id = ?',
    )
    this.#setRecalled = database.prepare<[number]>('UPDATE messages SET recalled = 1 WHERE id = ?')
    this.#setQuote = database.prepare<[string, number]>('UPDATE messages SET quote = ? WHERE id = ?')
    this.#setText = database.prepare<[string, string | null, number]>(
      'UPDATE messages SET text = ?, forward_id = ? WHERE id = ?',
    )
    this.#setImages = database.prepare<[string | null, number]>('UPDATE messages SET images = ? WHERE id = ?')
    this.#setTurn = database.prepare<[number, string, number]>(
      'UPDATE messages SET turn_id = ?, reason = ? WHERE id = ?',
    )
    // Ids are given here, not by SQLite: a row that is its own anchor then needs a single statement.
    const newest = database.prepare<[], { id: number | null }>('SELECT MAX(id) AS id FROM messages').get()
    this.#nextId = (newest?.id ?? 0) + 1
  }

  /** How many were ever stored; none is ever deleted. */
  get count(): number {
    return this.#nextId - 1
  }

  /** Adds a message. Without an anchor it is its own. */
  insert(message: NewMessage): MessageRecord {
    const id = this.#nextId++
    const record: MessageRecord = {
      ...message,
      id,
      anchor: message.anchor ?? id,
      recalled: false,
      rule: message.rule ?? null,
      forwardId: message.forwardId ?? null,
    }
    this.#database.write(() => this.#insert.run(...toRow(record)))
    return record
  }

  get(id: number): MessageRecord | null {
    return optional(this.#byId.get(id))
  }

  /** The newest message of this chat with the id that QQ gave it. */
  byPlatformId(chatId: number, platformId: string): MessageRecord | null {
    return optional(this.#byPlatformId.get(chatId, platformId))
  }

  /**
   * What a model may see of a chat, in the order of the conversation, from one anchor to another (inclusive);
   * the newest `limit` of it.
   */
  context(chatId: number, range: { from: number; to: number }, limit: number): MessageRecord[] {
    const latest = Math.min(Number.MAX_SAFE_INTEGER, range.to + latestAnswer)
    const rows = this.#context.all(chatId, range.from, latest, range.from, range.to, limit).map(fromRow)
    return rows.sort(inOrder)
  }

  /** The same, the oldest `limit` of it. */
  oldest(chatId: number, range: { from: number; to: number }, limit: number): MessageRecord[] {
    const rows = this.#oldest.all(chatId, range.from, range.from, range.to, limit).map(fromRow)
    return rows.sort(inOrder)
  }

  /** Messages older than `before`, newest first. */
  page(chatId: number, before: number, limit: number): MessageRecord[] {
    return this.#page.all(chatId, before, limit).map(fromRow)
  }

  /** Messages newer than `id`, oldest first. */
  after(chatId: number, id: number, limit: number): MessageRecord[] {
    return this.#after.all(chatId, id, limit).map(fromRow)
  }

  last(chatId: number): MessageRecord | null {
    return optional(this.#last.get(chatId))
  }

  /** What belongs to a turn: its question and the parts of its answer. */
  ofTurn(turn: { id: number; chatId: number; messageId: number }): MessageRecord[] {
    return this.#byTurn.all(turn.chatId, turn.messageId, turn.id).map(fromRow)
  }

  /** What a turn answers, oldest first, without what was recalled. */
  askedIn(turn: { id: number; chatId: number; messageId: number }): MessageRecord[] {
    return this.ofTurn(turn).filter(({ author, recalled }) => author === 'user' && !recalled)
  }

  /** The outbox: parts among the newest messages whose sending was not finished, oldest first. */
  inDelivery(): MessageRecord[] {
    return this.#inDelivery.all(this.#nextId - outboxDepth).map(fromRow)
  }

  /** Records how far the sending of a part came. Returns the message as it is now. */
  setDelivery(
    message: MessageRecord,
    delivery: Delivery,
    facts: { platformId?: string | null; problem?: Problem | null; at?: number } = {},
  ): MessageRecord {
    const next = { ...message, ...facts, delivery }
    // How a send ended is waited for by nobody; lost with the process, it reads as unknown, which is never repeated.
    const write = delivery === 'sending' ? 'write' : 'writeSoon'
    this.#database[write](() =>
      this.#setDelivery.run(
        delivery,
        next.platformId,
        next.problem && JSON.stringify(next.problem),
        next.at,
        message.id,
      ),
    )
    return next
  }

  setRecalled(id: number): void {
    this.#database.write(() => this.#setRecalled.run(id))
  }

  setQuote(id: number, quote: Quote): void {
    this.#database.write(() => this.#setQuote.run(quoteJson(quote), id))
  }

  /**
   * Replaces what was said by what it says when names and forwarded conversations in it are written out.
   * @param forwardId of a conversation that is still not unfolded.
   */
  setText(id: number, text: string, forwardId: string | null = null): void {
    this.#database.write(() => this.#setText.run(text, forwardId, id))
  }

  /** Replaces its pictures, when their bytes were fetched or a forwarded conversation brought more. */
  setImages(id: number, images: readonly PictureRef[]): void {
    this.#database.writeSoon(() =>
      this.#setImages.run(images.length > 0 ? JSON.stringify(kept(images)) : null, id),
    )
  }

  /** Ties a message to the turn that answers it. */
  setTurn(id: number, turnId: number, reason: DecisionReason): void {
    this.#database.write(() => this.#setTurn.run(turnId, reason, id))
  }
}

/** The order of the conversation: an answer stands behind its question. */
function inOrder(a: MessageRecord, b: MessageRecord): number {
  return a.anchor - b.anchor || a.id - b.id
}

function optional(row: MessageRowSql | undefined): MessageRecord | null {
  return row ? fromRow(row) : null
}

function toRow(message: MessageRecord) {
  return [
    message.id,
    message.chatId,
    message.anchor,
    message.platformId,
    message.author,
    message.kind,
    message.senderId,
    message.senderName,
    message.groupRole,
    message.text,
    message.at,
    message.replyTo,
    message.quote && quoteJson(message.quote),
    message.images.length > 0 ? JSON.stringify(kept(message.images)) : null,
    message.reason,
    message.turnId,
    message.delivery,
    message.problem && JSON.stringify(message.problem),
    message.rule,
    message.forwardId,
  ]
}

/** Some ends send the bytes in the place of an address: those are kept by their hash and never here. */
function kept(images: readonly PictureRef[]): readonly PictureRef[] {
  return images.map((picture) => (/^https?:/i.test(picture.url) ? picture : { ...picture, url: '' }))
}

function quoteJson({ images, ...said }: Quote): string {
  return JSON.stringify(images && images.length > 0 ? { ...said, images: kept(images) } : said)
}

/** Rows of the first version hold addresses only. */
function picturesIn(json: string): PictureRef[] {
  const pictures = JSON.parse(json) as (string | PictureRef)[]
  return pictures.map((one) =>
    typeof one === 'string' ? { url: one, file: '', sticker: false, hash: null } : one,
  )
}

function fromRow(row: MessageRowSql): MessageRecord {
  return {
    id: row.id,
    chatId: row.chat_id,
    anchor: row.anchor,
    platformId: row.platform_id,
    author: row.author as MessageRecord['author'],
    kind: row.kind as MessageRecord['kind'],
    senderId: row.sender_id,
    senderName: row.sender_name,
    groupRole: row.group_role as MessageRecord['groupRole'],
    text: row.text,
    at: row.at,
    replyTo: row.reply_to,
    quote: row.quote === null ? null : (JSON.parse(row.quote) as Quote),
    images: row.images === null ? [] : picturesIn(row.images),
    reason: row.reason as DecisionReason | null,
    turnId: row.turn_id,
    delivery: row.delivery as Delivery | null,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as Problem),
    recalled: row.recalled === 1,
    rule: row.rule,
    forwardId: row.forward_id,
  }
}
