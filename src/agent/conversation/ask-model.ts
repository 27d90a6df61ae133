import type { Config } from '../../shared/config.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { StreamDelta } from '../../shared/state.ts'
import type { ChatClient } from '../chat/chat-client.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Emitter } from '../kernel/emitter.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { ModelMessage, ToolCall } from '../models/chat-model.ts'
import type { Models } from '../models/models.ts'
import { estimateTokens } from '../models/tokens.ts'
import type { TurnBoard } from '../state/turn-board.ts'
import type { UsageBoard } from '../state/usage-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import type { ToolCallRecord, TurnRecord } from '../storage/turns.ts'
import type { Toolbox } from '../tools/toolbox.ts'
import { callModel } from './model-call.ts'
import { buildPrompt } from './prompt.ts'
import { runTurnLoop, type TurnAnswer } from './turn-loop.ts'

export interface AskParts {
  readonly storage: Storage
  readonly models: Models
  readonly toolbox: Toolbox
  readonly boards: { turns: TurnBoard; usage: UsageBoard }
  readonly deltas: Emitter<StreamDelta>
  readonly requests: RecentRequests
  readonly clock: Clock
  config(): Config
  settings(chat: ChatRecord): ChatSettings
  client(selfId: string): ChatClient | null
}

/** The last requests as they were sent, for 看发出去的全文. */
export type RecentRequests = Map<number, readonly ModelMessage[]>

/** One turn in the making. `turn.model` is filled in as soon as it is known. */
export interface Asking {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  readonly question: MessageRecord
  readonly settings: ChatSettings
  readonly signal: AbortSignal
}

/** Requests kept in memory. */
const requestsKept = 50
/** Messages cost about this much at least, so it makes no sense to read more of them than the budget has room for. */
const tokensPerRow = 8
const mostRows = 2000
/** For a model that does not say how much it can read. */
const defaultContextTokens = 8192

/**
 * Builds the request of a turn from the store, now and not when it was queued, and lets model and tools talk until
 * there is an answer. Throws a ProblemError (`model.*`, `turn.*`) or an AbortError.
 */
export async function askModel(parts: AskParts, asking: Asking): Promise<TurnAnswer> {
  const { models, toolbox, boards } = parts
  const { turn, chat, question, settings, signal } = asking
  const resolved = models.resolve(settings.model)
  turn.model = 'name' in resolved ? resolved.name : settings.model
  if ('problem' in resolved) throw new ProblemError(resolved.problem)
  boards.turns.step(turn.id, 'thinking')
  await fetchQuote(parts, asking)
  const about = models.describe(turn.model)
  return runTurnLoop({
    messages: buildRequest(parts, asking, about?.contextTokens ?? defaultContextTokens),
    tools: settings.tools && about?.tools !== false ? toolbox.descriptions : [],
    temperature: settings.temperature,
    maxOutputTokens: settings.maxOutputTokens,
    signal,
    ask: (request) => {
      keepRequest(parts.requests, turn.id, request.messages)
      return callModel(request, {
        model: models.model(turn.model),
        name: turn.model,
        purpose: 'chat',
        clock: parts.clock,
        signal,
        estimate: tokenCounter(models, turn.model),
        record: (call) => {
          boards.usage.add(call)
          turn.modelCalls.push(call)
        },
        onDelta: (kind, text) => sendDelta(parts, turn, kind, text),
      })
    },
    runTool: (call) => runTool(parts, { turn, chat, question, signal }, call),
  })
}

/** Counts tokens of a text, by what was learnt about this model so far. */
export function tokenCounter(models: Models, model: string): (text: string) => number {
  const factor = models.tokenFactor(model)
  return (text) => Math.ceil(estimateTokens(text) * factor)
}

function buildRequest(parts: AskParts, asking: Asking, contextTokens: number): ModelMessage[] {
  const { storage, models, boards, clock } = parts
  const { turn, chat, question, settings } = asking
  const config = parts.config()
  const maxRows = Math.min(mostRows, Math.ceil(settings.history.tokens / tokensPerRow))
  const rows = storage.messages.context(
    chat.id,
    { from: Math.min(Math.max(chat.contextFrom, chat.cutFrom), question.anchor), to: question.anchor },
    maxRows,
  )
  const prompt = buildPrompt({
    chat,
    settings,
    corePrompt: config.corePrompt,
    botName: config.botName,
    // Its own earlier answers, when a message is answered again, are not part of the question.
    rows: rows.filter((row) => row.anchor < question.anchor || row.id === question.id),
    maxRows,
    contextTokens,
    now: new Date(clock.now()),
    count: tokenCounter(models, turn.model),
  })
  if (prompt.cutFrom !== chat.cutFrom) storage.chats.change(chat.id, { cutFrom: prompt.cutFrom })
  boards.turns.facts(turn.id, {
    model: turn.model,
    requestMessages: prompt.messages.length,
    requestTokens: prompt.tokens,
  })
  return prompt.messages
}

async function runTool(
  { boards, toolbox, clock, deltas }: AskParts,
  { turn, chat, question, signal }: Omit<Asking, 'settings'>,
  call: ToolCall,
): Promise<ToolCallRecord> {
  boards.turns.step(turn.id, 'tool', toolbox.title(call.name))
  const start = clock.monotonic()
  const result = await toolbox.run(call, {
    chatKey: chat.address.key,
    senderId: question.senderId,
    now: () => new Date(clock.now()),
    signal,
  })
  boards.turns.step(turn.id, 'thinking')
  // What was written before the call is not part of the answer.
  sendDelta({ deltas }, turn, 'reset', '')
  return {
    name: call.name,
    arguments: call.arguments,
    result: result.text,
    ms: clock.monotonic() - start,
    failed: result.failed,
  }
}

/** A quote of something that was never stored is asked for, so that the model knows what is talked about. */
async function fetchQuote(parts: AskParts, { chat, question, signal }: Asking): Promise<void> {
  if (question.replyTo === null || question.quote) return
  const quoted = await parts.client(chat.address.selfId)?.fetchMessage(chat.address, question.replyTo, signal)
  if (!quoted) return
  parts.storage.messages.setQuote(question.id, { name: quoted.senderName, text: quoted.text.slice(0, 2000) })
}

function keepRequest(requests: RecentRequests, turnId: number, messages: readonly ModelMessage[]): void {
  requests.delete(turnId)
  requests.set(turnId, [...messages])
  const oldest = requests.keys().next().value
  if (requests.size > requestsKept && oldest !== undefined) requests.delete(oldest)
}

function sendDelta(
  { deltas }: Pick<AskParts, 'deltas'>,
  turn: TurnRecord,
  kind: StreamDelta['kind'],
  text: string,
): void {
  if (deltas.hasListeners) deltas.emit({ turnId: turn.id, chatId: turn.chatId, kind, text })
}
