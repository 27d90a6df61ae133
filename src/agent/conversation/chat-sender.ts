import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { ChatClient, SendOutcome } from '../chat/chat-client.ts'
import { cleanLine } from '../kernel/text.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import { ToolError } from '../tools/tool.ts'
import type { ChatSender } from '../tools/tool-context.ts'
import type { Delivery } from './delivery.ts'

export interface ChatSenderParts {
  readonly chat: ChatRecord
  readonly settings: ChatSettings
  /** What is answered: where in the conversation it stands what a tool says. Null when nobody asked. */
  readonly question: MessageRecord | null
  readonly delivery: Delivery
  /** Of the call: what was not tried when it is aborted is not sent. */
  readonly signal: AbortSignal
}

/**
 * Lets a tool say something in the chat. It is part of the conversation, but not of the turn's answer: a turn that
 * was interrupted behind it still gives one, and nothing of it is sent again after a crash.
 */
export function chatSender({ chat, settings, question, delivery, signal }: ChatSenderParts): ChatSender {
  const once = async (text: string, say: (client: ChatClient) => Promise<SendOutcome>) => {
    const trouble = await delivery.sendOnce({ chat, settings, question, text }, say, signal)
    if (trouble) throw toolError(trouble.problem)
  }
  return {
    async text(text) {
      const parts = await delivery.prepare({
        ...{ chat, settings, question, text },
        kind: 'said',
        turnId: null,
        // Quoting is for the answer.
        continues: true,
      })
      if (parts.length === 0) throw new ToolError('没有能发出去的内容')
      const trouble = await delivery.send({ chat, parts, settings, question: null }, signal)
      if (trouble) throw toolError(trouble.problem)
    },
    picture: (bytes) =>
      once('[图片]', (client) => client.send(chat.address, [{ type: 'image', bytes }], signal)),
    file: (name, bytes) =>
      once(`[文件：${cleanLine(name, 100)}]`, (client) =>
        client.uploadFile(chat.address, name, bytes, signal),
      ),
  }
}

/** A problem as a tool tells it; all of it can be found in the cause. */
export function toolError(problem: Problem, options: { passing?: boolean } = {}): ToolError {
  const { message, hint } = problem
  return new ToolError(hint === '' ? message : `${message}。${hint}`, { ...options, cause: problem })
}
