import type { ChatSettings } from '../../shared/settings.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'
import type { Delivery } from './delivery.ts'

export interface SayToParts {
  readonly storage: Storage
  readonly delivery: Delivery
  settings(chat: ChatRecord): ChatSettings
}

/**
 * Says something to one person in a chat, by the bot itself and not by a model: in a group it mentions him.
 * Throws a ProblemError when it was certainly not sent; what nobody knows counts as sent, so that it is not said twice.
 */
export async function sayTo(
  { storage, delivery, settings }: SayToParts,
  chatId: number,
  to: { readonly id: string; readonly name: string },
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const chat = storage.chats.get(chatId)
  if (!chat) throw new Error(`There is no chat ${chatId}`)
  const say = { chat, settings: settings(chat), question: null }
  const isGroup = chat.address.kind === 'group'
  const trouble = await delivery.sendOnce(
    { ...say, text: isGroup ? `@${to.name} ${text}` : text },
    (client) =>
      client.send(
        chat.address,
        [...(isGroup ? [{ type: 'at' as const, userId: to.id }] : []), { type: 'text', text }],
        signal,
      ),
    signal,
  )
  if (trouble?.refused) throw new ProblemError(trouble.problem)
}
