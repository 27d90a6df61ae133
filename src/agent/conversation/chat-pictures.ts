import type { Config } from '../../shared/config.ts'
import type { PictureRef } from '../../shared/pictures.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { ChatClient } from '../chat/chat-client.ts'
import type { Images, PictureSource } from '../images/images.ts'
import type { Question } from '../inbox/job.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'

export interface ChatPicturesParts {
  readonly storage: Storage
  readonly images: Pick<Images, 'fetch' | 'prefetch' | 'has'>
  readonly board: ChatBoard
  config(): Config
  settings(chat: ChatRecord): ChatSettings
  client(selfId: string): ChatClient | null
}

/** One picture where it stands: in a message, or in what the message quotes. */
interface Spot {
  readonly messageId: number
  readonly index: number
  readonly inQuote: boolean
  readonly ref: PictureRef
}

/** Fetches the pictures of a chat's messages, and notes in the messages which pictures they are. */
export class ChatPictures {
  readonly #parts: ChatPicturesParts

  constructor(parts: ChatPicturesParts) {
    this.#parts = parts
  }

  /** A message came in: its pictures are fetched while their addresses still work. Returns at once. */
  arrived(chat: ChatRecord, message: MessageRecord): void {
    if (message.images.length === 0 || !this.#mayBeSeen(chat)) return
    for (const spot of spotsIn(message)) {
      if (spot.ref.hash !== null) continue
      this.#parts.images.prefetch(this.#sourceOf(chat, message, spot), (hash) => this.#note(chat, spot, hash))
    }
  }

  /**
   * Fetches what is to be seen of a question, the newest first, so many as the chat looks at. Resolves when all are there or cannot
   * be had; rejects only when aborted.
   */
  async fetch(
    question: Pick<Question, 'chat' | 'messages' | 'replace'>,
    messages: readonly MessageRecord[],
    { look, most }: ChatSettings['pictures'],
    signal: AbortSignal,
  ): Promise<void> {
    if (look === 'off' || !messages.some(mayHold)) return
    const { storage, images } = this.#parts
    const { chat } = question
    const wanted = messages
      .flatMap((message) => this.#around(message).map((spot) => ({ ...spot, asked: message })))
      .slice(-most)
    await Promise.all(
      wanted.map(async ({ asked, ...spot }) => {
        if (spot.ref.hash !== null && images.has(spot.ref.hash)) return
        const holder = storage.messages.get(spot.messageId) ?? asked
        const hash = await images.fetch(this.#sourceOf(chat, holder, spot), signal)
        if (hash !== null) this.#note(chat, spot, hash)
      }),
    )
    signal.throwIfAborted()
    for (const { asked } of wanted) {
      const now = storage.messages.get(asked.id)
      if (now) question.replace({ ...asked, images: now.images, quote: now.quote })
    }
  }

  #mayBeSeen(chat: ChatRecord): boolean {
    const { allowed, pictures } = this.#parts.settings(chat)
    return this.#parts.config().images.prefetch && allowed !== false && pictures.look !== 'off'
  }

  /** The pictures of a message and of what it quotes, in order. */
  #around(message: MessageRecord): Spot[] {
    const { storage } = this.#parts
    const now = storage.messages.get(message.id) ?? message
    const quoted =
      now.quote && now.replyTo !== null ? storage.messages.byPlatformId(now.chatId, now.replyTo) : null
    if (quoted) return [...(quoted.recalled ? [] : spotsIn(quoted)), ...spotsIn(now)]
    const inQuote = (now.quote?.images ?? []).map((ref, index) => ({
      messageId: now.id,
      index,
      inQuote: true,
      ref,
    }))
    return [...inQuote, ...spotsIn(now)]
  }

  #sourceOf(chat: ChatRecord, { platformId, replyTo }: MessageRecord, spot: Spot): PictureSource {
    const messageId = spot.inQuote ? replyTo : platformId
    return {
      ref: spot.ref,
      chat: { id: chat.id, title: chat.title },
      refresh: async (signal) => {
        const client = this.#parts.client(chat.address.selfId)
        const picture = { messageId, index: spot.index, file: spot.ref.file }
        return client ? client.refreshPicture(chat.address, picture, signal) : null
      },
    }
  }

  /** Writes down which picture stands at a spot; the panel shows it. */
  #note(chat: ChatRecord, { messageId, index, inQuote }: Spot, hash: string): void {
    const { storage, board } = this.#parts
    const message = storage.messages.get(messageId)
    if (!message) return
    const named = (refs: readonly PictureRef[]) =>
      refs.map((ref, at) => (at === index ? { ...ref, hash } : ref))
    if (inQuote && message.quote) {
      storage.messages.setQuote(messageId, { ...message.quote, images: named(message.quote.images ?? []) })
    } else if (!inQuote) storage.messages.setImages(messageId, named(message.images))
    const now = storage.messages.get(messageId)
    if (now) board.update(chat, now)
  }
}

/** Nearly every message is nothing but words. */
function mayHold({ images, quote }: MessageRecord): boolean {
  return images.length > 0 || quote !== null
}

function spotsIn({ id, images }: MessageRecord): Spot[] {
  return images.map((ref, index) => ({ messageId: id, index, inQuote: false, ref }))
}
