import type { Risk, ToolRole } from '../../../shared/tools.ts'
import type { Asked } from '../tool-context.ts'
import type { CallOutput } from './call-output.ts'

/** What the process of a tool file is started with. */
export interface ProcessSetup {
  /** The file's name, and where it is. */
  readonly file: string
  readonly path: string
  /** Where TypeScript is written without its types; the bot removes it after loading. */
  readonly stripped: string
  readonly source: string
  /** Of the settings form, secrets among them. */
  readonly values: Readonly<Record<string, unknown>>
}

/** A tool as its file declares it; JSON all through. */
export interface ToolDefinition {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly risk: Risk
  readonly timeoutMs: number | null
  readonly retries: number
  readonly parallel: boolean
}

/** A tool that cannot be offered, and why, in words. */
export interface ToolFault {
  readonly name: string
  readonly message: string
}

/** What a file came to when it was loaded. */
export interface Loaded {
  readonly tools: readonly ToolDefinition[]
  readonly faults: readonly ToolFault[]
  /** JSON Schema of its settings form; null when it has none. */
  readonly settings: Readonly<Record<string, unknown>> | null
}

/** Who calls and where, as the file's code is told. */
export interface CallFacts {
  readonly chatId: string
  /** '' when it is tried out from the panel. */
  readonly sessionId: string
  readonly senderId: string
  readonly senderName: string
  readonly role: ToolRole
}

export interface OutputLine {
  readonly level: 'info' | 'error'
  readonly text: string
  /** Of a call that says what it is at; shown while it runs. */
  readonly call?: number
}

/** What a call asks of the bot; `json` is the value as text. What is granted to `ask` is the answer, or null. */
export type Wish =
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'picture'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'ask'; readonly asked: Asked }
  | { readonly kind: 'get' | 'delete'; readonly key: string }
  | { readonly kind: 'set'; readonly key: string; readonly json: string }

export type ToProcess =
  /** The first one. */
  | { readonly kind: 'setup'; readonly setup: ProcessSetup; readonly heapMegabytes: number }
  | {
      readonly kind: 'call'
      readonly id: number
      readonly tool: string
      readonly input: unknown
      readonly facts: CallFacts
    }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'granted'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly message: string }
  | { readonly kind: 'settings'; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: 'ping' }

export type FromProcess =
  | { readonly kind: 'loaded'; readonly loaded: Loaded }
  | { readonly kind: 'broken'; readonly message: string; readonly hint: string }
  /** An error that nothing caught, outside of calls: it ends over it. */
  | { readonly kind: 'crashed'; readonly message: string }
  | { readonly kind: 'done'; readonly id: number; readonly output: CallOutput }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'wish'; readonly id: number; readonly call: number; readonly wish: Wish }
  | { readonly kind: 'output'; readonly lines: readonly OutputLine[] }
  | { readonly kind: 'pong' }
