import type { ModelCallRecord } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import { isAbort, toProblem } from '../kernel/problem.ts'
import type { ChatModel, ModelRequest, ToolCall } from '../models/chat-model.ts'

export interface ModelAnswer {
  readonly text: string
  readonly reasoning: string
  readonly toolCalls: readonly ToolCall[]
}

export interface ModelCallOptions {
  readonly model: ChatModel
  /** Full name, for the record. */
  readonly name: string
  readonly purpose: string
  readonly clock: Clock
  readonly signal: AbortSignal
  estimate(text: string): number
  record(call: ModelCallRecord): void
  onDelta(kind: 'text' | 'reasoning', text: string): void
}

/** One request to a model, collected from its stream, and recorded however it ends. */
export async function callModel(request: ModelRequest, options: ModelCallOptions): Promise<ModelAnswer> {
  const { clock, signal } = options
  const at = clock.now()
  const start = clock.monotonic()
  let firstTokenMs: number | null = null
  let text = ''
  let reasoning = ''
  const toolCalls: ToolCall[] = []
  let usage: Extract<Awaited<ReturnType<typeof collect>>, object> | null = null

  async function collect() {
    for await (const event of options.model.stream(request, signal)) {
      if (event.type === 'end') return event.usage
      firstTokenMs ??= clock.monotonic() - start
      if (event.type === 'tool-call') toolCalls.push(event.call)
      else {
        if (event.type === 'text') text += event.text
        else reasoning += event.text
        options.onDelta(event.type, event.text)
      }
    }
    return null
  }

  const finish = (problem: ModelCallRecord['problem']) => {
    const counted = usage ?? {
      inputTokens: request.messages.reduce((sum, message) => sum + options.estimate(message.content), 0),
      cachedTokens: 0,
      outputTokens: options.estimate(text) + options.estimate(reasoning),
      reasoningTokens: options.estimate(reasoning),
    }
    options.record({
      at,
      purpose: options.purpose,
      model: options.name,
      firstTokenMs,
      totalMs: clock.monotonic() - start,
      ...counted,
      estimated: usage === null,
      problem,
    })
  }

  try {
    usage = await collect()
  } catch (error) {
    finish(isAbort(error) || signal.aborted ? null : toProblem(error))
    throw error
  }
  finish(null)
  return { text, reasoning, toolCalls }
}
