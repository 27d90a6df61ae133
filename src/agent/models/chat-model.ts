/** What is said to a model. Every assistant message with `toolCalls` is followed by one `tool` message per call. */
export type ModelMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly content: string }

export interface ToolCall {
  readonly id: string
  readonly name: string
  /** JSON text as the model wrote it; may be invalid. */
  readonly arguments: string
}

/** A tool as it is described to a model. */
export interface ToolSpec {
  readonly name: string
  readonly description: string
  /** JSON Schema of the input object. */
  readonly parameters: Record<string, unknown>
}

export interface ModelRequest {
  readonly messages: readonly ModelMessage[]
  readonly tools: readonly ToolSpec[]
  /** 0 to 2; the vendor's default when absent. */
  readonly temperature?: number
  /** Longest answer in tokens; the vendor's default when absent. */
  readonly maxOutputTokens?: number
}

/** Tokens of one call as the vendor counted them. */
export interface Usage {
  readonly inputTokens: number
  /** Part of the input that came from the vendor's prompt cache. */
  readonly cachedTokens: number
  readonly outputTokens: number
  /** Part of the output that was thinking. */
  readonly reasoningTokens: number
}

export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCall }
  /** Always the last event. `usage` is null when the vendor returned none. */
  | {
      readonly type: 'end'
      readonly finish: 'stop' | 'length' | 'tool-calls' | 'filtered'
      readonly usage: Usage | null
    }

/**
 * One model of one provider. `stream` yields events and ends with exactly one `end`;
 * it throws a ProblemError (`model.*`) for failures and an AbortError when the signal is aborted.
 */
export interface ChatModel {
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>
}

/** An endpoint that offers models. */
export interface ModelProvider {
  model(name: string): ChatModel
  /** Names the endpoint lists, sorted; throws a ProblemError (`model.*`). */
  listModels(signal: AbortSignal): Promise<string[]>
}
