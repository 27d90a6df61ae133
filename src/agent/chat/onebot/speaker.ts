import type { Problem } from '../../../shared/problem.ts'
import type { Clock } from '../../kernel/clock.ts'
import { cleanLine } from '../../kernel/text.ts'
import type {
  ChatAddress,
  ChatClient,
  ChatEvents,
  ForwardedConversation,
  IncomingPicture,
  OutgoingPart,
  QuotedMessage,
  SendOutcome,
  WorkingSign,
} from '../chat-client.ts'
import type { GroupCalls } from '../group-calls.ts'
import type { CallOutcome, Calls } from './calls.ts'
import { forwardOutcome, nothingToSend, saysNotInGroup, sendOutcome, uploadOutcome } from './delivery.ts'
import { fieldsOf } from './fields.ts'
import { nodesIn } from './forward.ts'
import { OneBotGroup } from './group.ts'
import { someone, wireId } from './ids.ts'
import type { KnownNames } from './known-names.ts'
import { fileTooLarge, mediaTimeout, pictureBytes, picturesTooLarge, uploadCall } from './media.ts'
import { type EndCall, forwardCall, sendCall } from './outgoing.ts'
import { addressIn } from './picture.ts'
import { readQuoted } from './quoted.ts'
import { notRecalled, recallProblem } from './recall.ts'
import { readForward } from './segments.ts'
import type { Silences } from './silences.ts'
import { WorkingSigns } from './working-sign.ts'

/** The connection through which calls go at this moment, or why there is none. */
export type Route =
  | { readonly kind: 'open'; readonly calls: Calls }
  | { readonly kind: 'closed'; readonly problem: Problem }

export interface SpeakerOptions {
  readonly clock: Clock
  readonly silences: Silences
  readonly names: KnownNames
  readonly events: ChatEvents
  /** Asked for each call anew, since connections come and go. */
  route(): Route
}

const sendTimeout = 20_000
/** The end uploads it before it sends it. */
const forwardTimeout = 30_000
const uploadTimeout = 300_000
/** A send that was written keeps waiting for its answer for this long after a stop, so that its end is known. */
const sendGrace = 2_000
const recallTimeout = 10_000
const lookupTimeout = 2_000
const fetchForwardTimeout = 5_000
const refreshTimeout = 5_000

/** Speaks for one number over whatever connection it has. */
export class Speaker implements ChatClient {
  readonly #options: SpeakerOptions
  readonly #signs: WorkingSigns

  constructor(options: SpeakerOptions) {
    this.#options = options
    this.#signs = new WorkingSigns(options)
  }

  send(chat: ChatAddress, parts: readonly OutgoingPart[], signal: AbortSignal): Promise<SendOutcome> {
    const problem = picturesTooLarge(parts)
    if (problem) return Promise.resolve({ kind: 'failed', problem })
    return this.#deliver(chat, sendCall(chat, parts), {
      timeoutMs: mediaTimeout(sendTimeout, pictureBytes(parts)),
      outcome: sendOutcome,
      signal,
    })
  }

  uploadFile(chat: ChatAddress, name: string, bytes: Uint8Array, signal: AbortSignal): Promise<SendOutcome> {
    const problem = fileTooLarge(bytes)
    if (problem) return Promise.resolve({ kind: 'failed', problem })
    return this.#deliver(chat, uploadCall(chat, name, bytes), {
      timeoutMs: uploadTimeout,
      outcome: uploadOutcome,
      signal,
    })
  }

  group(chat: ChatAddress): GroupCalls {
    return new OneBotGroup(chat, () => this.#options.route())
  }

  sendForward(
    chat: ChatAddress,
    texts: readonly string[],
    name: string,
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    return this.#deliver(chat, forwardCall(chat, texts, name), {
      timeoutMs: forwardTimeout,
      outcome: forwardOutcome,
      signal,
    })
  }

  isSilenced(chat: ChatAddress): boolean {
    const { silences, clock } = this.#options
    return silences.check(chat, clock.now()) !== null
  }

  async fetchMessage(
    chat: ChatAddress,
    messageId: string,
    signal: AbortSignal,
  ): Promise<QuotedMessage | null> {
    const call = { action: 'get_msg', params: { message_id: wireId(messageId) } }
    const outcome = await this.#look(call, { timeoutMs: lookupTimeout, signal })
    if (outcome.kind !== 'ok') return null
    return readQuoted(outcome.data, { chat, wanted: messageId, names: this.#options.names })
  }

  async fetchForward(
    chat: ChatAddress,
    forwardId: string,
    signal: AbortSignal,
  ): Promise<ForwardedConversation | null> {
    // Always as a string: LLOneBot refuses a number, and these ids are longer than a number can be.
    const call = { action: 'get_forward_msg', params: { id: forwardId } }
    const outcome = await this.#look(call, { timeoutMs: fetchForwardTimeout, signal })
    const nodes = outcome.kind === 'ok' ? nodesIn(outcome.data) : null
    const nameOf = (userId: string) => this.#options.names.get(chat, userId)
    return nodes && readForward(nodes, { selfId: chat.selfId, nameOf })
  }

  async refreshPicture(
    chat: ChatAddress,
    { messageId, index, file }: { messageId: string | null; index: number; file: string },
    signal: AbortSignal,
  ): Promise<string | null> {
    const message = messageId === null ? null : await this.fetchMessage(chat, messageId, signal)
    const told = message && pictureAt(message.images, { index, file })
    if (told && told.url !== '') return told.url
    if (file === '') return null
    const call = { action: 'get_image', params: { file } }
    const outcome = await this.#look(call, { timeoutMs: refreshTimeout - lookupTimeout, signal })
    const { url, base64, file: place } = fieldsOf(outcome.kind === 'ok' ? outcome.data : null)
    const inline = typeof base64 === 'string' && base64 !== '' ? addressIn(`base64://${base64}`) : ''
    return addressIn(url) || inline || addressIn(place) || null
  }

  async memberName(chat: ChatAddress, userId: string, signal: AbortSignal): Promise<string | null> {
    const { names, clock } = this.#options
    if (someone(userId) === null) return null
    const known = names.get(chat, userId)
    if (known !== null || names.failedLately(chat, userId, clock.now())) return known
    const outcome = await this.#askName(chat, userId, signal)
    const { card, nickname, user_id } = fieldsOf(outcome.kind === 'ok' ? outcome.data : null)
    const told = someone(user_id)
    const name = told === null || told === userId ? cleanLine(card) || cleanLine(nickname) : ''
    if (name !== '') names.learn(chat, userId, name)
    // Only an end that was asked can have failed.
    else if (outcome.kind !== 'not-written' && outcome.kind !== 'closed' && outcome.kind !== 'aborted') {
      names.fail(chat, userId, clock.now())
    }
    return name || null
  }

  async recall(_chat: ChatAddress, messageId: string, signal: AbortSignal): Promise<Problem | null> {
    if (signal.aborted) return stopped
    const route = this.#options.route()
    if (route.kind === 'closed') return notRecalled(route.problem.code, '现在用不了')
    const options = { timeoutMs: recallTimeout, graceMs: sendGrace, signal }
    return recallProblem(await route.calls.call('delete_msg', { message_id: wireId(messageId) }, options))
  }

  showWorking(chat: ChatAddress, { messageId }: WorkingSign): () => void {
    const { silences, clock } = this.#options
    return silences.check(chat, clock.now()) ? () => undefined : this.#signs.show(chat, messageId)
  }

  /** Sends once, and says what is known of it afterwards. */
  async #deliver(
    chat: ChatAddress,
    call: EndCall | null,
    how: { timeoutMs: number; signal: AbortSignal; outcome(answer: CallOutcome): SendOutcome },
  ): Promise<SendOutcome> {
    const { clock, silences, events } = this.#options
    const { signal, timeoutMs } = how
    if (signal.aborted) return { kind: 'failed', problem: stopped }
    const silence = silences.check(chat, clock.now())
    if (silence) return { kind: 'failed', problem: silence }
    if (!call) return { kind: 'failed', problem: nothingToSend }
    const route = this.#options.route()
    if (route.kind === 'closed') return { kind: 'failed', problem: route.problem }
    const answer = await route.calls.call(call.action, call.params, { timeoutMs, graceMs: sendGrace, signal })
    if (chat.kind === 'group' && saysNotInGroup(answer) && silences.leave(chat)) events.left(chat)
    return how.outcome(answer)
  }

  async #askName(chat: ChatAddress, userId: string, signal: AbortSignal): Promise<CallOutcome> {
    // NapCat takes a missing no_cache for true, which asks QQ's servers.
    const person = { user_id: wireId(userId), no_cache: false }
    const call =
      chat.kind === 'group'
        ? { action: 'get_group_member_info', params: { group_id: wireId(chat.id), ...person } }
        : { action: 'get_stranger_info', params: person }
    return await this.#look(call, { timeoutMs: lookupTimeout, signal })
  }

  /** Asks for something that the bot can do without. */
  async #look(call: EndCall, options: { timeoutMs: number; signal: AbortSignal }): Promise<CallOutcome> {
    const route = this.#options.route()
    if (route.kind === 'closed') return { kind: 'not-written' }
    return await route.calls.call(call.action, call.params, { ...options, dispensable: true })
  }
}

const stopped: Problem = { code: 'aborted', message: '已停止', hint: '' }

/** The picture that is meant: its name may be that of others in the same message. */
function pictureAt(
  pictures: readonly IncomingPicture[],
  { index, file }: { index: number; file: string },
): IncomingPicture | undefined {
  const there = pictures[index]
  if (file === '' || there?.file === file) return there
  return pictures.find((one) => one.file === file) ?? there
}
