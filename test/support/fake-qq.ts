export interface Segment {
  type: string
  data: Record<string, unknown> | null
}
/** What the fake answers to a call; fields left out are those of a plain success. */
export interface Answer {
  status?: string
  retcode?: number
  data?: unknown
  message?: string
  wording?: string
}

export interface ReceivedAction {
  action: string
  params: Record<string, unknown>
  echo: unknown
}

/** One message that the bot sent. */
export interface ReceivedReply {
  kind: 'group' | 'private'
  id: string
  text: string
  segments: Segment[]
  params: Record<string, unknown>
}

/** One merged forward that the bot sent. */
export interface ReceivedForward {
  kind: 'group' | 'private'
  id: string
  names: string[]
  texts: string[]
}

/** One reaction that the bot put under a message, or took away. */
export interface ReceivedReaction {
  messageId: string
  emojiId: string
  set: boolean
}

/** Somebody in a group. */
export interface FakeMember {
  id: string
  nickname?: string
  card?: string
  role?: 'owner' | 'admin' | 'member'
}

/** Actions that a plain end has no notion of. */
export const forwardActions = ['send_group_forward_msg', 'send_private_forward_msg']

/** A node of a forwarded conversation as NapCat tells it. */
export function spokenNode(userId: string, name: string, said: string | readonly unknown[]): object {
  const message = typeof said === 'string' ? [{ type: 'text', data: { text: said } }] : said
  const sender = { user_id: Number(userId), nickname: name, card: '' }
  return { message_type: 'group', user_id: Number(userId), sender, message, message_format: 'array' }
}

/** What QQ behind the fake end knows, and what the bot did there beside plain sending. */
export class FakeQQ {
  readonly forwards: ReceivedForward[] = []
  readonly reactions: ReceivedReaction[] = []
  /** Ids of the messages that the bot took back. */
  readonly takenBack: string[] = []
  readonly #selfId: string
  readonly #unsupported: Set<string>
  readonly #conversations = new Map<string, readonly unknown[]>()
  readonly #cards = new Map<string, string>()
  readonly #groups = new Map<string, readonly FakeMember[]>()
  #nextMessageId = 1000

  constructor(selfId: string, unsupported: readonly string[]) {
    this.#selfId = selfId
    this.#unsupported = new Set(unsupported)
  }

  newMessageId(): number {
    return this.#nextMessageId++
  }

  /** Makes actions known, or unknown, to the end from now on. */
  support(actions: readonly string[], supported: boolean): void {
    for (const action of actions) {
      if (supported) this.#unsupported.delete(action)
      else this.#unsupported.add(action)
    }
  }

  /** Keeps a forwarded conversation under an id. */
  setForward(id: string, nodes: readonly unknown[]): void {
    this.#conversations.set(id, nodes)
  }

  /** Gives somebody a card in a group. */
  setCard(groupId: string, userId: string, card: string): void {
    this.#cards.set(`${groupId}/${userId}`, card)
  }

  /** Says who is in a group; until then everybody is, as an ordinary member. */
  setMembers(groupId: string, members: readonly FakeMember[]): void {
    this.#groups.set(groupId, members)
  }

  /** What a usual end answers, after doing it. */
  answer({ action, params }: ReceivedAction): Answer {
    if (this.#unsupported.has(action))
      return { status: 'failed', retcode: 1404, message: `不支持的Api ${action}` }
    switch (action) {
      case 'get_login_info':
        return { data: { user_id: Number(this.#selfId), nickname: '小杏' } }
      case 'get_version_info':
        return { data: { app_name: 'FakeOneBot', app_version: '1.0.0', protocol_version: 'v11' } }
      case 'get_status':
        return { data: { online: true, good: true } }
      case 'get_stranger_info':
        return { data: this.#person(params) }
      case 'get_group_member_info':
        return this.#memberInfo(params)
      case 'get_group_member_list':
        return {
          data: (this.#groups.get(String(params.group_id)) ?? []).map((one) => this.#known(params, one)),
        }
      case 'get_group_info':
        return { data: this.#groupInfo(params) }
      case 'get_forward_msg':
        return this.#conversation(String(params.id))
      case 'delete_msg':
        this.takenBack.push(String(params.message_id))
        return { data: null }
      case 'set_msg_emoji_like':
        return this.#react(params.message_id, params.emoji_id, params.set)
      case 'set_group_reaction':
        return this.#react(params.message_id, params.code, params.is_add)
      case 'set_input_status':
        return { data: null }
      default:
        if (forwardActions.includes(action)) this.forwards.push(receivedForward(action, params))
        return { data: action.startsWith('send_') ? { message_id: this.newMessageId() } : {} }
    }
  }

  #person({ user_id }: Record<string, unknown>) {
    const nickname = String(user_id) === this.#selfId ? '小杏' : `user${user_id}`
    return { user_id: Number(user_id), nickname }
  }

  #memberInfo(params: Record<string, unknown>): Answer {
    const members = this.#groups.get(String(params.group_id))
    const wanted = String(params.user_id)
    const member = members ? members.find(({ id }) => id === wanted) : { id: wanted }
    if (member) return { data: this.#known(params, member) }
    const message = `群(${params.group_id})成员${wanted}不存在`
    return { status: 'failed', retcode: 1200, message }
  }

  #known({ group_id }: Record<string, unknown>, { id, nickname, card, role = 'member' }: FakeMember) {
    const person = this.#person({ user_id: id })
    return {
      group_id,
      ...person,
      nickname: nickname ?? person.nickname,
      card: card ?? this.#cards.get(`${group_id}/${id}`) ?? '',
      role,
    }
  }

  #groupInfo({ group_id }: Record<string, unknown>) {
    const member_count = this.#groups.get(String(group_id))?.length ?? 3
    return { group_id, group_name: `群${group_id}`, member_count, max_member_count: 200 }
  }

  #conversation(id: string): Answer {
    const messages = this.#conversations.get(id)
    if (messages) return { data: { messages } }
    return { status: 'failed', retcode: 1200, message: '消息已过期或者为内层消息，无法获取转发消息' }
  }

  #react(messageId: unknown, emojiId: unknown, set: unknown): Answer {
    this.reactions.push({ messageId: String(messageId), emojiId: String(emojiId), set: set === true })
    return { data: null }
  }
}

function receivedForward(action: string, params: Record<string, unknown>): ReceivedForward {
  const kind = action === 'send_group_forward_msg' ? 'group' : 'private'
  const nodes = (params.messages ?? []) as { data: { nickname: string; content: Segment[] } }[]
  return {
    kind,
    id: String(kind === 'group' ? params.group_id : params.user_id),
    names: nodes.map(({ data }) => data.nickname),
    texts: nodes.map(({ data }) => data.content.map((segment) => String(segment.data?.text ?? '')).join('')),
  }
}

/** The message that a call sends; null when it sends none. */
export function receivedReply(action: string, params: Record<string, unknown>): ReceivedReply | null {
  if (action !== 'send_group_msg' && action !== 'send_private_msg') return null
  const kind = action === 'send_group_msg' ? 'group' : 'private'
  const segments = Array.isArray(params.message) ? (params.message as Segment[]) : []
  const text = segments
    .map((segment) => (segment.type === 'text' ? String(segment.data?.text ?? '') : ''))
    .join('')
  return { kind, id: String(kind === 'group' ? params.group_id : params.user_id), text, segments, params }
}
