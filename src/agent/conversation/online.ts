import { sandboxSelfId } from '../../shared/sandbox.ts'
import type { AccountState, ConnectionState } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Topic } from '../kernel/topic.ts'

/** A connection that was lost is usually back within seconds; nobody waits longer than this for an answer. */
const patienceMs = 60_000

/** States that pass by themselves. The others need a person. */
const passing: readonly ConnectionState[] = ['listening', 'connecting', 'waiting-retry']

/**
 * Resolves as soon as the account can send, or can be seen not to, at the latest after a minute: an answer that is
 * ready while the connection is being made again waits for it. Rejects with the signal's reason when aborted.
 */
export function whenOnline(
  accounts: Topic<Record<string, AccountState>>,
  selfId: string,
  options: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  const { clock, signal } = options
  const settled = () => {
    if (selfId === sandboxSelfId) return true
    const all = Object.values(accounts.value)
    const own = all.find((account) => account.selfId === selfId)
    if (own) return !passing.includes(own.state)
    // One that is being connected for the first time may turn out to be it, until it has told its number.
    const unnamed = all.filter((account) => account.selfId === null)
    return !unnamed.some(({ state }) => state === 'connected' || passing.includes(state))
  }
  if (signal.aborted) return Promise.reject(signal.reason)
  if (settled()) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const finish = (end: () => void) => {
      unsubscribe()
      cancel()
      signal.removeEventListener('abort', onAbort)
      end()
    }
    const onAbort = () => finish(() => reject(signal.reason))
    const unsubscribe = accounts.subscribe(() => {
      if (settled()) finish(resolve)
    })
    const cancel = clock.after(patienceMs, () => finish(resolve))
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
