import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'

/**
 * What the chat hears when an answer failed: the owner's words for this kind of failure, else those for any; '' says
 * nothing. Never anything of the problem itself: it may name keys, addresses and files.
 */
export function apologyFor({ apology, apologies }: ChatSettings, problem: Problem): string {
  const kind = kindOf(problem)
  return (kind && apologies[kind].trim()) || apology
}

function kindOf({ code, detail = '' }: Problem): keyof ChatSettings['apologies'] | null {
  // 503 and 529 are how servers say that they are overloaded, 504 that the one behind them was too slow.
  const status = code === 'model.server' ? /^HTTP (\d{3})\b/.exec(detail)?.[1] : undefined
  if (code === 'model.rate-limit' || status === '503' || status === '529') return 'busy'
  if (code.startsWith('model.timeout.') || code === 'turn.idle' || status === '504') return 'slow'
  if (unavailable.has(code)) return 'unavailable'
  return null
}

const unavailable = new Set([
  'model.auth',
  'model.balance',
  'model.not-found',
  'model.unknown',
  'model.ambiguous',
  'model.resting',
  'model.proxy',
  'model.proxy-login',
])
