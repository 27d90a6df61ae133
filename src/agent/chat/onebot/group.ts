import type { Problem } from '../../../shared/problem.ts'
import type { ChatAddress } from '../chat-client.ts'
import type { GroupCalls, GroupInfo, MemberInfo, Told } from '../group-calls.ts'
import type { CallOutcome } from './calls.ts'
import { readGroup, readMember, readMembers } from './group-facts.ts'
import {
  actionProblem,
  lookupProblem,
  noSuchMember,
  onlyInGroups,
  stopped,
  unreachable,
} from './group-problems.ts'
import { messageId, someone, wireId } from './ids.ts'
import type { EndCall } from './outgoing.ts'
import { reactionActions, reactions } from './reactions.ts'
import type { Route } from './speaker.ts'

const lookupTimeout = 10_000
const actionTimeout = 10_000
/** An action that was written waits this much longer after a stop, so that its end is known. */
const actionGrace = 2_000

/** What an account does in one chat over whatever connection it has. */
export class OneBotGroup implements GroupCalls {
  readonly #chat: ChatAddress
  readonly #route: () => Route

  constructor(chat: ChatAddress, route: () => Route) {
    this.#chat = chat
    this.#route = route
  }

  info(signal: AbortSignal): Promise<Told<GroupInfo>> {
    const call = { action: 'get_group_info', params: { ...this.#group, no_cache: false } }
    return this.#look('群资料', call, signal, (data) => readGroup(data, this.#chat.id))
  }

  members(signal: AbortSignal): Promise<Told<readonly MemberInfo[]>> {
    return this.#look('群成员', { action: 'get_group_member_list', params: this.#group }, signal, readMembers)
  }

  async member(userId: string, signal: AbortSignal): Promise<Told<MemberInfo | null>> {
    if (someone(userId) === null) return { kind: 'told', value: null }
    const call = { action: 'get_group_member_info', params: { ...this.#person(userId), no_cache: true } }
    const read = (data: unknown) => readMember(data, userId)
    return await this.#look<MemberInfo | null>('群成员', call, signal, read, (outcome) =>
      noSuchMember(outcome) ? { kind: 'told', value: null } : null,
    )
  }

  poke(userId: string, signal: AbortSignal): Promise<Problem | null> {
    const person = this.#chat.kind === 'group' ? this.#person(userId) : { user_id: wireId(userId) }
    const calls = ['send_poke', `${this.#chat.kind === 'group' ? 'group' : 'friend'}_poke`]
    return this.#do(
      '戳一戳',
      calls.map((action) => ({ action, params: person })),
      signal,
    )
  }

  react(message: string, faceId: string, signal: AbortSignal): Promise<Problem | null> {
    const id = messageId(message)
    const place = { ...this.#group, message_id: wireId(id ?? '') }
    const calls = reactionActions.map((action) => ({
      action,
      params: reactions[action](place, faceId, true),
    }))
    return this.#inGroup('贴表情', id === null ? [] : calls, signal)
  }

  mute(userId: string, seconds: number, signal: AbortSignal): Promise<Problem | null> {
    // Never without a duration: what NapCat takes for a missing one ends the mute.
    const params = { ...this.#person(userId), duration: seconds }
    return this.#inGroup(seconds === 0 ? '解除禁言' : '禁言', [{ action: 'set_group_ban', params }], signal)
  }

  muteAll(on: boolean, signal: AbortSignal): Promise<Problem | null> {
    const call = { action: 'set_group_whole_ban', params: { ...this.#group, enable: on } }
    return this.#inGroup(on ? '全员禁言' : '解除全员禁言', [call], signal)
  }

  kick(userId: string, rejectForever: boolean, signal: AbortSignal): Promise<Problem | null> {
    const params = { ...this.#person(userId), reject_add_request: rejectForever }
    return this.#inGroup('移出群', [{ action: 'set_group_kick', params }], signal)
  }

  setCard(userId: string, card: string, signal: AbortSignal): Promise<Problem | null> {
    const call = { action: 'set_group_card', params: { ...this.#person(userId), card } }
    return this.#inGroup('改群名片', [call], signal)
  }

  get #group(): { group_id: number | string } {
    return { group_id: wireId(this.#chat.id) }
  }

  #person(userId: string): { group_id: number | string; user_id: number | string } {
    return { ...this.#group, user_id: wireId(userId) }
  }

  #inGroup(what: string, calls: readonly EndCall[], signal: AbortSignal): Promise<Problem | null> {
    return this.#chat.kind === 'group' ? this.#do(what, calls, signal) : Promise.resolve(onlyInGroups(what))
  }

  /** Does it by the first of these calls that the end knows. Only what it did not know is followed by another. */
  async #do(what: string, calls: readonly EndCall[], signal: AbortSignal): Promise<Problem | null> {
    let outcome: CallOutcome = { kind: 'unsupported' }
    for (const { action, params } of calls) {
      if (signal.aborted) return stopped(`${what}没有做成`)
      const route = this.#route()
      if (route.kind === 'closed') return unreachable(`${what}没有做成`, route.problem)
      const options = { timeoutMs: actionTimeout, graceMs: actionGrace, signal }
      outcome = await route.calls.call(action, params, options)
      if (outcome.kind !== 'unsupported') break
    }
    return actionProblem(outcome, what)
  }

  /** @param otherwise reads an answer that is no success; null leaves it to be told as a problem. */
  async #look<T>(
    what: string,
    { action, params }: EndCall,
    signal: AbortSignal,
    read: (data: unknown) => T | null,
    otherwise: (outcome: CallOutcome) => Told<T> | null = () => null,
  ): Promise<Told<T>> {
    if (this.#chat.kind !== 'group') return { kind: 'problem', problem: onlyInGroups(what) }
    if (signal.aborted) return { kind: 'problem', problem: stopped(`没查到${what}`) }
    const route = this.#route()
    if (route.kind === 'closed') {
      return { kind: 'problem', problem: unreachable(`没查到${what}`, route.problem) }
    }
    const outcome = await route.calls.call(action, params, { timeoutMs: lookupTimeout, signal })
    const value = outcome.kind === 'ok' ? read(outcome.data) : null
    if (value !== null) return { kind: 'told', value }
    return otherwise(outcome) ?? { kind: 'problem', problem: lookupProblem(outcome, what) }
  }
}
