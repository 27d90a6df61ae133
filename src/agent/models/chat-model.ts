import type { Balance } from '../../shared/costs.ts'
import type { Problem } from '../../shared/problem.ts'
import type { ListedModel } from '../../shared/provider.ts'

/** What is said to a model. Every assistant message with `toolCalls` is followed by one `tool` message per call. */
export type ModelMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string; readonly images?: readonly ModelImage[] }
  | {
      readonly role: 'assistant'
      readonly content: string
      readonly toolCalls?: readonly ToolCall[]
      /** What it thought before these calls, for vendors that want it back within the turn. */
      readonly reasoning?: string
    }
  | { readonly role: 'tool'; readonly callId: string; readonly content: string }

/** A picture that goes with what a user said. */
export interface ModelImage {
  /** What the text calls it, such as 图1; said right before the picture. */
  readonly label: string
  readonly hash: string
  /** `data:image/…;base64,…`. */
  readonly url: string
}

export interface ToolCall {
  readonly id: string
  readonly name: string
  /** JSON text as the model wrote it; may be invalid. */
  readonly arguments: string
  /** What the vendor sent along and wants back unchanged, such as a signature of its thinking. */
  readonly vendor?: unknown
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
  /**
   * The attempt failed and is made again after `waitMs`: what came so far is void and comes anew.
   * `attempt` counts from 2.
   */
  | {
      readonly type: 'retry'
      readonly attempt: number
      readonly waitMs: number
      readonly problem: Problem
    }
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
  /** What the endpoint lists, sorted by name; throws a ProblemError (`model.*`). */
  listModels(signal: AbortSignal): Promise<ListedModel[]>
  /** What is left at the vendor; null when it does not tell. Throws a ProblemError (`model.*`). */
  balance(signal: AbortSignal): Promise<Balance | null>
}
