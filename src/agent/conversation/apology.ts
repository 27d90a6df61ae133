import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'

type Kind = keyof ChatSettings['apologies']

/** Which kind of failure a problem is, by the codes of `models/`; those below a code count with it. */
const kinds: readonly [code: string, kind: Kind][] = [
  ['model.rate-limit', 'busy'],
  ['model.timeout', 'slow'],
  ['turn.idle', 'slow'],
  ['model.auth', 'unavailable'],
  ['model.balance', 'unavailable'],
  ['model.not-found', 'unavailable'],
  ['model.unknown', 'unavailable'],
  ['model.ambiguous', 'unavailable'],
]

/** What a chat hears when it gets no answer: in the words of its owner, and nothing of the cause. */
export function apologyFor(settings: ChatSettings, { code }: Problem): string {
  const kind = kinds.find(([known]) => code === known || code.startsWith(`${known}.`))?.[1]
  return (kind && settings.apologies[kind]) || settings.apology
}
