import type { Character } from '../../shared/character.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { ModelMessage } from '../models/chat-model.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import { cutRows, rowWriter, type SpeakerName, speakerOf, toMessages } from './history.ts'
import { type SystemPrompt, systemPrompt, tailOf } from './system-prompt.ts'

export interface PromptParts {
  readonly chat: ChatRecord
  readonly settings: ChatSettings
  readonly character: Pick<Character, 'name' | 'prompt'> | null
  readonly corePrompt: string
  readonly botName: string
  /** Of the history that was cut; null for none. */
  readonly summary: string | null
  /** The conversation up to and including the message that is answered. */
  readonly rows: readonly MessageRecord[]
  /** How many rows are read at most; so many count as too many, or the history would slide at every turn. */
  readonly maxRows: number
  /** Tokens the model's context has room for, answer included. */
  readonly contextTokens: number
  readonly now: Date
  /** Further sentences for the very end. */
  readonly hints?: readonly string[]
  speaker?(message: MessageRecord): SpeakerName
  count(text: string): number
}

export interface Prompt {
  readonly messages: ModelMessage[]
  readonly tokens: number
  /** Anchor at which the history begins now; later requests begin there too, so that the prefix stays the same. */
  readonly cutFrom: number
  /** What the first message is made of. */
  readonly system: SystemPrompt
  /** What stands at the very end and is another one at every turn. */
  readonly tail: string
}

/** Share of the context that is left for the answer and for what tools return. */
const reserved = 0.25

/**
 * The request of a turn. What stays the same from turn to turn stands first and what changes stands last, so that
 * the vendor's prompt cache serves the long common start.
 */
export function buildPrompt(parts: PromptParts): Prompt {
  const { chat, settings, rows, count } = parts
  const speaker = parts.speaker ?? speakerOf
  const system = systemPrompt({
    character: parts.character,
    corePrompt: parts.corePrompt,
    ownPrompt: settings.prompt,
    botName: parts.botName,
    selfId: chat.address.selfId,
    chat: { kind: chat.address.kind, title: chat.title },
    summary: parts.summary,
    speakers: settings.speakers,
  })
  const room = Math.floor(parts.contextTokens * (1 - reserved)) - count(system.text)
  const tokens = Math.max(0, Math.min(settings.history.tokens, room))
  const write = rowWriter(speaker)
  const limits = { tokens, rows: parts.maxRows, messages: settings.history.messages }
  const first = cutRows(rows, limits, (row) => count(write(row)))
  const history = toMessages(rows.slice(first), write, settings.history.skippedReply)
  const tail = tailWith(parts, system, speaker)
  const last = history.at(-1)
  if (last?.role === 'user') history[history.length - 1] = { ...last, content: `${last.content}\n${tail}` }
  const messages: ModelMessage[] = [{ role: 'system', content: system.text }, ...history]
  return {
    messages,
    tokens: messages.reduce((sum, message) => sum + count(message.content), 0),
    cutFrom: first > 0 ? (rows[first]?.anchor ?? chat.cutFrom) : chat.cutFrom,
    system,
    tail,
  }
}

function tailWith(
  { rows, now, hints = [] }: PromptParts,
  system: SystemPrompt,
  speaker: (message: MessageRecord) => SpeakerName,
): string {
  const asker = rows.at(-1)
  const name = asker ? speaker(asker) : null
  const tail = tailOf({ now, speakerName: name?.name ?? name?.id ?? '', used: system.used })
  return [tail, ...hints].join('\n')
}
