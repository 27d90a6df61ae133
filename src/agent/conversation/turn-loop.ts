import { ProblemError } from '../kernel/problem.ts'
import type { ToolCall, ToolSpec } from '../models/chat-model.ts'
import type { ToolCallRecord } from '../storage/turns.ts'
import type { ModelAnswer } from './model-call.ts'
import type { PromptMessage, PromptPicture, PromptRequest } from './prompt-message.ts'
import { removeThinking } from './thinking.ts'

/** What a call of a tool came to. */
export interface RanCall {
  readonly record: ToolCallRecord
  /** Pictures it returned, for the model to see. */
  readonly pictures: readonly PromptPicture[]
}

export interface TurnLoopOptions {
  readonly messages: readonly PromptMessage[]
  readonly tools: readonly ToolSpec[]
  readonly temperature: number | null
  readonly maxOutputTokens: number | null
  /** Rounds of tools in one turn. */
  readonly maxRounds: number
  /** Answers of an attempt that was broken off, with calls that were begun or done then: they come first. */
  readonly earlier: readonly ModelAnswer[]
  readonly signal: AbortSignal
  /** Sends one request; rejects with a ProblemError or an AbortError. */
  ask(request: PromptRequest): Promise<ModelAnswer>
  /**
   * What was said since the last time, to be seen at the next step. With `last` there is an answer; what comes then
   * makes the model think again, and its answer is not given.
   */
  joined(last: boolean): Promise<readonly PromptMessage[]>
  /** Keeps what the model said with its calls, before any of them runs. */
  keep(round: number, answer: ModelAnswer): void
  /** Runs the calls of a round and returns what they came to, in their order; rejects only when aborted. */
  runTools(round: number, calls: readonly ToolCall[]): Promise<readonly RanCall[]>
}

export interface TurnAnswer {
  /** What is said in the chat; '' when the model chose to say nothing. */
  readonly text: string
  readonly thinking: string
  readonly toolCalls: readonly ToolCallRecord[]
}

/** How often the very same call may come in one turn. */
const maxIdentical = 3
/** Calls of one answer. */
const mostCalls = 64

/**
 * Model and tools in turns until there is a text. When the model goes round in circles or uses up its rounds it is
 * asked once more without tools, so that the chat gets an answer from what was found.
 */
export async function runTurnLoop(options: TurnLoopOptions): Promise<TurnAnswer> {
  const messages = [...options.messages]
  const toolCalls: ToolCallRecord[] = []
  const thinking: string[] = []
  const repeats = new Map<string, number>()
  // Of tools: what is kept of a round must be found under its number again, however often more was said in between.
  let round = 0
  for (;;) {
    const circling = [...repeats.values()].some((times) => times >= maxIdentical)
    const tools = round < options.maxRounds && !circling ? options.tools : []
    const earlier = options.earlier[round]
    const answer =
      earlier ??
      (await options.ask({
        messages,
        tools,
        ...(options.temperature !== null && { temperature: options.temperature }),
        ...(options.maxOutputTokens !== null && { maxOutputTokens: options.maxOutputTokens }),
      }))
    options.signal.throwIfAborted()
    const clean = removeThinking(answer.text)
    thinking.push(answer.reasoning, clean.thinking)
    if (answer.toolCalls.length === 0 || (tools.length === 0 && !earlier)) {
      const joined = await options.joined(true)
      if (joined.length > 0) {
        messages.push(...joined)
        continue
      }
      if (answer.toolCalls.length > 0 && clean.text === '') throw onlyTools()
      return { text: clean.text, thinking: thinking.filter(Boolean).join('\n\n'), toolCalls }
    }
    const calls = earlier ? answer.toolCalls : withinLimits(answer.toolCalls, repeats)
    if (!earlier) options.keep(round, { ...answer, toolCalls: calls })
    messages.push({
      role: 'assistant',
      content: clean.text,
      toolCalls: calls,
      ...(answer.reasoning !== '' && { reasoning: answer.reasoning }),
    })
    const results = await options.runTools(round, calls)
    options.signal.throwIfAborted()
    calls.forEach((call, index) => {
      const result = results[index]
      if (!result) throw new Error(`Call ${call.id} of round ${round} has no result`)
      toolCalls.push(result.record)
      messages.push({ role: 'tool', callId: call.id, content: result.record.result })
      repeats.set(keyOf(call), (repeats.get(keyOf(call)) ?? 0) + 1)
    })
    const pictures = results.flatMap((result) => result.pictures)
    if (pictures.length > 0) messages.push(shown(pictures))
    messages.push(...(await options.joined(false)))
    round++
  }
}

/** What is left of the calls of one answer: not more than anybody needs, and not the same again and again. */
function withinLimits(calls: readonly ToolCall[], before: ReadonlyMap<string, number>): readonly ToolCall[] {
  const times = new Map(before)
  return calls.slice(0, mostCalls).filter((call) => {
    const so = times.get(keyOf(call)) ?? 0
    times.set(keyOf(call), so + 1)
    return so < maxIdentical
  })
}

function keyOf({ name, arguments: args }: ToolCall): string {
  return `${name} ${args}`
}

/** Vendors take no pictures in the result of a tool: they follow as if somebody had sent them. */
function shown(pictures: readonly PromptPicture[]): PromptMessage {
  const names = pictures.map(({ label }) => label).join('、')
  return { role: 'user', content: `（${names} 是工具返回的图片，不是谁发的）`, pictures }
}

function onlyTools(): ProblemError {
  return new ProblemError({
    code: 'turn.rounds',
    message: '模型只顾着用工具，没有回答',
    hint: '换一个更会用工具的模型，或者在这个聊天里关掉工具',
  })
}
