import type { Role } from '../../shared/config.ts'
import type { DecisionReason, IgnoredReason } from '../../shared/decision.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { IncomingMessage } from '../chat/chat-client.ts'
import { quietSpan } from './quiet-hours.ts'
import { findTrigger, isDirect, type Trigger } from './triggers.ts'

/** Everything a decision depends on, gathered before. */
export interface DecisionFacts {
  readonly settings: ChatSettings
  readonly paused: boolean
  /** Said by another account of this same bot: two of ours in one group would talk for ever. */
  readonly ownAccount: boolean
  /** In 不理的号码. */
  readonly ignored: boolean
  /** A number of QQ's own robots, which are to be ignored. */
  readonly officialBot: boolean
  readonly role: Role
  /** Whether 只回这些人 leaves this person out. */
  readonly notAmongOnly: boolean
  /** Whether a chat that nobody decided about yet has to wait for the owner. */
  readonly asksFirst: boolean
  readonly mutedUntil: number
  readonly repliesToBot: boolean
  /** Somebody poked the bot where pokes are answered. */
  readonly isPoke: boolean
  /** `bare`: it is written as a command that needs no mention. */
  readonly command: 'none' | 'plain' | 'bare'
  readonly laneFull: boolean
  /** Whether it would become part of a turn that is under way, and whether that still gathers what is asked. */
  readonly open: 'none' | 'gathering' | 'running'
  readonly now: number
  readonly staleAfter: number
  /** From 0 to 1, drawn for this message. */
  readonly chance: number
  /** Whether nothing can be said there, asked only when somebody is to be answered. */
  silenced(): boolean
  /** Which limit is used up, asked only when somebody is to be answered. */
  spent(): { reason: IgnoredReason; rule: string | null } | null
}

export interface Decision {
  readonly reason: DecisionReason
  /** What in the settings fitted; null when there is nothing to name. */
  readonly rule: string | null
}

/**
 * Take or not take: the whole rule, in order, from what is known about one message.
 * In groups a command needs the bot's name in front like everything else, so that two bots do not both obey.
 */
export function decide(message: IncomingMessage, facts: DecisionFacts): Decision {
  const stranger = refuseSpeaker(message, facts)
  if (stranger) return because(stranger)
  const trigger = triggerOf(message, facts)
  if (!trigger) return because(closedTrigger(message, facts) ?? 'not-addressed')
  const closed = refuseChat(facts)
  if (closed) return because(closed)
  if (facts.now - message.at > facts.staleAfter) return because('stale')
  if (facts.paused) return because('paused')
  if (facts.silenced()) return because('bot-muted')
  if (trigger.reason === 'command') return trigger
  if (facts.now < facts.mutedUntil) return because('muted')
  if (facts.open !== 'none') return trigger
  const quiet = quietSpan(facts.settings.triggers.quietHours, facts.now)
  const through = facts.settings.triggers.quietMentions && isDirect(trigger.reason)
  if (quiet !== null && !through) return { reason: 'quiet-hours', rule: quiet }
  const spent = facts.role === 'owner' ? null : facts.spent()
  if (spent) return spent
  return facts.laneFull ? because('lane-full') : trigger
}

function because(reason: IgnoredReason): Decision {
  return { reason, rule: null }
}

/** Why nothing of what this person says is answered here; null when it may be. */
function refuseSpeaker(message: IncomingMessage, facts: DecisionFacts): IgnoredReason | null {
  if (!message.spoken) return 'not-spoken'
  if (facts.ownAccount) return 'own-account'
  if (facts.ignored) return 'ignored-user'
  if (facts.officialBot) return 'bot-account'
  if (facts.role === 'blocked') return 'user-blocked'
  const empty = message.text.trim() === '' && message.images.length === 0 && message.replyTo === null
  if (empty && !message.mentionsBot) return 'empty'
  if (facts.settings.triggers.ignoredUsers.includes(message.sender.id)) return 'user-ignored-here'
  return facts.notAmongOnly && facts.role === 'member' ? 'user-not-allowed' : null
}

function triggerOf(message: IncomingMessage, facts: DecisionFacts): Trigger | null {
  const { triggers, merge } = facts.settings
  if (facts.isPoke) return { reason: 'poke', rule: null }
  if (facts.command !== 'none' && isCommandMeant(message, facts)) return { reason: 'command', rule: null }
  const trigger = findTrigger(message, triggers, facts)
  if (trigger) return trigger
  return facts.open === 'gathering' && merge.follow ? { reason: 'follow-up', rule: null } : null
}

function isCommandMeant(
  message: IncomingMessage,
  { command, repliesToBot, settings }: DecisionFacts,
): boolean {
  if (message.chat.kind === 'private' || command === 'bare') return true
  return message.mentionsBot || repliesToBot || settings.triggers.bareCommands
}

/** A trigger that would have fitted, had it not been switched off. */
function closedTrigger(message: IncomingMessage, { repliesToBot }: DecisionFacts): IgnoredReason | null {
  if (message.chat.kind === 'private') return 'private-off'
  if (message.mentionsBot) return 'mention-off'
  return repliesToBot ? 'reply-off' : null
}

function refuseChat({ settings, asksFirst, role }: DecisionFacts): IgnoredReason | null {
  if (settings.allowed === false) return 'chat-blocked'
  return settings.allowed === null && asksFirst && role !== 'owner' ? 'chat-pending' : null
}
