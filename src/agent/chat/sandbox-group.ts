import type { Problem } from '../../shared/problem.ts'
import type { ChatAddress } from './chat-client.ts'
import type { GroupCalls, GroupInfo, MemberInfo, Told } from './group-calls.ts'

/** Somebody in 试聊. */
export interface PretendPerson {
  readonly id: string
  readonly name: string
  readonly groupRole: 'owner' | 'admin' | 'member'
}

const notHere: Problem = { code: 'sandbox.only-groups', message: '只有群里才有，这里是私聊', hint: '' }

/**
 * A pretend group: its people are those of 试聊, the bot is an admin, and whatever is done in it is taken for done
 * without changing anything.
 */
export class PretendGroup implements GroupCalls {
  readonly #chat: ChatAddress
  readonly #people: () => readonly PretendPerson[]

  constructor(chat: ChatAddress, people: () => readonly PretendPerson[]) {
    this.#chat = chat
    this.#people = people
  }

  async info(signal: AbortSignal): Promise<Told<GroupInfo>> {
    const memberCount = this.#members().length
    return this.#told(signal, { id: this.#chat.id, name: '试聊群', memberCount, maxMemberCount: 200 })
  }

  async members(signal: AbortSignal): Promise<Told<readonly MemberInfo[]>> {
    return this.#told(signal, this.#members())
  }

  async member(userId: string, signal: AbortSignal): Promise<Told<MemberInfo | null>> {
    return this.#told(signal, this.#members().find(({ id }) => id === userId) ?? null)
  }

  async poke(_userId: string, signal: AbortSignal): Promise<Problem | null> {
    return signal.aborted ? stopped : null
  }

  async react(_messageId: string, _faceId: string, signal: AbortSignal): Promise<Problem | null> {
    return this.#done(signal)
  }

  async mute(_userId: string, _seconds: number, signal: AbortSignal): Promise<Problem | null> {
    return this.#done(signal)
  }

  async muteAll(_on: boolean, signal: AbortSignal): Promise<Problem | null> {
    return this.#done(signal)
  }

  async kick(_userId: string, _rejectForever: boolean, signal: AbortSignal): Promise<Problem | null> {
    return this.#done(signal)
  }

  async setCard(_userId: string, _card: string, signal: AbortSignal): Promise<Problem | null> {
    return this.#done(signal)
  }

  #members(): MemberInfo[] {
    const people = this.#people().map(({ id, name, groupRole }) => ({ id, name, card: '', role: groupRole }))
    return [...people, { id: this.#chat.selfId, name: '机器人', card: '', role: 'admin' }]
  }

  #told<T>(signal: AbortSignal, value: T): Told<T> {
    const problem = this.#done(signal)
    return problem ? { kind: 'problem', problem } : { kind: 'told', value }
  }

  #done(signal: AbortSignal): Problem | null {
    if (this.#chat.kind !== 'group') return notHere
    return signal.aborted ? stopped : null
  }
}

const stopped: Problem = { code: 'aborted', message: '停止了，没有做', hint: '' }
