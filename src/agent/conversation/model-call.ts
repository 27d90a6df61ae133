import type { Price } from '../../shared/provider.ts'
import type { ModelCallRecord } from '../../shared/state.ts'
import { costOf } from '../costs/price.ts'
import type { Clock } from '../kernel/clock.ts'
import { isAbort, toProblem } from '../kernel/problem.ts'
import type { ChatModel, ModelEvent, ModelRequest, ToolCall, Usage } from '../models/chat-model.ts'
import { estimateRequest, estimateTokens } from '../models/tokens.ts'

export interface ModelAnswer {
  readonly text: string
  readonly reasoning: string
  readonly toolCalls: readonly ToolCall[]
}

export interface ModelCallOptions {
  readonly model: ChatModel
  /** Full name, for the record. */
  readonly name: string
  readonly purpose: 'chat' | 'vision' | 'summary'
  readonly price: Price | null
  readonly clock: Clock
  readonly signal: AbortSignal
  /** How far our estimates are off for this model. */
  readonly tokenFactor: number
  record(call: ModelCallRecord): void
  onDelta(kind: 'text' | 'reasoning', text: string): void
  /** It is tried again: what came so far is void. */
  onRetry?(retry: Extract<ModelEvent, { type: 'retry' }>): void
}

/** One request to a model, collected from its stream, and recorded however it ends. */
export async function callModel(request: ModelRequest, options: ModelCallOptions): Promise<ModelAnswer> {
  const { clock, signal } = options
  const at = clock.now()
  const start = clock.monotonic()
  let firstTokenMs: number | null = null
  let attempts = 1
  let text = ''
  let reasoning = ''
  let toolCalls: ToolCall[] = []
  let usage: Usage | null = null
  /** Of attempts that broke off: vendors charge for what they have said. */
  let lost = nothing

  async function collect(): Promise<void> {
    for await (const event of options.model.stream(request, signal)) {
      if (event.type === 'end') {
        usage = event.usage
        return
      }
      if (event.type === 'retry') {
        if (firstTokenMs !== null) lost = sumOf(lost, estimated())
        firstTokenMs = null
        text = ''
        reasoning = ''
        toolCalls = []
        attempts = event.attempt
        options.onRetry?.(event)
        continue
      }
      firstTokenMs ??= clock.monotonic() - start
      if (event.type === 'tool-call') toolCalls.push(event.call)
      else {
        if (event.type === 'text') text += event.text
        else reasoning += event.text
        options.onDelta(event.type, event.text)
      }
    }
  }

  const finish = (problem: ModelCallRecord['problem']) => {
    const last = usage ?? (firstTokenMs === null ? nothing : estimated())
    const counted = sumOf(lost, last)
    options.record({
      at,
      purpose: options.purpose,
      model: options.name,
      firstTokenMs,
      totalMs: clock.monotonic() - start,
      ...counted,
      estimated: (usage === null && firstTokenMs !== null) || lost !== nothing,
      cost: costOf(counted, options.price),
      attempts,
      problem,
    })
  }

  const estimated = (): Usage => {
    const count = (one: string) => Math.ceil(estimateTokens(one) * options.tokenFactor)
    const calls = toolCalls.reduce((sum, call) => sum + count(call.name + call.arguments), 0)
    return {
      inputTokens: Math.ceil(estimateRequest(request) * options.tokenFactor),
      cachedTokens: 0,
      outputTokens: count(text) + count(reasoning) + calls,
      reasoningTokens: count(reasoning),
    }
  }

  try {
    await collect()
  } catch (error) {
    finish(isAbort(error) || signal.aborted ? null : toProblem(error))
    throw error
  }
  finish(null)
  return { text, reasoning, toolCalls }
}

/** A call of which nothing came is charged by no vendor. */
const nothing: Usage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0 }

function sumOf(one: Usage, other: Usage): Usage {
  if (one === nothing) return other
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    reasoningTokens: one.reasoningTokens + other.reasoningTokens,
  }
}
