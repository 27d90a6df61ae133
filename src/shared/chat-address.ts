export type ChatKind = 'private' | 'group'

export type ChatKey = `qq_private_${string}` | `qq_group_${string}`

/** Where something is said. `key` is `qq_private_<id>` or `qq_group_<id>`, scoped by the account's number. */
export interface ChatAddress {
  /** The bot's own number on this account: the account's key everywhere (`self_id` of OneBot). */
  readonly selfId: string
  readonly kind: ChatKind
  /** The person's number in a private chat, the group's number in a group; decimal digits. */
  readonly id: string
  readonly key: ChatKey
  /** The group through which a temporary private conversation runs; needed to answer it. */
  readonly viaGroup?: string
}

export function chatKey(kind: ChatKind, id: string): ChatKey {
  return kind === 'group' ? `qq_group_${id}` : `qq_private_${id}`
}
