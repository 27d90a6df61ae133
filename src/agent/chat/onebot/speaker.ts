import type { Problem } from '../../../shared/problem.ts'
import type { Clock } from '../../kernel/clock.ts'
import type {
  ChatAddress,
  ChatClient,
  ChatEvents,
  OutgoingPart,
  QuotedMessage,
  SendOutcome,
} from '../chat-client.ts'
import type { Calls } from './calls.ts'
import { nothingToSend, saysNotInGroup, sendOutcome } from './delivery.ts'
import { wireId } from './ids.ts'
import { sendCall } from './outgoing.ts'
import { readQuoted } from './quoted.ts'
import type { Silences } from './silences.ts'

/** The connection through which calls go at this moment, or why there is none. */
export type Route =
  | { readonly kind: 'open'; readonly calls: Calls }
  | { readonly kind: 'closed'; readonly problem: Problem }

export interface SpeakerOptions {
  readonly clock: Clock
  readonly silences: Silences
  readonly events: ChatEvents
  /** Asked for each call anew, since connections come and go. */
  route(): Route
}

const sendTimeout = 20_000
/** A send that was written keeps waiting for its answer for this long after a stop, so that its end is known. */
const sendGrace = 2_000
const quoteTimeout = 2_000

/** Speaks for one number over whatever connection it has. */
export class Speaker implements ChatClient {
  readonly #options: SpeakerOptions

  constructor(options: SpeakerOptions) {
    this.#options = options
  }

  async send(chat: ChatAddress, parts: readonly OutgoingPart[], signal: AbortSignal): Promise<SendOutcome> {
    const { clock, silences, events } = this.#options
    if (signal.aborted) return { kind: 'failed', problem: stopped }
    const silence = silences.check(chat, clock.now())
    if (silence) return { kind: 'failed', problem: silence }
    const call = sendCall(chat, parts)
    if (!call) return { kind: 'failed', problem: nothingToSend }
    const route = this.#options.route()
    if (route.kind === 'closed') return { kind: 'failed', problem: route.problem }
    const options = { timeoutMs: sendTimeout, graceMs: sendGrace, signal }
    const outcome = await route.calls.call(call.action, call.params, options)
    if (chat.kind === 'group' && saysNotInGroup(outcome) && silences.leave(chat)) events.left(chat)
    return sendOutcome(outcome)
  }

  async fetchMessage(
    chat: ChatAddress,
    messageId: string,
    signal: AbortSignal,
  ): Promise<QuotedMessage | null> {
    const route = this.#options.route()
    if (route.kind === 'closed') return null
    const params = { message_id: wireId(messageId) }
    const outcome = await route.calls.call('get_msg', params, { timeoutMs: quoteTimeout, signal })
    return outcome.kind === 'ok' ? readQuoted(outcome.data, chat, messageId) : null
  }
}

const stopped: Problem = { code: 'aborted', message: '已停止', hint: '' }
