import type { BotReply } from './fakes/qq-end.ts'

interface Entry {
  readonly chat: string
  readonly sentAt: number
  /** False for what nobody should answer. */
  readonly expected: boolean
  repliedAt: number | null
  replies: number
}

/** What became of the messages from one mark on. */
export interface Count {
  readonly expected: number
  readonly answered: number
  readonly lost: number
  /** Replies beyond the first to the same message. */
  readonly doubled: number
  /** Neighbouring replies of a chat in the wrong order. */
  readonly inversions: number
  /** Replies that went to another chat. */
  readonly misrouted: number
  /** Replies to what nobody should answer. */
  readonly unwanted: number
  /** Replies that name no message: apologies and the like. */
  readonly nameless: number
}

const mark = /MSG-(\d+)-END/g

/** The marks in a text, in order. */
export function marksIn(text: string): number[] {
  return [...text.matchAll(mark)].map((match) => Number(match[1]))
}

/**
 * Keeps the books of one measurement: every message carries a mark, the model repeats it, so each reply names the
 * message it answers and nothing has to be guessed.
 */
export class Ledger {
  readonly #entries = new Map<number, Entry>()
  readonly #order: number[] = []
  /** Marks that wait for a reply, smallest first. */
  readonly #open = new Set<number>()
  #next = 1
  #nameless = 0
  #misrouted = 0
  #lastReplyAt = 0
  #onReply: () => void = () => undefined
  /** By mark, who waits for the reply to it. */
  readonly #waiting = new Map<number, () => void>()

  /** The mark the next message will get. */
  get next(): number {
    return this.#next
  }

  /** Moment of the last reply. */
  get lastReplyAt(): number {
    return this.#lastReplyAt
  }

  /** Enters a message and returns the mark to put into its text. */
  enter(chat: string, options: { at: number; expected: boolean }): string {
    const id = this.#next++
    this.#entries.set(id, {
      chat,
      sentAt: options.at,
      expected: options.expected,
      repliedAt: null,
      replies: 0,
    })
    if (options.expected) this.#open.add(id)
    return `MSG-${id}-END`
  }

  replied(reply: BotReply): void {
    this.#lastReplyAt = reply.at
    const id = marksIn(reply.text).at(-1)
    const entry = id === undefined ? undefined : this.#entries.get(id)
    if (id === undefined || !entry) this.#nameless++
    else {
      if (entry.chat !== reply.chat) this.#misrouted++
      entry.replies++
      if (entry.repliedAt === null) {
        entry.repliedAt = reply.at
        this.#order.push(id)
        this.#open.delete(id)
        this.#waiting.get(id)?.()
      }
    }
    this.#onReply()
  }

  isAnswered(id: number): boolean {
    return this.#entries.get(id)?.repliedAt !== null
  }

  /** Milliseconds from each answered message to its first reply. */
  latencies(from: number): number[] {
    return this.#from(from).flatMap(([, { sentAt, repliedAt }]) =>
      repliedAt === null ? [] : [repliedAt - sentAt],
    )
  }

  count(from: number): Count {
    const entries = this.#from(from).map(([, entry]) => entry)
    const expected = entries.filter((entry) => entry.expected)
    const answered = expected.filter((entry) => entry.repliedAt !== null).length
    return {
      expected: expected.length,
      answered,
      lost: expected.length - answered,
      doubled: expected.reduce((sum, { replies }) => sum + Math.max(0, replies - 1), 0),
      inversions: this.#inversions(from),
      misrouted: this.#misrouted,
      unwanted: entries.filter((entry) => !entry.expected && entry.replies > 0).length,
      nameless: this.#nameless,
    }
  }

  /** Resolves when a message is answered, or when it was not within `limitMs`. */
  async answered(id: number, limitMs: number): Promise<void> {
    if (this.isAnswered(id)) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs)
      this.#waiting.set(id, () => {
        clearTimeout(timer)
        resolve()
      })
    })
    this.#waiting.delete(id)
  }

  /** Resolves when nothing from this mark on waits for a reply any more, or when none came for `quietMs`. */
  async drained(from: number, quietMs = 5000): Promise<void> {
    let seen = this.#lastReplyAt
    while (this.#isOpen(from)) {
      await this.#nextReply(quietMs)
      if (this.#lastReplyAt === seen) return
      seen = this.#lastReplyAt
    }
  }

  #nextReply(quietMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, quietMs)
      this.#onReply = () => {
        clearTimeout(timer)
        this.#onReply = () => undefined
        resolve()
      }
    })
  }

  #isOpen(from: number): boolean {
    for (const id of this.#open) if (id >= from) return true
    return false
  }

  #from(id: number): [number, Entry][] {
    return [...this.#entries].filter(([key]) => key >= id)
  }

  #inversions(from: number): number {
    const last = new Map<string, number>()
    let count = 0
    for (const id of this.#order) {
      const chat = this.#entries.get(id)?.chat ?? ''
      if (id >= from && id < (last.get(chat) ?? 0)) count++
      last.set(chat, id)
    }
    return count
  }
}
