import type { Clock } from '../../kernel/clock.ts'
import type { ChatAddress } from '../chat-client.ts'
import type { CallOutcome, Calls } from './calls.ts'
import { messageId, wireId } from './ids.ts'
import { type Reaction, type ReactionPlace, reactionActions, reactions } from './reactions.ts'
import type { Route } from './speaker.ts'

/** The face that bots put under a message they are working on (续标识). */
const workingFace = '424'
const timeoutMs = 5_000
/** QQ shows 正在输入 for some seconds only, so it is told again, in milliseconds. */
const typingEvery = 5_000
const mostTypings = 24
/** An end that refuses this often in a row cannot do it, whatever it says. */
const mostRefusals = 3

export interface WorkingSignsOptions {
  readonly clock: Clock
  route(): Route
}

/** Shows in QQ that the bot is at work, where the end can. Nothing here fails, and nobody waits for it. */
export class WorkingSigns {
  readonly #options: WorkingSignsOptions
  readonly #refusals = new WeakMap<Calls, Map<string, number>>()
  readonly #signal = new AbortController().signal

  constructor(options: WorkingSignsOptions) {
    this.#options = options
  }

  /** A reaction under the message in a group, 正在输入 in private; the returned function ends it. */
  show(chat: ChatAddress, message: string | null): () => void {
    if (chat.kind === 'private') return this.#type(chat)
    return message !== null && messageId(message) !== null ? this.#react(chat, message) : () => undefined
  }

  #react(chat: ChatAddress, message: string): () => void {
    const place = { group_id: wireId(chat.id), message_id: wireId(message) }
    const shown = this.#addReaction(place)
    let over = false
    return () => {
      if (over) return
      over = true
      void shown.then(
        (reaction) => reaction && this.#ask(reaction, reactions[reaction](place, workingFace, false)),
      )
    }
  }

  /** The action that put it there, or may have; null when none did. */
  async #addReaction(place: ReactionPlace): Promise<Reaction | null> {
    for (const reaction of reactionActions) {
      const outcome = await this.#ask(reaction, reactions[reaction](place, workingFace, true))
      if (outcome === 'ok' || outcome === 'timeout') return reaction
      if (outcome !== 'unsupported') return null
    }
    return null
  }

  #type(chat: ChatAddress): () => void {
    let told = 0
    const tell = async () => {
      const outcome = await this.#ask('set_input_status', { user_id: wireId(chat.id), event_type: 1 })
      if (outcome !== 'ok' || ++told === mostTypings) stop()
    }
    const stop = this.#options.clock.every(typingEvery, () => void tell())
    void tell()
    return stop
  }

  async #ask(action: string, params: Record<string, unknown>): Promise<CallOutcome['kind']> {
    const route = this.#options.route()
    if (route.kind === 'closed') return 'not-written'
    const { calls } = route
    const refusals = this.#refusals.get(calls) ?? new Map<string, number>()
    this.#refusals.set(calls, refusals)
    const refused = refusals.get(action) ?? 0
    if (refused >= mostRefusals) return 'unsupported'
    const { kind } = await calls.call(action, params, { timeoutMs, signal: this.#signal, dispensable: true })
    if (kind === 'refused') refusals.set(action, refused + 1)
    else if (kind === 'ok') refusals.delete(action)
    return kind
  }
}
