import type { Refusal } from './errors.ts'

/** Thrown for a refusal, wherever it stood: in the status or in the place of an answer. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`Refused with ${refusal.status}`)
    this.refusal = refusal
  }
}

type Json = Record<string, unknown>

/** What vendors call their refusals where they give no status. */
const statusByWord: Readonly<Record<string, number>> = {
  invalid_api_key: 401,
  authentication_error: 401,
  insufficient_quota: 402,
  permission_error: 403,
  model_not_found: 404,
  not_found_error: 404,
  rate_limit_exceeded: 429,
  rate_limit_error: 429,
  overloaded_error: 529,
  invalid_request_error: 400,
  context_length_exceeded: 400,
  content_filter: 400,
}

const statusByMiniMax: Readonly<Record<number, number>> = {
  1002: 429,
  1004: 401,
  1008: 402,
  1039: 429,
  2013: 400,
  2049: 401,
}

/** The refusal that came with an accepting status; null for a chunk of an answer. `text` is what was parsed. */
export function refusalIn(chunk: unknown, text: string): Refusal | null {
  if (typeof chunk !== 'object' || chunk === null) return null
  const { error, choices, base_resp: base, code, object, success } = chunk as Json
  if (error) return { status: statusOf(error), body: text }
  if (Array.isArray(choices) && choices.length > 0) return null
  // MiniMax ends every answer with one; its 0 means that all went well.
  if (isObject(base) && typeof base.status_code === 'number' && base.status_code !== 0) {
    return { status: statusByMiniMax[base.status_code] ?? 500, body: text }
  }
  const { message, msg, detail, usage } = chunk as Json
  const says = [message, msg, detail].some((words) => typeof words === 'string' && words !== '')
  const bad = object === 'error' || success === false || (code !== undefined && !fine.has(code)) || detail
  return says && bad && !usage ? { status: statusOf(chunk), body: text } : null
}

const fine: ReadonlySet<unknown> = new Set([null, 0, 200, '0', '200', ''])

/** Gateways put the status of whoever refused into the code; anything else counts as trouble of theirs. */
function statusOf(error: unknown): number {
  if (!isObject(error)) return 500
  for (const named of [error.code, error.status, error.status_code, error.type]) {
    const status = typeof named === 'string' ? (statusByWord[named] ?? Number(named)) : Number(named)
    if (Number.isInteger(status) && status >= 400 && status < 600) return status
  }
  return 500
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}
