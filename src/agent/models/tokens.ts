import type { ModelRequest } from './chat-model.ts'

/** Tokens per character by kind of writing, as the common tokenizers come out on chat text. */
const wide = 0.7
const narrow = 0.25
const other = 0.5

/** What a message costs beside its text, in tokens: role and separators. */
const perMessage = 4

/** A picture of about a million pixels; vendors count from 85 to 1,600. */
const perPicture = 800

/** Roughly how many tokens `text` has, without asking a tokenizer. Off by up to a third for unusual text. */
export function estimateTokens(text: string): number {
  let ascii = 0
  let cjk = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x80) ascii++
    else if (code >= 0x2e80 && code <= 0xd7ff) cjk++
    else if (code >= 0xff00) cjk++
  }
  return Math.ceil(ascii * narrow + cjk * wide + (text.length - ascii - cjk) * other)
}

/** The same for everything a request sends: messages, tool calls and tool descriptions. */
export function estimateRequest(request: ModelRequest): number {
  let tokens = 0
  for (const message of request.messages) {
    tokens += perMessage + estimateTokens(message.content)
    if (message.role === 'user') tokens += perPicture * (message.images?.length ?? 0)
    if (message.role !== 'assistant') continue
    for (const call of message.toolCalls ?? []) tokens += estimateTokens(call.name + call.arguments)
  }
  for (const tool of request.tools) tokens += estimateTokens(JSON.stringify(tool))
  return tokens
}

/** Learns, per model, by how much the estimate is off from the counts vendors return. */
export class TokenCorrection {
  readonly #factors = new Map<string, number>()
  readonly #calls = new Map<string, number>()

  /** Multiply an estimate by this; 1 before anything was learnt. Stays between 0.3 and 3. */
  factor(model: string): number {
    return this.#factors.get(model) ?? 1
  }

  /** Whether one more call would teach something: the first few do, later only some, since estimating has its price. */
  wantsMore(model: string): boolean {
    const calls = this.#calls.get(model) ?? 0
    this.#calls.set(model, calls + 1)
    return calls < 5 || calls % 10 === 0
  }

  /** Takes one call's counts in. Tiny requests say nothing: their cost is mostly the vendor's own wrapping. */
  learn(model: string, estimated: number, counted: number): void {
    if (estimated < 50 || counted < 50) return
    const seen = Math.min(3, Math.max(0.3, counted / estimated))
    const known = this.#factors.get(model)
    this.#factors.set(model, known === undefined ? seen : known + (seen - known) * 0.2)
  }
}
