import http from 'node:http'
import { setTimeout as sleep, setImmediate as tick } from 'node:timers/promises'

/** What the fake does with one request. Everything but `hold` can travel as JSON to `POST /__next`. */
export interface FakeAnswer {
  /** Default `echo: <last user text>`; null for no text at all (an answer of tool calls only). */
  readonly text?: string | null
  /** Thinking, sent before the text. */
  readonly reasoning?: string
  /** Name of the field the thinking comes in; vendors differ. Default `reasoning_content`. */
  readonly reasoningField?: 'reasoning_content' | 'reasoning'
  readonly toolCalls?: readonly FakeToolCall[]
  /** Into how many deltas the text (and every tool call's arguments) is cut. Default 4. */
  readonly pieces?: number
  /** Cuts the bytes of the stream every so many bytes: inside characters and lines too. Default: one write a delta. */
  readonly bytesPerWrite?: number
  /** Milliseconds before the first delta. Default 0. */
  readonly firstTokenDelay?: number
  /** Milliseconds between two deltas. Default 0. */
  readonly pieceDelay?: number
  /** The `usage` object of the last chunk; null for none. Default: counts of characters. */
  readonly usage?: Record<string, unknown> | null
  /** Default `stop`, or `tool_calls` with tool calls; null for a stream that never says why it ended. */
  readonly finish?: string | null
  /** Whether `[DONE]` closes the stream. Default true. */
  readonly done?: boolean
  /** Refuses with this status. */
  readonly status?: number
  /** Body of a refusal (JSON, or text such as an HTML page), or of a stream sent exactly as it is. */
  readonly body?: string | Record<string, unknown>
  readonly headers?: Record<string, string>
  /** Says nothing more from this point on, with the connection open. */
  readonly stall?: 'before-headers' | 'before-first-token' | 'mid-stream'
  /** Destroys the connection at this point; `before-done` is behind the finish reason. */
  readonly cut?: 'before-headers' | 'before-first-token' | 'mid-stream' | 'before-done'
  /** Waits for `until` before the delta with this index is sent. */
  readonly holdPiece?: { readonly index: number; readonly until: Promise<unknown> }
  /** Waits for this before the headers are sent. */
  readonly hold?: Promise<unknown>
}

interface FakeToolCall {
  readonly id?: string
  readonly name: string
  /** JSON text, or an object that becomes it. */
  readonly arguments: string | Record<string, unknown>
}

/** How a refusal of a real vendor looks, by its status. */
export function refusal(status: number, message: string, headers: Record<string, string> = {}): FakeAnswer {
  return { status, headers, body: { error: { message, type: 'invalid_request_error', code: null } } }
}

/** What the contract of model providers wants: thinking and failing on demand. */
export function asTold({ text }: { text: string }): FakeAnswer {
  if (text.includes('出错')) return refusal(500, 'boom')
  return { pieceDelay: 1, ...(text.includes('思考') ? { reasoning: '让我想想' } : {}) }
}

/** A refusal as a gateway in between sends it: a page, not JSON. */
export function htmlRefusal(status: number, headers: Record<string, string> = {}): FakeAnswer {
  const body = `<!DOCTYPE html><html><head><title>${status} ${http.STATUS_CODES[status]}</title></head><body><h1>nginx</h1></body></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body }
}

/** The deltas of an answer, in order, without the finish reason. */
export function deltasOf(answer: FakeAnswer, echo: string): Record<string, unknown>[] {
  const pieces = Math.max(1, answer.pieces ?? 4)
  const field = answer.reasoningField ?? 'reasoning_content'
  const deltas: Record<string, unknown>[] = []
  for (const piece of slices(answer.reasoning ?? '', pieces)) deltas.push({ [field]: piece, content: null })
  for (const piece of slices(textOf(answer, echo) ?? '', pieces)) deltas.push({ content: piece })
  answer.toolCalls?.forEach((call, index) => {
    const [first = '', ...rest] = slices(argumentsOf(call), pieces)
    const id = call.id ?? `call_${index}`
    deltas.push({
      tool_calls: [{ index, id, type: 'function', function: { name: call.name, arguments: first } }],
    })
    for (const piece of rest) deltas.push({ tool_calls: [{ index, function: { arguments: piece } }] })
  })
  return deltas
}

/** The text of an answer, null when it has none. */
export function textOf(answer: FakeAnswer, echo: string): string | null {
  if (answer.text !== undefined) return answer.text
  return answer.toolCalls ? null : echo
}

export function argumentsOf(call: FakeToolCall): string {
  return typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments)
}

export function finishOf(answer: FakeAnswer): string | null {
  return answer.finish === undefined ? (answer.toolCalls ? 'tool_calls' : 'stop') : answer.finish
}

/** Writes `bytes` as one piece, or cut every `size` bytes with a turn of the event loop between the cuts. */
export async function writeCut(
  write: (bytes: Uint8Array) => void,
  bytes: Uint8Array,
  size = bytes.length,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) {
    if (at > 0) await tick()
    write(bytes.subarray(at, at + size))
  }
}

export async function pause(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms)
}

function slices(text: string, count: number): string[] {
  const size = Math.ceil(text.length / count)
  const parts: string[] = []
  for (let at = 0; at < text.length; at += size) parts.push(text.slice(at, at + size))
  return parts
}
