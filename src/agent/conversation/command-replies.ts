import type { Role } from '../../shared/config.ts'
import type { CommandContext } from '../commands/command.ts'
import { type CommandOutcome, type ParsedCommand, parseCommand, runCommand } from '../commands/commands.ts'
import { stop } from '../commands/stop.ts'
import { roleOf } from '../inbox/roles.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Log } from '../kernel/log.ts'
import { isAbort, toProblem } from '../kernel/problem.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import { type CommandParts, commandContext } from './command-context.ts'
import { CommandLimit } from './command-limit.ts'
import type { Delivery } from './delivery.ts'

export interface CommandRepliesParts extends CommandParts {
  readonly delivery: Pick<Delivery, 'prepare' | 'send'>
  readonly log: Log
  /** Somebody tried what his role does not allow. */
  denied(chat: ChatRecord, message: MessageRecord, role: Role, commandName: string): void
}

/** Commands of one chat that run at once; what comes on top of them is not done. */
const mostAtOnce = 20

/** Runs commands outside of the lanes and says what they answer. The returned function never rejects. */
export function commandReplies(
  life: Lifetime,
  parts: CommandRepliesParts,
): (chat: ChatRecord, message: MessageRecord) => Promise<void> {
  const running = new Map<number, number>()
  const limit = new CommandLimit()
  return async (chat, message) => {
    const parsed = parseCommand(message.text, parts.config().commands)
    if (!parsed) return
    const { log } = parts
    const { senderId } = message
    const { selfId, key } = chat.address
    const facts = { chat: key, sender: senderId }
    // Whoever has no role by number may not keep the bot posting; 停止 is what must work then.
    const isMember = roleOf({ selfId, senderId }, parts.config()) === 'member'
    const silent = isMember && !limit.takes(chat.id, senderId, parts.clock.monotonic())
    if (silent && parsed.entry.command !== stop) {
      log.debug(`指令 #${parsed.entry.name} 没有做：这个人一分钟里用得太多`, facts)
      return
    }
    const count = (running.get(chat.id) ?? 0) + 1
    if (count > mostAtOnce) {
      log.warn(`指令 #${parsed.entry.name} 没有做：这个聊天里还有 ${mostAtOnce} 条指令没做完`, facts)
      return
    }
    running.set(chat.id, count)
    log.info(`指令 #${parsed.entry.name}`, facts)
    try {
      await reply(parts, parsed, {
        chat: parts.storage.chats.get(chat.id) ?? chat,
        message,
        signal: life.signal,
        silent,
      })
    } catch (error) {
      if (isAbort(error) || life.signal.aborted) return
      const problem = toProblem(error)
      log.error(`指令 #${parsed.entry.name} 没有回上话：${problem.message}`, { ...facts, problem })
    } finally {
      const left = (running.get(chat.id) ?? 1) - 1
      if (left > 0) running.set(chat.id, left)
      else running.delete(chat.id)
    }
  }
}

interface Asked {
  readonly chat: ChatRecord
  readonly message: MessageRecord
  readonly signal: AbortSignal
  /** Done, but not answered. */
  readonly silent: boolean
}

async function reply(parts: CommandRepliesParts, parsed: ParsedCommand, asked: Asked): Promise<void> {
  const { chat, message, signal } = asked
  const context = commandContext(parts, asked)
  // Turned away before it comes here, unless the list was changed in between.
  if (context.role === 'blocked') return
  const { text, refused } = await outcomeOf(parsed, context, parts.log)
  if (refused) parts.denied(chat, message, context.role, parsed.entry.name)
  if (text === '' || asked.silent) return
  // Settings as they are after the command.
  const settings = parts.settings(parts.storage.chats.get(chat.id) ?? chat)
  const prepared = await parts.delivery.prepare({
    chat,
    text,
    kind: 'command',
    settings,
    question: message,
    turnId: null,
  })
  await parts.delivery.send({ chat, parts: prepared, settings, question: message }, signal)
}

/** A command that failed says so; of a bug only that there was one. */
async function outcomeOf(parsed: ParsedCommand, context: CommandContext, log: Log): Promise<CommandOutcome> {
  try {
    return await runCommand(parsed, context)
  } catch (error) {
    if (isAbort(error)) throw error
    const problem = toProblem(error)
    log.error(`指令 #${parsed.entry.name} 没有做成：${problem.message}`, {
      chat: context.chat.address.key,
      problem,
    })
    const hint = problem.code === 'internal' || problem.hint === '' ? '' : `\n${problem.hint}`
    return { text: `指令执行失败: ${problem.message}${hint}`, refused: false }
  }
}
