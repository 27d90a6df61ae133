import type { ToProcess, Wish } from './protocol.ts'

/** Wishes that wait for their answer; code that does not wait for any must not fill the bot's memory. */
const mostWaiting = 100
const mostWaitingBytes = 32 * 1024 * 1024

type Answer = Extract<ToProcess, { kind: 'granted' | 'refused' }>

interface Waiting {
  readonly bytes: number
  resolve(value: unknown): void
  reject(error: Error): void
}

/** What calls asked the bot for and wait for. */
export class Wishes {
  readonly #post: (id: number, call: number, wish: Wish) => void
  readonly #waiting = new Map<number, Waiting>()
  #bytes = 0
  #last = 0

  constructor(post: (id: number, call: number, wish: Wish) => void) {
    this.#post = post
  }

  /** Rejects with the sentence that the bot refused it with. */
  make(call: number, wish: Wish): Promise<unknown> {
    const bytes = 'bytes' in wish ? wish.bytes.length : 0
    if (this.#waiting.size >= mostWaiting)
      return Promise.reject(new Error(`有 ${mostWaiting} 件事还没办完；每次用 await 等它办完`))
    if (this.#bytes + bytes > mostWaitingBytes)
      return Promise.reject(new Error('前面要发的还没发完；每次用 await 等它发完'))
    const id = ++this.#last
    this.#bytes += bytes
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { bytes, resolve, reject })
      this.#post(id, call, wish)
    })
  }

  answer(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id)
    if (!waiting) return
    this.#waiting.delete(answer.id)
    this.#bytes -= waiting.bytes
    if (answer.kind === 'granted') waiting.resolve(answer.value)
    else waiting.reject(new Error(answer.message))
  }
}
