import type { Character } from '../../shared/character.ts'
import type { Config } from '../../shared/config.ts'
import { isTaken } from '../../shared/decision.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import { isDirect } from '../inbox/triggers.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Models } from '../models/models.ts'
import { estimateTokens } from '../models/tokens.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import { marksHint } from './bubbles.ts'
import { buildPrompt, type Prompt } from './prompt.ts'
import { silenceHint } from './silence.ts'
import { linesOf, quotesIn } from './spoken-line.ts'
import { asksForSummary, summaryHint } from './summary-request.ts'

export interface RequestParts {
  readonly storage: Storage
  readonly models: Models
  readonly clock: Clock
  config(): Config
  characterOf(chat: ChatRecord): Character | null
}

/** What a request is about. Texts that are given stand in for what is saved. */
export interface RequestWish {
  readonly chat: ChatRecord
  /** What is answered, oldest first; none to see what would be sent to nobody in particular. */
  readonly asked: readonly MessageRecord[]
  readonly settings: ChatSettings
  readonly model: string
  /** Estimate of what goes along about tools: the conversation has that much less room. */
  readonly toolTokens?: number
  readonly texts?: {
    readonly core?: string | undefined
    readonly own?: string | undefined
    readonly character?: string | undefined
  }
}

/** Messages cost about this much at least, so it makes no sense to read more of them than the budget has room for. */
const tokensPerRow = 8
const mostRows = 2000
/** For a model that does not say how much it can read. */
const defaultContextTokens = 8192

/** Builds the request of a chat from the store as it is now. */
export function buildRequest(parts: RequestParts, wish: RequestWish): Prompt {
  const { storage, models, clock } = parts
  const { chat, asked, model, texts } = wish
  const config = parts.config()
  const settings = texts?.own === undefined ? wish.settings : { ...wish.settings, prompt: texts.own }
  const maxRows = Math.min(mostRows, Math.ceil(settings.history.tokens / tokensPerRow))
  const rows = rowsBefore(storage, chat, asked, maxRows)
  const about = models.describe(model)
  const count = tokenCounter(models, model)
  const toolTokens = about?.tools === false ? 0 : (wish.toolTokens ?? 0) * models.tokenFactor(model)
  return buildPrompt({
    chat,
    settings,
    character: characterWith(parts.characterOf(chat), texts?.character),
    corePrompt: texts?.core ?? config.corePrompt,
    botName: config.botName,
    summary: settings.history.summary ? summaryOf(storage, chat) : null,
    rows,
    asked,
    maxRows,
    contextTokens: (about?.contextTokens ?? defaultContextTokens) - toolTokens,
    now: new Date(clock.now()),
    hints: hintsFor(asked, settings),
    lineOf: linesOf(storage, {
      speakers: settings.speakers,
      selfId: chat.address.selfId,
      rows,
      assigns: asked.length > 0,
    }),
    quotedBy: quotesIn(storage, [...rows, ...asked]),
    count,
  })
}

/** Counts tokens of a text, by what was learnt about this model so far. */
export function tokenCounter(models: Models, model: string): (text: string) => number {
  const factor = models.tokenFactor(model)
  return (text) => Math.ceil(estimateTokens(text) * factor)
}

/** The conversation before what is asked, without its own earlier answers when it is answered again. */
function rowsBefore(
  storage: Storage,
  chat: ChatRecord,
  asked: readonly MessageRecord[],
  maxRows: number,
): MessageRecord[] {
  const to = asked.at(-1)?.anchor ?? Number.MAX_SAFE_INTEGER
  const range = { from: Math.max(chat.contextFrom, chat.cutFrom), to }
  const ids = new Set(asked.map(({ id }) => id))
  return storage.messages
    .context(chat.id, range, maxRows)
    .filter(({ id, anchor }) => anchor < to && !ids.has(id))
}

function summaryOf(storage: Storage, chat: ChatRecord): string | null {
  return storage.summaries.newest(chat.id, chat.contextFrom)[0]?.text || null
}

function characterWith(
  character: Character | null,
  prompt: string | undefined,
): Pick<Character, 'name' | 'prompt'> | null {
  return character && prompt !== undefined ? { ...character, prompt } : character
}

function hintsFor(asked: readonly MessageRecord[], { reply }: ChatSettings): string[] {
  const last = asked.at(-1)
  if (!last) return []
  const overheard = !asked.some(({ reason }) => reason !== null && isTaken(reason) && isDirect(reason))
  return [
    ...(asksForSummary(last.text) ? [summaryHint] : []),
    ...(overheard ? [silenceHint] : []),
    ...(reply.bubbles === 'marks' ? [marksHint] : []),
  ]
}
