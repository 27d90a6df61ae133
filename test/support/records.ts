import type { IncomingMessage } from '../../src/agent/chat/chat-client.ts'
import type { ChatRecord } from '../../src/agent/storage/chats.ts'
import type { MessageRecord, NewMessage } from '../../src/agent/storage/messages.ts'
import { type ChatAddress, type ChatKind, chatKey } from '../../src/shared/chat-address.ts'

/** A chat's address: one person's or one group's, for the bot 10001. */
export function addressOf(kind: ChatKind = 'private', id = '20001', selfId = '10001'): ChatAddress {
  return { selfId, kind, id, key: chatKey(kind, id) }
}

/** A chat that nobody configured. */
export function chatOf(fields: Partial<ChatRecord> = {}): ChatRecord {
  return {
    id: 1,
    address: addressOf(),
    title: '小明',
    settings: {},
    contextFrom: 0,
    contextBeforeClear: null,
    cutFrom: 0,
    mutedUntil: 0,
    ...fields,
  }
}

/** Something 小明 said in chat 1, ready to be stored. */
export function saidBy(fields: Partial<NewMessage> = {}): NewMessage {
  return {
    chatId: 1,
    platformId: null,
    author: 'user',
    kind: 'said',
    senderId: '20001',
    senderName: '小明',
    groupRole: null,
    text: '你好',
    at: 0,
    replyTo: null,
    quote: null,
    images: [],
    reason: 'private',
    turnId: null,
    delivery: null,
    problem: null,
    ...fields,
  }
}

/** Something the bot answered, as sent. */
export function answeredWith(text: string, fields: Partial<NewMessage> = {}): NewMessage {
  return saidBy({
    author: 'bot',
    senderId: '10001',
    senderName: '小杏',
    text,
    reason: null,
    delivery: 'sent',
    ...fields,
  })
}

/** The same, as the store returns it. */
export function stored(id: number, message: NewMessage): MessageRecord {
  return {
    rule: null,
    forwardId: null,
    ...message,
    id,
    anchor: message.anchor ?? id,
    recalled: false,
  }
}

/** What a chat client hands over when 小明 speaks in private. */
export function incoming(fields: Partial<IncomingMessage> = {}): IncomingMessage {
  return {
    chat: addressOf(),
    title: null,
    messageId: null,
    at: 0,
    sender: { id: '20001', name: '小明', groupRole: null, anonymous: false },
    text: '你好',
    mentionsBot: false,
    mentionsAll: false,
    mentions: [],
    replyTo: null,
    images: [],
    forwardId: null,
    spoken: true,
    ...fields,
  }
}
