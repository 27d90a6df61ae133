import { cleanLine } from '../../kernel/text.ts'
import type { ChatAddress, QuotedMessage } from '../chat-client.ts'
import { fieldsOf } from './fields.ts'
import { messageId, someone } from './ids.ts'
import type { KnownNames } from './known-names.ts'
import { readContent } from './segments.ts'

export interface QuotedContext {
  readonly chat: ChatAddress
  /** Id of the message that was asked for. */
  readonly wanted: string
  readonly names: KnownNames
}

/**
 * The answer to `get_msg`, or null when it is not a message of this chat: LLOneBot answers a placeholder id with
 * some other message, and what is said elsewhere must not come in here.
 */
export function readQuoted(data: unknown, { chat, wanted, names }: QuotedContext): QuotedMessage | null {
  const message = fieldsOf(data)
  const sender = fieldsOf(message.sender)
  const author = someone(message.user_id) ?? someone(sender.user_id)
  const told = messageId(message.message_id)
  if (author === null || (told !== null && told !== wanted)) return null
  if (message.message_type !== undefined && message.message_type !== chat.kind) return null
  if (!isOfChat(chat, someone(message.group_id), author, someone(message.target_id))) return null
  const nameOf = (id: string) => names.get(chat, id)
  const content = readContent(message.message ?? message.raw_message, { selfId: chat.selfId, nameOf })
  if (content === null || content.text === '') return null
  const senderName = (chat.kind === 'group' && cleanLine(sender.card)) || cleanLine(sender.nickname) || author
  const { text, images, forwardId } = content
  return { senderId: author, senderName, text, images, forwardId }
}

/** The standard's answer names no group; ends that name one must name the right one. */
function isOfChat(chat: ChatAddress, group: string | null, author: string, peer: string | null): boolean {
  if (chat.kind === 'group') return group === null || group === chat.id
  return author === chat.id || (author === chat.selfId && (peer === null || peer === chat.id))
}
