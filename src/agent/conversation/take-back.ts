import type { Problem } from '../../shared/problem.ts'
import type { ChatClient } from '../chat/chat-client.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'

export interface TakeBackParts {
  readonly storage: Storage
  readonly boards: { readonly chats: ChatBoard }
  client(selfId: string): Pick<ChatClient, 'recall'> | null
}

/**
 * Takes one of the bot's messages back, in QQ too, and out of later requests.
 * Returns why it could not be; null when it is gone, also when it was before.
 */
export async function takeBack(
  { storage, boards, client }: TakeBackParts,
  message: MessageRecord,
  signal: AbortSignal,
): Promise<Problem | null> {
  const chat = storage.chats.get(message.chatId)
  if (!chat || message.author !== 'bot') return notOwn
  if (message.recalled) return null
  if (message.delivery !== 'sent' && message.delivery !== 'unknown') return notSent
  if (message.platformId === null) return withoutId
  const speaker = client(chat.address.selfId)
  if (!speaker) return notConnected
  const problem = await speaker.recall(chat.address, message.platformId, signal)
  if (problem) return problem
  storage.messages.setRecalled(message.id)
  boards.chats.update(chat, { ...message, recalled: true })
  return null
}

const notOwn: Problem = {
  code: 'recall.not-own',
  message: '这不是机器人说的话，撤不回来',
  hint: '挑一条机器人自己说的',
}
const notSent: Problem = { code: 'recall.not-sent', message: '这条没有发出去，不用撤回', hint: '' }
const withoutId: Problem = {
  code: 'recall.no-id',
  message: 'QQ 端没有给这条消息编号，撤不回来',
  hint: '在 QQ 里手动撤回',
}
const notConnected: Problem = {
  code: 'recall.no-account',
  message: '这个 QQ 账号没有连着，撤不回来',
  hint: '在「QQ 账号」页看看连接',
}
