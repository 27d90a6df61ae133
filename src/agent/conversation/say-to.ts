import type { ChatSettings } from '../../shared/settings.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'
import type { Delivery } from './delivery.ts'

export interface SayToParts {
  readonly storage: Storage
  readonly delivery: Delivery
  settings(chat: ChatRecord): ChatSettings
  /** Whether the account with this number can send now. */
  isOnline(selfId: string): boolean
}

/** How far back somebody's name is looked for, in messages. */
const lookedThrough = 100

/**
 * Says something to one person in a chat, by the bot itself and not by a model: in a group it mentions him.
 * Throws a ProblemError when it was certainly not sent; what nobody knows counts as sent, so that it is not said twice.
 */
export async function sayTo(
  { storage, delivery, settings, isOnline }: SayToParts,
  chatId: number,
  userId: string,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const chat = storage.chats.get(chatId)
  if (!chat) throw new Error(`There is no chat ${chatId}`)
  if (!isOnline(chat.address.selfId)) throw offline
  const isGroup = chat.address.kind === 'group'
  const trouble = await delivery.sendOnce(
    {
      chat,
      settings: settings(chat),
      question: null,
      text: isGroup ? `@${nameOf(storage, chat.id, userId)} ${text}` : text,
    },
    (client) =>
      client.send(
        chat.address,
        [...(isGroup ? [{ type: 'at' as const, userId }] : []), { type: 'text', text }],
        signal,
      ),
    signal,
  )
  if (trouble?.refused) throw new ProblemError(trouble.problem)
}

function nameOf({ messages }: Pick<Storage, 'messages'>, chatId: number, userId: string): string {
  const page = messages.page(chatId, Number.MAX_SAFE_INTEGER, lookedThrough)
  return page.findLast(({ senderId }) => senderId === userId)?.senderName ?? userId
}

const offline = new ProblemError({
  code: 'send.offline',
  message: 'QQ 没有连着，现在说不了',
  hint: '在「QQ 账号」页看看连接',
})
