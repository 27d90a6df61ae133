import type { Config } from '../../shared/config.ts'
import { sandboxSelfId } from '../../shared/sandbox.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { IncomingMessage } from '../chat/chat-client.ts'
import { parseCommand } from '../commands/commands.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { DecisionFacts } from './decide.ts'
import type { Limits } from './limits.ts'
import { isOfficialBot } from './official-bots.ts'
import { roleOf } from './roles.ts'

/** What is known when a message comes in. */
export interface Circumstances {
  readonly config: Config
  readonly settings: ChatSettings
  readonly chat: ChatRecord
  readonly limits: Limits
  readonly paused: boolean
  readonly repliesToBot: boolean
  readonly isPoke: boolean
  readonly laneFull: boolean
  readonly open: DecisionFacts['open']
  readonly now: number
  readonly chance: number
  silenced(): boolean
  /** The budget that is used up, in words; null when none is. */
  overBudget(): string | null
}

/** Everything that {@link decide} wants to know about a message. */
export function gatherFacts(message: IncomingMessage, around: Circumstances): DecisionFacts {
  const { config, settings, chat, now } = around
  const { id: senderId } = message.sender
  const { selfId, kind } = message.chat
  const { access, inbox } = config
  const newChats = kind === 'group' ? access.newGroups : access.newPrivates
  return {
    settings,
    paused: around.paused,
    ownAccount: config.accounts.some((account) => account.selfId === senderId),
    ignored: inbox.ignoredUsers.includes(senderId),
    officialBot: access.ignoreBots && isOfficialBot(senderId),
    role: roleOf({ selfId, senderId }, config),
    notAmongOnly:
      access.onlyUsers.length > 0 && selfId !== sandboxSelfId && !access.onlyUsers.includes(senderId),
    asksFirst: newChats === 'ask' && selfId !== sandboxSelfId,
    mutedUntil: chat.mutedUntil,
    repliesToBot: around.repliesToBot,
    isPoke: around.isPoke,
    command: commandIn(message.text, config),
    laneFull: around.laneFull && inbox.overflow === 'new',
    open: around.open,
    now,
    staleAfter: inbox.staleSeconds * 1000,
    chance: around.chance,
    silenced: around.silenced,
    spent: () => around.limits.spent({ id: chat.id, kind }, senderId, settings, now) ?? budgetSpent(around),
  }
}

function budgetSpent({ overBudget }: Circumstances): ReturnType<DecisionFacts['spent']> {
  const rule = overBudget()
  return rule === null ? null : { reason: 'budget', rule }
}

function commandIn(text: string, config: Config): DecisionFacts['command'] {
  const parsed = parseCommand(text, config.commands)
  if (!parsed) return 'none'
  return parsed.needsMention ? 'plain' : 'bare'
}
