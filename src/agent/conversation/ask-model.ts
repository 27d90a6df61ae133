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
import { rowWriter, type SpeakerName, speakerOf, toMessages } from './history.ts'
import { mendRequest } from './mend-request.ts'
import { callModel } from './model-call.ts'
import { buildRequest, type RequestParts, tokenCounter } from './request.ts'
import { asksForSummary } from './summary-request.ts'
import { runTurnLoop, type TurnAnswer } from './turn-loop.ts'

export interface AskParts extends RequestParts {
  readonly toolbox: Toolbox
  readonly boards: { turns: TurnBoard; usage: UsageBoard }
  readonly deltas: Emitter<StreamDelta>
  readonly requests: RecentRequests
  settings(chat: ChatRecord): ChatSettings
  client(selfId: string): ChatClient | null
  /** Called when a request begins later in the history than the last one did. */
  cut(chat: ChatRecord, settings: ChatSettings): void
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
  const { models, toolbox, boards, storage } = parts
  const { turn, chat, question, settings, signal } = asking
  const resolved = models.resolve(settings.model)
  turn.model = 'name' in resolved ? resolved.name : settings.model
  if ('problem' in resolved) throw new ProblemError(resolved.problem)
  boards.turns.step(turn.id, 'thinking')
  await enrich(question, { storage, client: parts.client(chat.address.selfId) }, signal)
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

function firstRequest(parts: AskParts, { turn, chat, question, settings }: Asking): ModelMessage[] {
  const { storage, boards } = parts
  const prompt = buildRequest(parts, { chat, question: lastOf(question), settings, model: turn.model })
  if (prompt.cutFrom !== chat.cutFrom)
    parts.cut(storage.chats.change(chat.id, { cutFrom: prompt.cutFrom }), settings)
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

/** What was said since the model was last asked, for its next step. */
function joinedMessages(
  parts: AskParts,
  { turn, question, settings }: Asking,
  last: boolean,
): ModelMessage[] {
  const joined = question.takeJoined(last)
  if (joined.length === 0) return []
  const speaker: (row: MessageRecord) => SpeakerName =
    settings.speakers === 'names'
      ? speakerOf
      : (row) => ({ id: `用户${parts.storage.speakers.number(row.chatId, row.senderId)}` })
  // What was written without knowing of this is not the answer.
  sendDelta(parts, turn, 'reset', '')
  return toMessages(joined, rowWriter(speaker))
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
