import type { ConnectionAttempt } from '../../../shared/state.ts'

const mostAttempts = 30
/** What repeats within this time is one entry with a count; after a quiet time it is news again. */
const sameWithin = 10 * 60_000

/**
 * The log of connection attempts with one more, newest first. An equal one of the last minutes moves to the front and
 * is counted, so that an end which knocks every three seconds takes one line.
 */
export function withAttempt(
  attempts: readonly ConnectionAttempt[],
  next: Omit<ConnectionAttempt, 'count'>,
): ConnectionAttempt[] {
  const same = attempts.find(
    (one) =>
      one.result === next.result &&
      one.reason === next.reason &&
      one.remote === next.remote &&
      next.at - one.at < sameWithin,
  )
  const others = attempts.filter((one) => one !== same)
  return [{ ...next, count: (same?.count ?? 0) + 1 }, ...others].slice(0, mostAttempts)
}

/** Whether the attempt with this count deserves a line in the log: the 1st, 10th, 100th… */
export function isNews(count: number): boolean {
  return /^10*$/.test(String(count))
}
