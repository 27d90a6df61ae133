import type { ChatSettings } from '../../shared/settings.ts'
import type { StreamDelta } from '../../shared/state.ts'
import type { ChatClient } from '../chat/chat-client.ts'
import type { CacheWatch } from '../costs/cache-watch.ts'
import type { Images } from '../images/images.ts'
import type { Question } from '../inbox/job.ts'
import type { Emitter } from '../kernel/emitter.ts'
import type { Log } from '../kernel/log.ts'
import { estimateTokens } from '../models/tokens.ts'
import type { TurnBoard } from '../state/turn-board.ts'
import type { UsageBoard } from '../state/usage-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { NewModelCall } from '../storage/model-calls.ts'
import type { TurnRecord } from '../storage/turns.ts'
import type { Offer, Toolbox } from '../tools/toolbox.ts'
import type { ChatPictures } from './chat-pictures.ts'
import { choosePictures } from './chosen-pictures.ts'
import { sendDelta } from './deltas.ts'
import type { EarlyBubbles } from './early-bubbles.ts'
import { enrich } from './enrich.ts'
import type { Eyes } from './eyes.ts'
import { rowWriter, toMessages } from './history.ts'
import { ModelChain } from './model-chain.ts'
import type { PictureLabels } from './picture-labels.ts'
import { type Prompt, promptPictures, writeWithPictures } from './prompt.ts'
import type { PromptMessage } from './prompt-message.ts'
import type { RecentRequests } from './recent-requests.ts'
import { buildRequest, type RequestParts } from './request.ts'
import { linesOf } from './spoken-line.ts'
import { asksForSummary } from './summary-request.ts'
import { runTurnLoop, type TurnAnswer } from './turn-loop.ts'
import { TurnTools, type TurnToolsParts } from './turn-tools.ts'

export interface AskParts extends RequestParts {
  readonly toolbox: Toolbox
  readonly tools: TurnToolsParts
  readonly boards: { turns: TurnBoard; usage: UsageBoard }
  readonly deltas: Emitter<StreamDelta>
  readonly requests: RecentRequests
  readonly images: Pick<Images, 'dataUrl' | 'has'>
  readonly pictures: ChatPictures
  readonly eyes: Eyes
  readonly cacheWatch: CacheWatch
  readonly log: Log
  /** Whether a budget says that this is to be answered cheaply. */
  wantsCheap(chatId: number, senderId: string): boolean
  settings(chat: ChatRecord): ChatSettings
  client(selfId: string): ChatClient | null
  /** Called when a request begins later in the history than the last one did, which began at `before`. */
  cut(chat: ChatRecord, settings: ChatSettings, before: number): void
}

/** One turn in the making. `turn.model` is filled in as soon as it is known. */
export interface Asking {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  readonly question: Question
  readonly settings: ChatSettings
  /** Hears the answer as it is written; null where it is said as a whole. */
  readonly early: EarlyBubbles | null
  /** The calls that were made, with whom each is booked to: their books are kept when the turn is over. */
  readonly booked: NewModelCall[]
  /** What nobody waits for, done when the turn is over. */
  readonly afterwards: (() => void)[]
  readonly signal: AbortSignal
}

/**
 * Builds the request of a turn from the store, now and not when it was queued, and lets model and tools talk until
 * there is an answer. Throws a ProblemError (`model.*`, `turn.*`) or an AbortError.
 */
export async function askModel(parts: AskParts, asking: Asking): Promise<TurnAnswer> {
  const { boards } = parts
  const { turn, chat, question, settings, signal } = asking
  const chain = new ModelChain(parts, asking)
  turn.model = chain.current
  boards.turns.step(turn.id, 'thinking')
  await writeOut(parts, asking, question.messages)
  // What was said meanwhile is part of the first request.
  for (let early = question.takeJoined(false); early.length > 0; early = question.takeJoined(false)) {
    await parts.storage.database.committed()
    await writeOut(parts, asking, early)
  }
  const offer = offerFor(parts, settings, chat.address.kind)
  const prompt = firstRequest(parts, asking, offer)
  asking.afterwards.push(() => noteCacheBreak(parts, asking, prompt, offer))
  const summarises = question.messages.some(({ text }) => asksForSummary(text))
  const tools = new TurnTools(
    parts.tools,
    { turn, chat, question, withdrawn: withdrawnFrom(parts, turn), offer, signal },
    prompt.labels,
  )
  return runTurnLoop({
    messages: prompt.messages,
    tools: summarises ? [] : offer.descriptions,
    maxRounds: settings.toolRounds,
    earlier: tools.earlier(),
    temperature: settings.temperature,
    maxOutputTokens: settings.maxOutputTokens,
    signal,
    ask: (request) => chain.ask(request),
    joined: (last) => joinedMessages(parts, asking, { last, labels: prompt.labels }),
    keep: (round, answer) => tools.keep(round, answer),
    runTools: async (round, calls) => {
      const results = await tools.run(round, calls)
      // What was written before the calls is not part of the answer.
      sendDelta(parts.deltas, turn, 'reset', '')
      return results
    },
  })
}

/** What a turn that begins now may call, with the tools as they are now. */
export function offerFor(
  { toolbox, config }: Pick<AskParts, 'toolbox' | 'config'>,
  { tools, toolRules: rules, toolMatrix: matrix }: ChatSettings,
  kind: 'private' | 'group',
): Offer {
  return tools ? toolbox.offer({ rules, matrix, options: config().tools.options, kind }) : toolbox.nothing
}

/** What was recalled of a turn that had begun to call tools; none where no call can have come of it. */
function withdrawnFrom({ storage }: Pick<AskParts, 'storage'>, turn: TurnRecord): MessageRecord[] {
  if (storage.toolCalls.rounds(turn.id).length === 0) return []
  return storage.messages.ofTurn(turn).filter(({ author, recalled }) => author === 'user' && recalled)
}

const sizes = new WeakMap<Offer, number>()

/** Estimated once: an offer stays the same for thousands of turns. */
function tokensOf(offer: Offer): number {
  const size = sizes.get(offer) ?? estimateTokens(offer.text)
  sizes.set(offer, size)
  return size
}

/** The last of what is answered: its place in the conversation is that of the answer. */
export function lastOf({ messages, turn }: Question): MessageRecord {
  const last = messages.at(-1)
  if (!last) throw new Error(`Turn ${turn.id} has nothing to answer`)
  return last
}

function firstRequest(
  parts: AskParts,
  { turn, chat: before, question, settings }: Asking,
  offer: Offer,
): Prompt {
  const { storage, boards } = parts
  // The context may have been cleared while quotes and names were asked for.
  const chat = storage.chats.get(before.id) ?? before
  const prompt = buildRequest(parts, {
    chat,
    asked: question.messages,
    settings,
    model: turn.model,
    toolTokens: tokensOf(offer),
  })
  if (prompt.cutFrom > chat.cutFrom)
    parts.cut(storage.chats.change(chat.id, { cutFrom: prompt.cutFrom }), settings, chat.cutFrom)
  boards.turns.facts(turn.id, {
    model: turn.model,
    requestMessages: prompt.messages.length,
    requestTokens: prompt.tokens,
  })
  return prompt
}

/** Compares what the first call was sent with what the chat's call before it was. */
function noteCacheBreak(
  { cacheWatch, storage, models }: AskParts,
  { turn, chat }: Asking,
  { system, cutFrom }: Prompt,
  offer: Offer,
): void {
  const call = turn.modelCalls.find(
    ({ purpose, problem, estimated }) => purpose === 'chat' && problem === null && !estimated,
  )
  if (!call) return
  const prefix = {
    model: turn.model,
    tools: offer.digest,
    parts: system.parts,
    cutFrom,
    contextFrom: storage.chats.get(chat.id)?.contextFrom ?? chat.contextFrom,
  }
  const loss = cacheWatch.begin(chat.id, prefix, call.at).settle(call, models.price(turn.model))
  if (loss) storage.cacheBreaks.add(chat.id, { turnId: turn.id, at: call.at, ...loss })
}

/** What these messages of the question only point to is written out, and their pictures are fetched. */
async function writeOut(
  { storage, client, pictures }: AskParts,
  { chat, question, settings, signal }: Asking,
  messages: readonly MessageRecord[],
): Promise<void> {
  const named = settings.speakers === 'names'
  await enrich(messages, question, { storage, client: client(chat.address.selfId), named }, signal)
  const now = presentOf(question, messages)
  await pictures.fetch(question, now, settings.pictures, signal)
}

/** Messages of a question as they are now. */
function presentOf(question: Question, messages: readonly MessageRecord[]): MessageRecord[] {
  const ids = new Set(messages.map(({ id }) => id))
  return question.messages.filter(({ id }) => ids.has(id))
}

/** What was said since the model was last asked, for its next step. */
async function joinedMessages(
  parts: AskParts,
  asking: Asking,
  { last, labels }: { last: boolean; labels: PictureLabels },
): Promise<PromptMessage[]> {
  const { turn, chat, question, settings, early } = asking
  // Part of the answer is out: what came meanwhile is a question of its own.
  if (early?.isOut) return []
  const joined = question.takeJoined(last)
  if (joined.length === 0) return []
  // What was written without knowing of this is not the answer.
  sendDelta(parts.deltas, turn, 'reset', '')
  await parts.storage.database.committed()
  await writeOut(parts, asking, joined)
  const rows = presentOf(question, joined)
  const { speakers, history } = settings
  choosePictures(labels, { rows, asked: rows }, settings.pictures)
  const lineOf = linesOf(parts.storage, { speakers, selfId: chat.address.selfId })
  const messages = toMessages(rows, writeWithPictures(rowWriter(lineOf), lineOf, labels), {
    skippedReply: history.skippedReply,
    picturesOf: (row) => promptPictures(labels.of(row)),
  })
  // The line before it is a person's as well, which some models take only with an answer between.
  if (!last || history.skippedReply === '') return messages
  return [{ role: 'assistant', content: history.skippedReply }, ...messages]
}
