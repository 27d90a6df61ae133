import type { Config } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { CommandContext, LastAnswer, Usage } from '../commands/command.ts'
import { commandTable } from '../commands/commands.ts'
import type { StoppedTurns } from '../inbox/inbox.ts'
import { commandRoleOf } from '../inbox/roles.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import { dayOf } from '../storage/model-calls.ts'
import type { Asking } from '../tools/asking/asking.ts'
import { clearContext } from './context.ts'
import { lastAnswer, lastQuestion } from './last-answer.ts'
import { type MuteParts, muteChat } from './mute-chat.ts'
import { type TakeBackParts, takeBack } from './take-back.ts'
import { approvalsAt } from './waiting-answers.ts'

/** What commands need of the rest of the bot. */
export interface CommandParts extends MuteParts, TakeBackParts {
  readonly models: CommandContext['models']
  readonly asking: Pick<Asking, 'approvals' | 'decide'>
  config(): Config
  settings(chat: ChatRecord): ChatSettings
  setOwn(chatId: number, ...change: Parameters<CommandContext['setOwn']>): void
  edit(ops: readonly EditOp[]): Promise<void>
  load(chatId: number): { running: number; waiting: number }
  stopTurns(chatId: number, which: StoppedTurns): number
  stopTurn(turnId: number): void
  retry(messageId: number, askedBy: string): Promise<void>
  reload(): Promise<Problem | null>
  reloadTools(): Promise<{ file: string; problem: Problem | null }[]>
  toolCount(): number
}

/** Everything one command may use, for the chat and the person it came from. */
export function commandContext(
  parts: CommandParts,
  { chat, message, signal }: { chat: ChatRecord; message: MessageRecord; signal: AbortSignal },
): CommandContext {
  const { storage, boards, clock } = parts
  const { selfId, kind } = chat.address
  const config = parts.config()
  return {
    chat,
    message,
    config,
    settings: parts.settings(chat),
    role: commandRoleOf({ selfId, kind, senderId: message.senderId, groupRole: message.groupRole }, config),
    commands: commandTable(config.commands),
    models: parts.models,
    characters: storage.characters.all(),
    now: clock.now(),
    setOwn: (key, value) => parts.setOwn(chat.id, key, value),
    edit: parts.edit,
    clearContext: () => boards.chats.refresh(clearContext(storage, chat)),
    mute: (minutes) => {
      if (minutes > 0) parts.stopTurns(chat.id, { before: message.id, reason: '有人用 #静音 让它别说了' })
      return muteChat(parts, chat.id, minutes).mutedUntil
    },
    load: () => parts.load(chat.id),
    stopTurns: (askedBy) =>
      parts.stopTurns(chat.id, { askedBy, before: message.id, reason: '有人用 #停止 停下了' }),
    lastAnswer: () => lastAnswer(storage, chat.id),
    lastQuestion: () => lastQuestion(storage, chat.id),
    takeBack: (answer) => takeBackParts(parts, answer, signal),
    retry: (messageId) => parts.retry(messageId, message.senderId),
    usage: (of) => usageToday(parts, of === 'here' ? chat.id : null),
    reload: parts.reload,
    reloadTools: parts.reloadTools,
    toolCount: parts.toolCount,
    approvals: () => approvalsAt(selfId, parts),
    decide: (id, decision) => parts.asking.decide(id, decision, message.senderId),
  }
}

async function takeBackParts(
  parts: CommandParts,
  answer: LastAnswer,
  signal: AbortSignal,
): Promise<{ taken: number; problem: Problem | null }> {
  // What is still on its way would arrive behind what is taken back.
  if (answer.turnId !== null) parts.stopTurn(answer.turnId)
  const newestFirst = [...answer.parts].reverse()
  for (const [taken, part] of newestFirst.entries()) {
    const problem = await takeBack(parts, part, signal)
    if (problem) return { taken, problem }
  }
  return { taken: newestFirst.length, problem: null }
}

function usageToday({ storage, clock }: CommandParts, chatId: number | null): Usage {
  const now = clock.now()
  const replies = storage.turns.repliesSince(new Date(now).setHours(0, 0, 0, 0), chatId)
  return { ...storage.modelCalls.day(dayOf(now), chatId), replies }
}
