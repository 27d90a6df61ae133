import type { Problem } from '../../shared/problem.ts'
import type { ProblemsState, StandingProblem } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Topic } from '../kernel/topic.ts'

/** Standing problems: shown until they are gone, logged once when they come. */
export class ProblemBoard {
  readonly #topic: Topic<ProblemsState>
  readonly #clock: Clock
  readonly #log: Log

  constructor(topic: Topic<ProblemsState>, clock: Clock, log: Log) {
    this.#topic = topic
    this.#clock = clock
    this.#log = log
  }

  /** Shows a problem under a key, or takes it away with null. Safe to call again and again. */
  set(
    key: string,
    problem: Problem | null,
    facts: Partial<Pick<StandingProblem, 'severity' | 'page'>> = {},
  ): void {
    const known = this.#topic.value[key]
    if (!problem) {
      if (known) this.#log.info(`恢复正常：${known.message}`)
      this.#topic.remove(key)
      return
    }
    if (known?.code === problem.code && known.message === problem.message) return
    const severity = facts.severity ?? 'error'
    this.#topic.set(key, { ...problem, ...facts, severity, since: this.#clock.now() })
    this.#log[severity === 'error' ? 'error' : 'warn'](problem.message, { problem })
  }
}
