import { randomUUID } from 'node:crypto'
import type { ModelEvent, ToolCall, Usage } from '../chat-model.ts'

type Finish = Extract<ModelEvent, { type: 'end' }>['finish']
type Json = Record<string, unknown>

/** Finish reasons with which vendors say that they broke off for their own sake. */
const brokenOff: ReadonlySet<string> = new Set(['insufficient_system_resource', 'network_error', 'error'])

/**
 * Folds the chunks of one chat completion into events. Pieces of tool calls are joined and come out at the end.
 * Chunks are taken as they come: any field may be missing, null, or of another type.
 */
export class AnswerReader {
  readonly #calls: { id: string; name: string; arguments: string; index: number; vendor: Json | null }[] = []
  readonly #newId: () => string
  #details = ''
  #answering = false
  #finish: string | null = null
  #usage: Usage | null = null
  #characters = 0

  constructor(newId: () => string = () => `call_${randomUUID().slice(0, 8)}`) {
    this.#newId = newId
  }

  /** Whether the vendor has said why the answer ended. */
  get finished(): boolean {
    return this.#finish !== null
  }

  /** Whether the vendor broke the answer off because of trouble on its own side. */
  get brokenOff(): boolean {
    return this.#finish !== null && brokenOff.has(this.#finish)
  }

  /** Whether a piece of a tool call has come: a sign of life although no event shows it yet. */
  get callsStarted(): boolean {
    return this.#calls.length > 0
  }

  /** How much has come: text, thinking, and what tools are called with. */
  get characters(): number {
    return this.#characters
  }

  /** Whether anything of an answer has come, be it empty. */
  get answering(): boolean {
    return this.#answering
  }

  /** The events of one chunk; of a whole completion that was not streamed, too. */
  read(chunk: unknown): ModelEvent[] {
    if (!isObject(chunk)) return []
    const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined
    // Moonshot puts the usage into the choice.
    this.#usage = readUsage(chunk.usage) ?? (isObject(choice) ? readUsage(choice.usage) : null) ?? this.#usage
    if (!isObject(choice)) return []
    this.#answering = true
    if (typeof choice.finish_reason === 'string' && choice.finish_reason !== '') {
      this.#finish = choice.finish_reason
    }
    const delta = isObject(choice.delta) ? choice.delta : choice.message
    if (!isObject(delta)) return []
    const events: ModelEvent[] = []
    const reasoning =
      readText(delta.reasoning_content) || readText(delta.reasoning) || this.#readDetails(delta)
    if (reasoning) events.push({ type: 'reasoning', text: reasoning })
    const text = readText(delta.content) || readText(delta.refusal)
    if (text) events.push({ type: 'text', text })
    const pieces: unknown[] = Array.isArray(delta.tool_calls) ? delta.tool_calls : []
    for (const [at, piece] of pieces.entries()) this.#readPiece(piece, at)
    this.#characters += reasoning.length + text.length
    return events
  }

  /** The joined tool calls, then `end`. */
  end(): ModelEvent[] {
    const calls = this.#calls.filter((call) => call.name !== '')
    const ids = new Set<string>()
    return [
      ...calls.map(({ id, name, arguments: text, vendor }): ModelEvent => {
        // Two of one id cannot be told apart by their results.
        const own = id !== '' && !ids.has(id) ? id : this.#newId()
        ids.add(own)
        const call: ToolCall = { id: own, name, arguments: text || '{}' }
        return { type: 'tool-call', call: vendor ? { ...call, vendor } : call }
      }),
      { type: 'end', finish: calls.length > 0 ? 'tool-calls' : readFinish(this.#finish), usage: this.#usage },
    ]
  }

  /** OpenRouter sends pieces here; MiniMax sends, each time, all there is so far. */
  #readDetails({ reasoning_details: details }: Json): string {
    if (!Array.isArray(details)) return ''
    const text = details
      .map((detail) => (isObject(detail) ? readText(detail.text) || readText(detail.summary) : ''))
      .join('')
    const known = this.#details
    const whole = known !== '' && text.length > known.length && text.startsWith(known)
    this.#details = whole ? text : known + text
    return whole ? text.slice(known.length) : text
  }

  #readPiece(piece: unknown, at: number): void {
    if (!isObject(piece)) return
    const made = isObject(piece.function) ? piece.function : {}
    const index = typeof piece.index === 'number' ? piece.index : at
    const id = typeof piece.id === 'string' ? piece.id : ''
    const name = typeof made.name === 'string' ? made.name : ''
    let call = this.#calls.findLast((known) => known.index === index)
    // Some endpoints number every call 0; a new id with a name is a new call.
    if (!call || (id !== '' && call.id !== '' && id !== call.id && name !== '')) {
      call = { id, name, arguments: '', index, vendor: null }
      this.#calls.push(call)
    }
    call.id ||= id
    call.name ||= name
    call.vendor = vendorOf(piece) ?? call.vendor
    const more = isObject(made.arguments) ? JSON.stringify(made.arguments) : made.arguments
    if (typeof more !== 'string') return
    call.arguments += more
    this.#characters += more.length
  }
}

/** What Gemini and gateways before it send along with a call and want to see again. */
function vendorOf(piece: Json): Json | null {
  const { extra_content: extra, provider_specific_fields: specific } = piece
  if (!isObject(extra) && !isObject(specific)) return null
  return {
    ...(isObject(extra) ? { extra_content: extra } : {}),
    ...(isObject(specific) ? { provider_specific_fields: specific } : {}),
  }
}

function readFinish(reason: string | null): Finish {
  switch (reason) {
    case 'length':
    case 'max_tokens':
      return 'length'
    case 'content_filter':
    case 'sensitive':
      return 'filtered'
    default:
      return 'stop'
  }
}

/** Counts as OpenAI names them, with DeepSeek's name for what came from its cache. */
function readUsage(usage: unknown): Usage | null {
  if (!isObject(usage)) return null
  const prompt = isObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  const completion = isObject(usage.completion_tokens_details) ? usage.completion_tokens_details : {}
  const counted = {
    inputTokens: count(usage.prompt_tokens),
    cachedTokens:
      count(prompt.cached_tokens) || count(usage.prompt_cache_hit_tokens) || count(usage.cached_tokens),
    outputTokens: count(usage.completion_tokens),
    reasoningTokens: count(completion.reasoning_tokens),
  }
  const beside = thoughtBeside(counted, count(usage.total_tokens))
  return {
    ...counted,
    outputTokens: counted.outputTokens + beside,
    reasoningTokens: counted.reasoningTokens || beside,
  }
}

/** xAI and Gemini count thinking beside the output and charge it like output: only the total shows it. */
function thoughtBeside(counted: Usage, total: number): number {
  const { inputTokens, cachedTokens, outputTokens, reasoningTokens } = counted
  const beside = Math.max(0, total - inputTokens - outputTokens)
  // What came from a cache may be counted beside the rest, too.
  const isThought = reasoningTokens > 0 ? beside === reasoningTokens : cachedTokens === 0
  return isThought ? beside : 0
}

/** Text as a string, or as a list of parts of which only text is kept. */
function readText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (isObject(part) && typeof part.text === 'string' ? part.text : '')).join('')
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : 0
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
