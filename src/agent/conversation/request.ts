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
import { type SpeakerName, speakerOf } from './history.ts'
import { buildPrompt, type Prompt } from './prompt.ts'
import { silenceHint } from './silence.ts'
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
  /** The last of what is answered; null to see what would be sent to nobody in particular. */
  readonly question: MessageRecord | null
  readonly settings: ChatSettings
  readonly model: string
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
  const { chat, question, model, texts } = wish
  const config = parts.config()
  const settings = texts?.own === undefined ? wish.settings : { ...wish.settings, prompt: texts.own }
  const maxRows = Math.min(mostRows, Math.ceil(settings.history.tokens / tokensPerRow))
  return buildPrompt({
    chat,
    settings,
    character: characterWith(parts.characterOf(chat), texts?.character),
    corePrompt: texts?.core ?? config.corePrompt,
    botName: config.botName,
    summary: settings.history.summary ? summaryOf(storage, chat) : null,
    rows: rowsOf(storage, chat, question, maxRows),
    maxRows,
    contextTokens: models.describe(model)?.contextTokens ?? defaultContextTokens,
    now: new Date(clock.now()),
    hints: question ? hintsFor(question, settings) : [],
    speaker: settings.speakers === 'names' ? speakerOf : (row) => numbered(storage, row),
    count: tokenCounter(models, model),
  })
}

/** Counts tokens of a text, by what was learnt about this model so far. */
export function tokenCounter(models: Models, model: string): (text: string) => number {
  const factor = models.tokenFactor(model)
  return (text) => Math.ceil(estimateTokens(text) * factor)
}

function rowsOf(
  storage: Storage,
  chat: ChatRecord,
  question: MessageRecord | null,
  maxRows: number,
): MessageRecord[] {
  const begin = Math.max(chat.contextFrom, chat.cutFrom)
  if (!question)
    return storage.messages.context(chat.id, { from: begin, to: Number.MAX_SAFE_INTEGER }, maxRows)
  const range = { from: Math.min(begin, question.anchor), to: question.anchor }
  // Its own earlier answers, when a message is answered again, are not part of the question.
  return storage.messages
    .context(chat.id, range, maxRows)
    .filter((row) => row.anchor < question.anchor || row.id === question.id)
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

function hintsFor({ reason, text }: MessageRecord, { reply }: ChatSettings): string[] {
  const overheard = reason !== null && isTaken(reason) && !isDirect(reason)
  return [
    ...(asksForSummary(text) ? [summaryHint] : []),
    ...(overheard ? [silenceHint] : []),
    ...(reply.bubbles === 'marks' ? [marksHint] : []),
  ]
}

function numbered(storage: Storage, { chatId, senderId }: MessageRecord): SpeakerName {
  return { id: `用户${storage.speakers.number(chatId, senderId)}` }
}
