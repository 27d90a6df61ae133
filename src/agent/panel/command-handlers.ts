import { nameOf, usageOf } from '../commands/command.ts'
import { commands } from '../commands/commands.ts'
import { muteChat } from '../conversation/mute-chat.ts'
import { takeBack } from '../conversation/take-back.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { Handlers } from './call.ts'
import type { HandlerParts } from './handlers.ts'
import { chatAt, unknownThing } from './unknown-thing.ts'

/** What the panel can do that commands do as well, and the list of them. */
export function commandHandlers(
  parts: Pick<HandlerParts, 'storage' | 'clock' | 'client'> & {
    inbox: Pick<HandlerParts['inbox'], 'stopChat' | 'stopTurn'>
    boards: Pick<HandlerParts['boards'], 'chats'>
  },
): Pick<Handlers, 'commands.list' | 'chats.mute' | 'chats.recall'> {
  const { storage, inbox } = parts
  return {
    'commands.list': () =>
      commands.map((command) => ({
        name: nameOf(command),
        usage: usageOf(command),
        summary: command.summary,
        builtInAliases: [...command.aliases],
        builtInRole: command.role,
      })),

    'chats.mute': async ({ chatId, minutes }) => {
      muteChat(parts, chatAt(storage, chatId).id, minutes)
      if (minutes > 0) inbox.stopChat(chatId, { reason: '你静音了这个聊天' })
      await storage.database.committed()
      return null
    },

    'chats.recall': async ({ messageId }, signal) => {
      const message = storage.messages.get(messageId)
      if (!message) throw unknownThing('消息', messageId)
      // What of the answer is still to come must not come.
      if (message.turnId !== null) inbox.stopTurn(message.turnId, '回答被撤回了')
      const problem = await takeBack(parts, message, signal)
      if (problem) throw new ProblemError(problem)
      await storage.database.committed()
      return null
    },
  }
}
