export interface BackoffOptions {
  /** First delay in milliseconds. */
  readonly first: number
  /** Longest delay in milliseconds, before jitter. */
  readonly max: number
  /** Share by which a delay may be shorter or longer, 0 to 1. */
  readonly jitter: number
}

/** The delay in milliseconds before try number `attempt` (0 = the first retry): doubling, capped, jittered. */
export function backoffDelay(
  attempt: number,
  options: BackoffOptions,
  random: () => number = Math.random,
): number {
  const base = Math.min(options.max, options.first * 2 ** Math.min(attempt, 30))
  return Math.round(base * (1 + options.jitter * (random() * 2 - 1)))
}
