import { sandboxSelfId } from '../../shared/sandbox.ts'
import { nameOf, usageOf } from '../commands/command.ts'
import { commands } from '../commands/commands.ts'
import { muteChat } from '../conversation/mute-chat.ts'
import { takeBack } from '../conversation/take-back.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { Handlers } from './call.ts'
import type { HandlerParts } from './handlers.ts'

/** What the panel can do that commands do as well, and the list of them. */
export function commandHandlers(
  parts: Pick<HandlerParts, 'storage' | 'clock' | 'oneBot' | 'sandbox'> & {
    boards: Pick<HandlerParts['boards'], 'chats'>
  },
): Pick<Handlers, 'commands.list' | 'chats.mute' | 'chats.recall'> {
  const { storage, boards, oneBot, sandbox } = parts
  const client = (selfId: string) => (selfId === sandboxSelfId ? sandbox : oneBot.client(selfId))
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
      if (!storage.chats.get(chatId)) throw unknown('聊天', chatId)
      muteChat(parts, chatId, minutes)
      await storage.database.committed()
      return null
    },

    'chats.recall': async ({ messageId }, signal) => {
      const message = storage.messages.get(messageId)
      if (!message) throw unknown('消息', messageId)
      const problem = await takeBack({ storage, boards, client }, message, signal)
      if (problem) throw new ProblemError(problem)
      await storage.database.committed()
      return null
    },
  }
}

function unknown(what: string, id: number): ProblemError {
  return new ProblemError({
    code: 'call.unknown-thing',
    message: `没有这个${what}：${id}`,
    hint: '刷新一下页面',
  })
}
