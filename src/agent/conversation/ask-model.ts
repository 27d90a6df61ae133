import type { ChatSettings } from '../../shared/settings.ts'
import type { StreamDelta } from '../../shared/state.ts'
import type { ChatClient } from '../chat/chat-client.ts'
import type { Question } from '../inbox/job.ts'
import type { Emitter } from '../kernel/emitter.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { ModelMessage, ModelRequest, ToolCall } from '../models/chat-model.ts'
import type { TurnBoard } from '../state/turn-board.ts'
import type { UsageBoard } from '../state/usage-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { ToolCallRecord, TurnRecord } from '../storage/turns.ts'
import type { Toolbox } from '../tools/toolbox.ts'
import { enrich } from './enrich.ts'
import { rowWriter, toMessages } from './history.ts'
import { mendRequest } from './mend-request.ts'
import { callModel } from './model-call.ts'
import { buildRequest, type RequestParts, tokenCounter } from './request.ts'
import { linesOf } from './spoken-line.ts'
import { asksForSummary } from './summary-request.ts'
import { runTurnLoop, type TurnAnswer } from './turn-loop.ts'

export interface AskParts extends RequestParts {
  readonly toolbox: Toolbox
  readonly boards: { turns: TurnBoard; usage: UsageBoard }
  readonly deltas: Emitter<StreamDelta>
  readonly requests: RecentRequests
  settings(chat: ChatRecord): ChatSettings
  client(selfId: string): ChatClient | null
  /** Called when a request begins later in the history than the last one did, which began at `before`. */
  cut(chat: ChatRecord, settings: ChatSettings, before: number): void
}

/** The last requests as they were sent, for 看发出去的全文. */
export type RecentRequests = Map<number, readonly ModelMessage[]>

/** One turn in the making. `turn.model` is filled in as soon as it is known. */
export interface Asking {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  readonly question: Question
  readonly settings: ChatSettings
  readonly signal: AbortSignal
}

/** Requests kept in memory. */
const requestsKept = 50

/**
 * Builds the request of a turn from the store, now and not when it was queued, and lets model and tools talk until
 * there is an answer. Throws a ProblemError (`model.*`, `turn.*`) or an AbortError.
 */
export async function askModel(parts: AskParts, asking: Asking): Promise<TurnAnswer> {
  const { models, toolbox, boards } = parts
  const { turn, question, settings, signal } = asking
  const resolved = models.resolve(settings.model)
  turn.model = 'name' in resolved ? resolved.name : settings.model
  if ('problem' in resolved) throw new ProblemError(resolved.problem)
  boards.turns.step(turn.id, 'thinking')
  await writeOut(parts, asking, question.messages)
  // What was said meanwhile is part of the first request.
  for (let early = question.takeJoined(false); early.length > 0; early = question.takeJoined(false)) {
    await parts.storage.database.committed()
    await writeOut(parts, asking, early)
  }
  const about = models.describe(turn.model)
  const summarises = question.messages.some(({ text }) => asksForSummary(text))
  return runTurnLoop({
    messages: firstRequest(parts, asking),
    tools: settings.tools && about?.tools !== false && !summarises ? toolbox.descriptions : [],
    temperature: settings.temperature,
    maxOutputTokens: settings.maxOutputTokens,
    signal,
    ask: (request) => sendRequest(parts, asking, request),
    joined: (last) => joinedMessages(parts, asking, last),
    runTool: (call) => runTool(parts, asking, call),
  })
}

/** The last of what is answered: its place in the conversation is that of the answer. */
export function lastOf({ messages, turn }: Question): MessageRecord {
  const last = messages.at(-1)
  if (!last) throw new Error(`Turn ${turn.id} has nothing to answer`)
  return last
}

function firstRequest(parts: AskParts, { turn, chat: before, question, settings }: Asking): ModelMessage[] {
  const { storage, boards } = parts
  // The context may have been cleared while quotes and names were asked for.
  const chat = storage.chats.get(before.id) ?? before
  const prompt = buildRequest(parts, { chat, asked: question.messages, settings, model: turn.model })
  if (prompt.cutFrom > chat.cutFrom)
    parts.cut(storage.chats.change(chat.id, { cutFrom: prompt.cutFrom }), settings, chat.cutFrom)
  boards.turns.facts(turn.id, {
    model: turn.model,
    requestMessages: prompt.messages.length,
    requestTokens: prompt.tokens,
  })
  return prompt.messages
}

function sendRequest(parts: AskParts, { turn, chat, question, signal }: Asking, request: ModelRequest) {
  const { models, boards, clock, storage } = parts
  const { messages, aside } = mendRequest(request.messages)
  for (const { why, messages: broken } of aside)
    storage.setAside.add(chat.id, {
      turnId: turn.id,
      at: clock.now(),
      why,
      content: JSON.stringify(broken),
    })
  keepRequest(parts.requests, turn.id, messages)
  return callModel(
    { ...request, messages },
    {
      model: models.model(turn.model),
      name: turn.model,
      purpose: 'chat',
      clock,
      signal,
      estimate: tokenCounter(models, turn.model),
      record: (call) => {
        boards.usage.add(call)
        turn.modelCalls.push(call)
      },
      onDelta: (kind, text) => {
        question.touch()
        sendDelta(parts, turn, kind, text)
      },
    },
  )
}

/** What these messages of the question only point to is written out. */
function writeOut(
  { storage, client }: AskParts,
  { chat, question, settings, signal }: Asking,
  messages: readonly MessageRecord[],
): Promise<void> {
  const named = settings.speakers === 'names'
  return enrich(messages, question, { storage, client: client(chat.address.selfId), named }, signal)
}

/** What was said since the model was last asked, for its next step. */
async function joinedMessages(parts: AskParts, asking: Asking, last: boolean): Promise<ModelMessage[]> {
  const { turn, chat, question, settings } = asking
  const joined = question.takeJoined(last)
  if (joined.length === 0) return []
  // What was written without knowing of this is not the answer.
  sendDelta(parts, turn, 'reset', '')
  await parts.storage.database.committed()
  await writeOut(parts, asking, joined)
  const ids = new Set(joined.map(({ id }) => id))
  const rows = question.messages.filter(({ id }) => ids.has(id))
  const { speakers, history } = settings
  const lines = rowWriter(linesOf(parts.storage, { speakers, selfId: chat.address.selfId }))
  const messages = toMessages(rows, lines, history.skippedReply)
  // The line before it is a person's as well, which some models take only with an answer between.
  if (!last || history.skippedReply === '') return messages
  return [{ role: 'assistant', content: history.skippedReply }, ...messages]
}

async function runTool(
  { boards, toolbox, clock, deltas }: AskParts,
  { turn, chat, question, signal }: Asking,
  call: ToolCall,
): Promise<ToolCallRecord> {
  question.touch()
  boards.turns.step(turn.id, 'tool', toolbox.title(call.name))
  const start = clock.monotonic()
  const result = await toolbox.run(call, {
    chatKey: chat.address.key,
    senderId: lastOf(question).senderId,
    now: () => new Date(clock.now()),
    signal,
  })
  question.touch()
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
