import type { ChatSettings } from '../../shared/settings.ts'
import { head } from '../kernel/text.ts'
import type { ModelMessage } from '../models/chat-model.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import { cutRows, toMessages } from './history.ts'

export interface PromptParts {
  readonly chat: ChatRecord
  readonly settings: ChatSettings
  readonly corePrompt: string
  readonly botName: string
  /** The conversation up to and including the message that is answered. */
  readonly rows: readonly MessageRecord[]
  /** How many rows are read at most; so many count as too many, or the history would slide at every turn. */
  readonly maxRows: number
  /** Tokens the model's context has room for, answer included. */
  readonly contextTokens: number
  readonly now: Date
  count(text: string): number
}

export interface Prompt {
  readonly messages: ModelMessage[]
  readonly tokens: number
  /** Anchor at which the history begins now; later requests begin there too, so that the prefix stays the same. */
  readonly cutFrom: number
}

/** Share of the context that is left for the answer and for what tools return. */
const reserved = 0.25

/**
 * The request of a turn. What stays the same from turn to turn stands first and what changes stands last, so that
 * the vendor's prompt cache serves the long common start.
 */
export function buildPrompt(parts: PromptParts): Prompt {
  const system = systemPrompt(parts)
  const room = Math.floor(parts.contextTokens * (1 - reserved)) - parts.count(system)
  const tokens = Math.max(0, Math.min(parts.settings.history.tokens, room))
  const first = cutRows(parts.rows, { tokens, rows: parts.maxRows }, parts.count)
  const history = toMessages(parts.rows.slice(first))
  const last = history.at(-1)
  if (last?.role === 'user')
    history[history.length - 1] = { ...last, content: `${last.content}\n${timeLine(parts.now)}` }
  const messages: ModelMessage[] = [{ role: 'system', content: system }, ...history]
  return {
    messages,
    tokens: messages.reduce((sum, message) => sum + parts.count(message.content), 0),
    cutFrom: first > 0 ? (parts.rows[first]?.anchor ?? parts.chat.cutFrom) : parts.chat.cutFrom,
  }
}

function systemPrompt({ chat, settings, corePrompt, botName }: PromptParts): string {
  const place = chat.address.kind === 'group' ? `QQ 群「${oneLine(chat.title)}」` : 'QQ 私聊'
  const facts = `你叫「${botName}」，QQ 号是 ${chat.address.selfId}，现在在${place}里说话。`
  return [corePrompt, settings.prompt, facts].filter((part) => part.trim() !== '').join('\n\n')
}

const days = ['日', '一', '二', '三', '四', '五', '六']

function timeLine(now: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  return `（现在是 ${date} ${two(now.getHours())}:${two(now.getMinutes())}，星期${days[now.getDay()]}）`
}

/** Without line breaks and the marks it is quoted with: whoever names a group does not write the prompt. */
function oneLine(text: string): string {
  return head(text.replace(/[\s\u0085「」]+/g, ' ').trim(), 64)
}
