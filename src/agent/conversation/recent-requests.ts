import type { ModelMessage } from '../models/chat-model.ts'

/** Requests kept in memory. */
const kept = 50

/** The last requests as they were sent, for 看发出去的全文: of pictures only which they were. */
export class RecentRequests {
  readonly #requests = new Map<number, readonly ModelMessage[]>()

  get(turnId: number): readonly ModelMessage[] | undefined {
    return this.#requests.get(turnId)
  }

  keep(turnId: number, messages: readonly ModelMessage[]): void {
    this.#requests.delete(turnId)
    this.#requests.set(turnId, messages.map(withoutBytes))
    const oldest = this.#requests.keys().next().value
    if (this.#requests.size > kept && oldest !== undefined) this.#requests.delete(oldest)
  }
}

function withoutBytes(message: ModelMessage): ModelMessage {
  if (message.role !== 'user' || !message.images) return message
  return { ...message, images: message.images.map((image) => ({ ...image, url: '' })) }
}
