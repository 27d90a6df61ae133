import { ProblemError } from '../kernel/problem.ts'
import type { ToolCall, ToolSpec } from '../models/chat-model.ts'
import type { ToolCallRecord } from '../storage/turns.ts'
import type { ModelAnswer } from './model-call.ts'
import type { PromptMessage, PromptRequest } from './prompt-message.ts'
import { removeThinking } from './thinking.ts'

export interface TurnLoopOptions {
  readonly messages: readonly PromptMessage[]
  readonly tools: readonly ToolSpec[]
  readonly temperature: number | null
  readonly maxOutputTokens: number | null
  readonly signal: AbortSignal
  /** Sends one request; rejects with a ProblemError or an AbortError. */
  ask(request: PromptRequest): Promise<ModelAnswer>
  /**
   * What was said since the last time, to be seen at the next step. With `last` there is an answer; what comes then
   * makes the model think again, and its answer is not given.
   */
  joined(last: boolean): Promise<readonly PromptMessage[]>
  /** Runs one tool; rejects only when aborted. */
  runTool(call: ToolCall): Promise<ToolCallRecord>
}

export interface TurnAnswer {
  /** What is said in the chat; '' when the model chose to say nothing. */
  readonly text: string
  readonly thinking: string
  readonly toolCalls: readonly ToolCallRecord[]
}

/** Rounds of tools in one turn, and how often the very same call may come in it. */
const maxRounds = 10
const maxIdentical = 3

/**
 * Model and tools in turns until there is a text. When the model goes round in circles or uses up its rounds it is
 * asked once more without tools, so that the chat gets an answer from what was found.
 */
export async function runTurnLoop(options: TurnLoopOptions): Promise<TurnAnswer> {
  const messages = [...options.messages]
  const toolCalls: ToolCallRecord[] = []
  const thinking: string[] = []
  const repeats = new Map<string, number>()
  for (let round = 0; ; round++) {
    const circling = [...repeats.values()].some((times) => times >= maxIdentical)
    const tools = round < maxRounds && !circling ? options.tools : []
    const answer = await options.ask({
      messages,
      tools,
      ...(options.temperature !== null && { temperature: options.temperature }),
      ...(options.maxOutputTokens !== null && { maxOutputTokens: options.maxOutputTokens }),
    })
    options.signal.throwIfAborted()
    const clean = removeThinking(answer.text)
    thinking.push(answer.reasoning, clean.thinking)
    if (answer.toolCalls.length === 0 || tools.length === 0) {
      const joined = await options.joined(true)
      if (joined.length > 0) {
        messages.push(...joined)
        continue
      }
      if (answer.toolCalls.length > 0 && clean.text === '') throw onlyTools()
      return { text: clean.text, thinking: thinking.filter(Boolean).join('\n\n'), toolCalls }
    }
    messages.push({
      role: 'assistant',
      content: clean.text,
      toolCalls: answer.toolCalls,
      ...(answer.reasoning !== '' && { reasoning: answer.reasoning }),
    })
    const results = await Promise.all(answer.toolCalls.map(options.runTool))
    options.signal.throwIfAborted()
    results.forEach((result, index) => {
      const call = answer.toolCalls[index]
      if (!call) return
      toolCalls.push(result)
      messages.push({ role: 'tool', callId: call.id, content: result.result })
      const key = `${call.name} ${call.arguments}`
      repeats.set(key, (repeats.get(key) ?? 0) + 1)
    })
    messages.push(...(await options.joined(false)))
  }
}

function onlyTools(): ProblemError {
  return new ProblemError({
    code: 'turn.rounds',
    message: '模型只顾着用工具，没有回答',
    hint: '换一个更会用工具的模型，或者在这个聊天里关掉工具',
  })
}
