/** All chats together; beyond it nothing is kept, but nothing is thrown out for another chat either. */
const mostBytes = 256 * 1024 * 1024

export interface MemoryLimits {
  readonly perChat: number
  /** Milliseconds since it was last asked for. */
  readonly keptMs: number
}

interface Item {
  readonly url: string
  usedAt: number
}

interface ChatMemory {
  /** The one that was asked for last comes last. */
  readonly items: Map<string, Item>
  bytes: number
  keptLonger: boolean
}

/** Pictures as models take them, of the chats that look at them now. Each chat has its own room. */
export class PictureMemory {
  readonly #chats = new Map<number, ChatMemory>()
  readonly #limits: (keptLonger: boolean) => MemoryLimits
  #bytes = 0

  constructor(limits: (keptLonger: boolean) => MemoryLimits) {
    this.#limits = limits
  }

  /** Undefined when it is not there, or was not asked for too long. */
  get(chatId: number, key: string, now: number): string | undefined {
    const chat = this.#chats.get(chatId)
    const item = chat?.items.get(key)
    if (!chat || !item) return undefined
    if (now - item.usedAt >= this.#limits(chat.keptLonger).keptMs) {
      this.#drop(chatId, key)
      return undefined
    }
    item.usedAt = now
    chat.items.delete(key)
    chat.items.set(key, item)
    return item.url
  }

  put(
    chatId: number,
    key: string,
    { url, keptLonger, now }: { url: string; keptLonger: boolean; now: number },
  ): void {
    const { perChat } = this.#limits(keptLonger)
    this.#drop(chatId, key)
    if (perChat === 0 || this.#bytes + url.length > mostBytes) return
    const chat = this.#chats.get(chatId) ?? { items: new Map(), bytes: 0, keptLonger }
    this.#chats.set(chatId, chat)
    chat.keptLonger = keptLonger
    chat.items.set(key, { url, usedAt: now })
    chat.bytes += url.length
    this.#bytes += url.length
    for (const oldest of chat.items.keys()) {
      if (chat.items.size <= perChat) break
      this.#drop(chatId, oldest)
    }
  }

  /** Forgets what nobody asked for lately. True when there was something. */
  sweep(now: number): boolean {
    let swept = false
    for (const [chatId, { items, keptLonger }] of this.#chats) {
      const { keptMs } = this.#limits(keptLonger)
      for (const [key, { usedAt }] of items) {
        if (now - usedAt < keptMs) continue
        this.#drop(chatId, key)
        swept = true
      }
    }
    return swept
  }

  /** Forgets everything of a chat, or of all. */
  forget(chatId: number | null): void {
    for (const id of chatId === null ? [...this.#chats.keys()] : [chatId]) {
      this.#bytes -= this.#chats.get(id)?.bytes ?? 0
      this.#chats.delete(id)
    }
  }

  /** Forgets everything whose key begins so, in all chats. */
  forgetKeys(start: string): void {
    for (const [chatId, { items }] of this.#chats) {
      for (const key of items.keys()) if (key.startsWith(start)) this.#drop(chatId, key)
    }
  }

  get items(): number {
    let items = 0
    for (const chat of this.#chats.values()) items += chat.items.size
    return items
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The chats with the most in memory. */
  largest(most: number): { chatId: number; items: number; bytes: number; keptLonger: boolean }[] {
    return [...this.#chats]
      .map(([chatId, { items, bytes, keptLonger }]) => ({ chatId, items: items.size, bytes, keptLonger }))
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, most)
  }

  #drop(chatId: number, key: string): void {
    const chat = this.#chats.get(chatId)
    const item = chat?.items.get(key)
    if (!chat || !item) return
    chat.items.delete(key)
    chat.bytes -= item.url.length
    this.#bytes -= item.url.length
    if (chat.items.size === 0) this.#chats.delete(chatId)
  }
}
