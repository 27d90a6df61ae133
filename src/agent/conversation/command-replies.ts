import type { ChatSettings } from '../../shared/settings.ts'
import type { CommandContext } from '../commands/command.ts'
import { type ParsedCommand, parseCommand, runCommand } from '../commands/commands.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Log } from '../kernel/log.ts'
import { isAbort, toProblem } from '../kernel/problem.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import type { Delivery } from './delivery.ts'

export interface CommandRepliesParts {
  readonly storage: Storage
  readonly delivery: Delivery
  readonly models: CommandContext['models']
  readonly log: Log
  settings(chat: ChatRecord): ChatSettings
  setOwn(chatId: number, key: 'model' | 'prompt', value: string | undefined): void
  clearContext(chat: ChatRecord): void
  stopTurns(chatId: number, askedBy: string | null): number
}

/** Runs commands outside of the lanes and says what they answer. The returned function never rejects. */
export function commandReplies(
  life: Lifetime,
  parts: CommandRepliesParts,
): (chat: ChatRecord, message: MessageRecord) => Promise<void> {
  return async (chat, message) => {
    const parsed = parseCommand(message.text)
    if (!parsed) return
    parts.log.info(`指令 #${parsed.command.name}`, { chat: chat.address.key })
    try {
      const text = replyTo(parsed, parts, chat, message)
      // Settings as they are after the command.
      const settings = parts.settings(chat)
      const prepared = parts.delivery.prepare({
        chat,
        text,
        kind: 'command',
        settings,
        question: message,
        turnId: null,
      })
      await parts.delivery.send(chat, prepared, settings.pace.seconds, life.signal)
    } catch (error) {
      if (isAbort(error) || life.signal.aborted) return
      const problem = toProblem(error)
      parts.log.error(`指令 #${parsed.command.name} 没有回上话：${problem.message}`, {
        chat: chat.address.key,
        problem,
      })
    }
  }
}

/** A command that failed says so; of a bug only that there was one. */
function replyTo(
  parsed: ParsedCommand,
  parts: CommandRepliesParts,
  chat: ChatRecord,
  message: MessageRecord,
): string {
  try {
    return runCommand(parsed, contextOf(parts, chat, message))
  } catch (error) {
    const problem = toProblem(error)
    parts.log.error(`指令 #${parsed.command.name} 没有做成：${problem.message}`, {
      chat: chat.address.key,
      problem,
    })
    return `指令执行失败: ${problem.message}`
  }
}

function contextOf(parts: CommandRepliesParts, chat: ChatRecord, message: MessageRecord): CommandContext {
  return {
    chat,
    message,
    settings: parts.settings(chat),
    models: parts.models,
    // Before roles exist: a private chat belongs to its person, a group to its owner and admins.
    isAdmin:
      chat.address.kind === 'private' || message.groupRole === 'owner' || message.groupRole === 'admin',
    setOwn: (key, value) => parts.setOwn(chat.id, key, value),
    clearContext: () => parts.clearContext(chat),
    stopTurns: (askedBy) => parts.stopTurns(chat.id, askedBy),
  }
}
