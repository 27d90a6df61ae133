import type { TakenReason } from '../../shared/decision.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { IncomingMessage } from '../chat/chat-client.ts'
import { compilePattern } from '../kernel/pattern.ts'

/** What makes a message one for the bot, and what in the settings fitted. */
export interface Trigger {
  readonly reason: TakenReason
  readonly rule: string | null
}

export interface TriggerFacts {
  readonly repliesToBot: boolean
  /** From 0 to 1, drawn anew for each message. */
  readonly chance: number
}

type TriggerMessage = Pick<IncomingMessage, 'chat' | 'text' | 'mentionsBot'>
type Settings = ChatSettings['triggers']

/**
 * What the patterns of a chat may cost for one message, about 40 ms: fifty ordinary ones on a message of 2,000
 * characters take less, and what comes behind fifty costly ones does not fit.
 */
const mostSteps = 4_000_000

/** The first trigger that fits, the most direct one first; null for what is said among others. */
export function findTrigger(
  message: TriggerMessage,
  settings: Settings,
  { repliesToBot, chance }: TriggerFacts,
): Trigger | null {
  if (message.chat.kind === 'private') return settings.private ? { reason: 'private', rule: null } : null
  if (message.mentionsBot && settings.mention) return { reason: 'mention', rule: null }
  if (repliesToBot && settings.replyToBot) return { reason: 'reply-to-bot', rule: null }
  const prefix = prefixOf(message.text, settings.prefixes)
  if (prefix !== null) return { reason: 'prefix', rule: prefix }
  return findWord(message.text, settings) ?? drawLot(settings.probability, chance)
}

/** The prefix a text begins with; a word must not go on directly behind one that ends in a letter (`.ai`, `.aim`). */
export function prefixOf(text: string, prefixes: readonly string[]): string | null {
  if (prefixes.length === 0) return null
  const start = text.trimStart().slice(0, 80).toLowerCase()
  const found = prefixes.find((prefix) => {
    const wanted = prefix.toLowerCase()
    if (!start.startsWith(wanted)) return false
    return !(/[a-z0-9]$/.test(wanted) && /^[a-z0-9]/.test(start.slice(wanted.length)))
  })
  return found ?? null
}

function findWord(text: string, settings: Settings): Trigger | null {
  const { nicknames, keywords, patterns } = settings
  if (nicknames.length === 0 && keywords.length === 0 && patterns.length === 0) return null
  const said = text.toLowerCase()
  const contains = (word: string) => said.includes(word.toLowerCase())
  const nickname = nicknames.find(contains)
  if (nickname !== undefined) return { reason: 'nickname', rule: nickname }
  const keyword = keywords.find(contains)
  if (keyword !== undefined) return { reason: 'keyword', rule: keyword }
  let steps = 0
  const pattern = patterns.find((source) => {
    const compiled = compilePattern(source)
    // A faulty one was refused where it was written; by hand in the file it simply never fits.
    if ('fault' in compiled) return false
    steps += compiled.steps(text)
    return steps <= mostSteps && compiled.test(text)
  })
  return pattern === undefined ? null : { reason: 'pattern', rule: pattern }
}

function drawLot(percent: number, chance: number): Trigger | null {
  return percent > 0 && chance * 100 < percent ? { reason: 'probability', rule: `${percent} %` } : null
}

/** What goes on from another line is as direct as that. */
const overheard: ReadonlySet<TakenReason> = new Set([
  'nickname',
  'keyword',
  'pattern',
  'probability',
  'follow-up',
])

/** Whether the bot was spoken to, and did not only hear something that concerns it. */
export function isDirect(reason: TakenReason): boolean {
  return !overheard.has(reason)
}
