import type { IncomingMessage } from 'node:http'
import type { Clock } from '../kernel/clock.ts'

/** Above this many unread bytes the other side has to wait. */
const highWater = 1 << 20

/** How long the end of a body that nobody reads any more may take before its connection is given up. */
const releaseMs = 1000

/**
 * The bytes of a response as they arrive, readable once. Leaving the loop early closes the connection;
 * after `release` it goes back to the pool instead, once the rest has gone by.
 */
export class HttpBody implements AsyncIterableIterator<Buffer> {
  readonly #message: IncomingMessage
  readonly #clock: Clock
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #state: 'open' | 'ended' | { readonly error: unknown } = 'open'
  #released = false
  #wake: (() => void) | undefined

  constructor(message: IncomingMessage, clock: Clock) {
    this.#message = message
    this.#clock = clock
    message.on('data', (chunk: Buffer) => this.#push(chunk))
    message.on('end', () => this.#finish('ended'))
    message.on('error', (error) => this.#finish({ error }))
    message.on('close', () => this.#finish({ error: new Error('The connection closed in mid-answer') }))
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Everything that has arrived since the last call; rejects when the connection broke. */
  async next(): Promise<IteratorResult<Buffer>> {
    for (;;) {
      const chunk = this.#take()
      if (chunk) return { done: false, value: chunk }
      if (this.#state === 'ended') return { done: true, value: undefined }
      if (this.#state !== 'open') throw this.#state.error
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  async return(): Promise<IteratorResult<Buffer>> {
    if (!this.#released) this.destroy(new Error('The answer is no longer wanted'))
    return { done: true, value: undefined }
  }

  /** Gives up the connection; a pending `next` rejects with `reason`. */
  destroy(reason: unknown): void {
    if (this.#state !== 'open') return
    this.#finish({ error: reason })
    this.#message.destroy()
  }

  /** What still comes is thrown away, so that the connection can serve the next request. */
  release(): void {
    if (this.#state !== 'open') return
    this.#released = true
    this.#message.resume()
    if (this.#message.complete) return
    const cancel = this.#clock.after(releaseMs, () => this.#message.destroy())
    this.#message.once('close', cancel)
  }

  /** The whole body as text, cut off after `limit` bytes. */
  async text(limit: number): Promise<string> {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of this) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= limit) break
    }
    return Buffer.concat(chunks).subarray(0, limit).toString('utf8')
  }

  #push(chunk: Buffer): void {
    if (this.#released || this.#state !== 'open') return
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    if (this.#waitingBytes > highWater) this.#message.pause()
    this.#wakeReader()
  }

  #take(): Buffer | undefined {
    if (this.#waiting.length === 0) return undefined
    const chunks = this.#waiting
    this.#waiting = []
    if (this.#waitingBytes > highWater) this.#message.resume()
    this.#waitingBytes = 0
    return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)
  }

  #finish(state: 'ended' | { readonly error: unknown }): void {
    if (this.#state !== 'open') return
    this.#state = state
    this.#wakeReader()
  }

  #wakeReader(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}
