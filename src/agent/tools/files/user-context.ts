import type { CallFacts, ToProcess, Wish } from './protocol.ts'

/** What the code of a tool file gets with each call. */
export interface UserContext extends CallFacts {
  /** Of the file's settings form, with usual values filled in; a copy. */
  readonly settings: Record<string, unknown>
  /** Aborted when the time is over, or the answer is stopped. */
  readonly signal: AbortSignal
  /** One line for the panel, while the call runs and in the file's output. */
  log(text: unknown): void
  /** Says something in the chat at once. */
  send(text: string): Promise<void>
  /** What the tool remembers of this chat: JSON of at most 64 KiB a value. */
  readonly store: {
    get(key: string): Promise<unknown>
    set(key: string, value: unknown): Promise<void>
    delete(key: string): Promise<void>
  }
}

/** Wishes that wait for their answer; code that does not wait for any must not fill the bot's memory. */
const mostWaiting = 100
const mostText = 100_000
const mostStored = 64 * 1024

type Answer = Extract<ToProcess, { kind: 'granted' | 'refused' }>

/** What calls asked the bot for and wait for. */
export class Wishes {
  readonly #post: (id: number, call: number, wish: Wish) => void
  readonly #waiting = new Map<number, PromiseWithResolvers>()
  #last = 0

  constructor(post: (id: number, call: number, wish: Wish) => void) {
    this.#post = post
  }

  /** Rejects with the sentence that the bot refused it with. */
  make(call: number, wish: Wish): Promise<unknown> {
    if (this.#waiting.size >= mostWaiting)
      return Promise.reject(new Error(`有 ${mostWaiting} 件事还没办完；每次用 await 等它办完`))
    const id = ++this.#last
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#post(id, call, wish)
    })
  }

  answer(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (answer.kind === 'granted') waiting?.resolve(answer.value)
    else waiting?.reject(new Error(answer.message))
  }
}

interface PromiseWithResolvers {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** The context of one call. */
export function userContext(
  call: number,
  facts: CallFacts,
  parts: {
    readonly settings: Record<string, unknown>
    readonly signal: AbortSignal
    readonly wishes: Wishes
    note(text: string): void
  },
): UserContext {
  const wish = (asked: Wish) => parts.wishes.make(call, asked)
  return {
    ...facts,
    settings: parts.settings,
    signal: parts.signal,
    log: (text) => parts.note(String(text)),
    async send(text) {
      if (String(text).length > mostText) throw new Error(`要发的话太长，最多 ${mostText} 个字`)
      await wish({ kind: 'send', text: String(text) })
    },
    store: {
      get: (key) => wish({ kind: 'get', key: String(key) }),
      async set(key, value) {
        const json = JSON.stringify(value)
        if (json === undefined) return void (await wish({ kind: 'delete', key: String(key) }))
        if (json.length > mostStored) throw new Error('要记的东西太大，一个最多 64 KiB')
        await wish({ kind: 'set', key: String(key), json })
      },
      async delete(key) {
        await wish({ kind: 'delete', key: String(key) })
      },
    },
  }
}
