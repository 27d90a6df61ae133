import type { ChatSettings } from '../../shared/settings.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Delivery, SendTrouble } from './delivery.ts'
import { EarlyBubbles } from './early-bubbles.ts'

export interface EarlyAnswerParts {
  readonly delivery: Delivery
  readonly chat: ChatRecord
  readonly settings: ChatSettings
  readonly turnId: number
  readonly signal: AbortSignal
  /** What is answered now. */
  asked(): MessageRecord
  /** Something is out: what comes from now on is no part of the question. */
  begun(): void
}

/** The bubbles of one answer that go out while it is being written, one behind the other. */
export class EarlyAnswer {
  readonly bubbles: EarlyBubbles
  readonly #parts: EarlyAnswerParts
  #sending: Promise<void> = Promise.resolve()
  #failure: { readonly error: unknown } | null = null
  #trouble: SendTrouble | null = null
  #count = 0

  constructor(parts: EarlyAnswerParts) {
    this.#parts = parts
    const { bubbles: mode } = parts.settings.reply
    this.bubbles = new EarlyBubbles({ mode, say: (bubble) => this.#say(bubble) })
  }

  /** How many bubbles were put on their way. */
  get count(): number {
    return this.#count
  }

  /** Resolves when all that was said is out, with what went wrong; rejects as sending does. */
  async finished(): Promise<SendTrouble | null> {
    await this.#sending
    if (this.#failure) throw this.#failure.error
    return this.#trouble
  }

  #say(bubble: string): void {
    const continues = this.#count++ > 0
    if (!continues) this.#parts.begun()
    this.#sending = this.#sending
      .then(() => this.#send(bubble, continues))
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
  }

  async #send(text: string, continues: boolean): Promise<void> {
    // Nothing is said behind what did not get through.
    if (this.#failure || this.#trouble?.refused) return
    const { delivery, chat, settings, turnId, signal, asked } = this.#parts
    const question = asked()
    const parts = await delivery.prepare({ chat, text, kind: 'said', settings, question, turnId, continues })
    this.#trouble = (await delivery.send({ chat, parts, settings, question }, signal)) ?? this.#trouble
  }
}
