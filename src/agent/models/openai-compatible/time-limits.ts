import type { Clock } from '../../kernel/clock.ts'

export type LimitKind = 'first-token' | 'silence'

/**
 * Watches one answer: at most `firstTokenMs` until its first part, then at most `silenceMs` between two signs of
 * life. Calls `onLate` once when a limit is passed. A sign of life costs no timer, only a look at the clock.
 */
export function watchAnswer(options: {
  clock: Clock
  firstTokenMs: number
  silenceMs: number
  onLate(kind: LimitKind): void
}): { started(): void; alive(): void; stop(): void } {
  const { clock, silenceMs, onLate } = options
  let lastAt: number | null = null
  let cancel = clock.after(options.firstTokenMs, () => onLate('first-token'))

  const watchSilence = (ms: number): void => {
    cancel = clock.after(ms, () => {
      const quiet = clock.monotonic() - (lastAt ?? 0)
      if (quiet >= silenceMs) onLate('silence')
      else watchSilence(silenceMs - quiet)
    })
  }

  return {
    started() {
      if (lastAt !== null) return
      cancel()
      lastAt = clock.monotonic()
      watchSilence(silenceMs)
    },
    alive() {
      if (lastAt !== null) lastAt = clock.monotonic()
    },
    stop: () => cancel(),
  }
}
