import type { Config } from '../../shared/config.ts'
import type { ChatPicture, PictureRef } from '../../shared/pictures.ts'
import type { Problem } from '../../shared/problem.ts'
import { sandboxSelfId } from '../../shared/sandbox.ts'
import type { ChatMessage, ChatRow } from '../../shared/state.ts'
import type { Emitter } from '../kernel/emitter.ts'
import type { Topic } from '../kernel/topic.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'

const shownAtMost = 200

type ChatFacts = Pick<
  ChatRow,
  'title' | 'model' | 'hasPrompt' | 'contextFrom' | 'character' | 'mutedUntil' | 'access'
>

/** The chats as the panel lists them, and the feed of what is said in them. */
export class ChatBoard {
  readonly #storage: Storage
  readonly #rows: Topic<Record<string, ChatRow>>
  readonly #feed: Emitter<ChatMessage>
  readonly #config: () => Config
  readonly #shown = new Set<number>()

  constructor(
    storage: Storage,
    panel: { rows: Topic<Record<string, ChatRow>>; feed: Emitter<ChatMessage> },
    config: () => Config,
  ) {
    this.#storage = storage
    this.#rows = panel.rows
    this.#feed = panel.feed
    this.#config = config
  }

  /** Fills the list with the chats in which something was said last. */
  load(): void {
    const rows = this.list({ search: '', kind: 'all', limit: shownAtMost })
    for (const row of rows) if (!this.#shown.has(row.id)) this.#put(row)
  }

  /** All chats that match, newest first. */
  list(filter: { search: string; kind: 'all' | 'group' | 'private' | 'problem'; limit: number }): ChatRow[] {
    const search = filter.search.trim().toLowerCase()
    return this.#storage.chats
      .all()
      .filter((chat) => !search || `${chat.title} ${chat.address.id}`.toLowerCase().includes(search))
      .map((chat) => this.#rows.value[chat.id] ?? this.#row(chat, this.#storage.messages.last(chat.id)))
      .filter(
        (row) =>
          filter.kind === 'all' || row.kind === filter.kind || (filter.kind === 'problem' && row.problem),
      )
      .sort((a, b) => b.lastAt - a.lastAt)
      .slice(0, filter.limit)
  }

  /** Shows a message, new or changed, and moves its chat up. */
  show(chat: ChatRecord, message: MessageRecord): void {
    const problem = this.#rows.value[chat.id]?.problem ?? null
    this.#put({ ...this.#row(this.#current(chat), message), problem })
    this.update(chat, message)
  }

  /** Shows a chat in which nothing may have been said yet. */
  open(chat: ChatRecord): void {
    if (!this.#rows.value[chat.id]) this.#put(this.#row(chat, this.#storage.messages.last(chat.id)))
  }

  /** Shows a changed message without making it the chat's last. */
  update(chat: ChatRecord, message: MessageRecord): void {
    if (this.#feed.hasListeners)
      this.#feed.emit(toChatMessage(message, this.#current(chat), this.#storage.pictures))
  }

  /** The chat's settings or name changed. */
  refresh(chat: ChatRecord): void {
    const row = this.#rows.value[chat.id]
    if (row) this.#put({ ...row, ...this.#facts(chat) })
  }

  /** Something that all chats inherit changed. */
  refreshAll(): void {
    for (const row of Object.values(this.#rows.value)) {
      const chat = this.#storage.chats.get(row.id)
      if (chat) this.#put({ ...row, ...this.#facts(chat) })
    }
  }

  setProblem(chatId: number, problem: Problem | null): void {
    const row = this.#rows.value[chatId]
    if (row && row.problem?.code !== problem?.code) this.#put({ ...row, problem })
  }

  /** Whoever answers holds the chat as it was when the turn began. */
  #current(chat: ChatRecord): ChatRecord {
    return this.#storage.chats.get(chat.id) ?? chat
  }

  #put(row: ChatRow): void {
    this.#rows.set(String(row.id), row)
    this.#shown.add(row.id)
    if (this.#shown.size <= shownAtMost * 1.5) return
    // Now and then the oldest third goes, instead of looking for the oldest at every message.
    const byAge = Object.values(this.#rows.value).sort((a, b) => a.lastAt - b.lastAt)
    for (const { id } of byAge.slice(0, byAge.length - shownAtMost)) {
      this.#rows.remove(String(id))
      this.#shown.delete(id)
    }
  }

  #facts(chat: ChatRecord): ChatFacts {
    const { model, prompt, character, allowed } = chat.settings
    const { access, defaults } = this.#config()
    const asks = (chat.address.kind === 'group' ? access.newGroups : access.newPrivates) === 'ask'
    const undecided = asks && chat.address.selfId !== sandboxSelfId ? 'pending' : 'allowed'
    return {
      title: chat.title,
      model: typeof model === 'string' ? model : null,
      hasPrompt: Boolean(prompt),
      contextFrom: chat.contextFrom,
      character: typeof character === 'number' ? character : defaults.character,
      mutedUntil: chat.mutedUntil,
      access: typeof allowed === 'boolean' ? (allowed ? 'allowed' : 'blocked') : undecided,
    }
  }

  #row(chat: ChatRecord, last: MessageRecord | null): ChatRow {
    return {
      id: chat.id,
      selfId: chat.address.selfId,
      key: chat.address.key,
      kind: chat.address.kind,
      ...this.#facts(chat),
      lastText: last?.text.slice(0, 60) ?? '',
      lastSender: last ? (last.author === 'bot' ? this.#config().botName : last.senderName) : '',
      lastAt: last?.at ?? 0,
      problem: null,
    }
  }
}

/** What is known of a picture by its hash. */
type KnownPictures = Pick<Storage['pictures'], 'get'>

/** A stored message as the panel shows it. */
export function toChatMessage(
  message: MessageRecord,
  chat: ChatRecord,
  pictures: KnownPictures,
): ChatMessage {
  const refs = [...message.images, ...(message.quote?.images ?? [])]
  return {
    id: message.id,
    chatId: message.chatId,
    from: message.author,
    kind: message.kind,
    senderId: message.senderId,
    senderName: message.senderName,
    groupRole: message.groupRole,
    text: message.text,
    at: message.at,
    platformId: message.platformId,
    quote: message.quote && { name: message.quote.name, text: message.quote.text },
    pictures: refs.map((ref) => toChatPicture(ref, pictures)),
    recalled: message.recalled,
    reason: message.reason,
    rule: message.rule,
    turnId: message.turnId,
    delivery: message.delivery === 'waiting' ? 'sending' : message.delivery,
    problem: message.problem,
    inContext: message.kind === 'said' && message.anchor >= chat.contextFrom,
  }
}

function toChatPicture({ hash, sticker }: PictureRef, pictures: KnownPictures): ChatPicture {
  const known = hash === null ? null : pictures.get(hash)
  return {
    hash,
    sticker,
    caption: known?.caption ?? '',
    expired: hash !== null && (known === null || known.formats === ''),
  }
}
