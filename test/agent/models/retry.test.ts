import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import { ModelError } from '../../../src/agent/models/model-error.ts'
import { refusedProblem } from '../../../src/agent/models/openai-compatible/errors.ts'
import { afterAttempts, waitBeforeRetry } from '../../../src/agent/models/retry.ts'

const target = {
  title: '小店',
  model: 'x',
  baseUrl: 'https://x.example/v1',
  apiKey: 'k',
  headerValues: [],
  proxy: '',
  pictures: false,
}
const policy = { attempts: 10, delaySeconds: 1 }
const middle = () => 0.5

function refused(status: number, retryAfter?: string, body = 'timeout 429 500') {
  return refusedProblem(target, { status, body, ...(retryAfter ? { retryAfter } : {}) }, 0)
}

describe('waiting before one more attempt', () => {
  it('D2-06 is doubled each time, up to ten seconds', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((made) => waitBeforeRetry(refused(500), made, policy, middle))
    expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000])
  })

  it('D2-06 is a tenth longer or shorter, by chance', () => {
    expect(waitBeforeRetry(refused(500), 1, policy, () => 0)).toBe(900)
    expect(waitBeforeRetry(refused(500), 1, policy, () => 0.999_999)).toBe(1100)
    expect(waitBeforeRetry(refused(500), 9, policy, () => 0.999_999)).toBe(10_000)
  })

  it('D0-38 is as long as the vendor says, and given up when that is more than 30 seconds', () => {
    expect(waitBeforeRetry(refused(429, '7'), 1, policy, () => 0)).toBe(7000)
    expect(waitBeforeRetry(refused(503, '30'), 1, policy, () => 0)).toBe(30_000)
    expect(waitBeforeRetry(refused(429, '31'), 1, policy, middle)).toBeNull()
  })

  it('is a little longer than the vendor says, by chance: who was sent away together does not return together', () => {
    const waits = [0, 0.5, 0.999_999].map((random) =>
      waitBeforeRetry(refused(429, '2'), 1, policy, () => random),
    )
    expect(waits).toEqual([2000, 2100, 2200])
  })

  it('reads the pause that Google writes into the body', () => {
    const body = '{"error":{"details":[{"retryDelay":"2.4s"}]}}'
    expect(waitBeforeRetry(refused(429, undefined, body), 1, policy, () => 0)).toBe(3000)
  })

  it.each([408, 429, 500, 502, 503, 504, 529])('D2-05 happens after %i, whatever the words are', (status) => {
    expect(waitBeforeRetry(refused(status, undefined, '不可以'), 1, policy, middle)).toBe(1000)
  })

  it.each([400, 401, 402, 403, 404, 405, 413, 422])(
    'D2-05 never happens after %i, whatever the words are',
    (status) => {
      expect(waitBeforeRetry(refused(status), 1, policy, middle)).toBeNull()
    },
  )

  it('ends with the last attempt', () => {
    expect(waitBeforeRetry(refused(500), 2, { attempts: 3, delaySeconds: 0 }, middle)).toBe(0)
    expect(waitBeforeRetry(refused(500), 3, { attempts: 3, delaySeconds: 0 }, middle)).toBeNull()
    expect(waitBeforeRetry(refused(500), 1, { attempts: 1, delaySeconds: 0 }, middle)).toBeNull()
  })

  it('is not for bugs, nor for what is none of the vendor’s business', () => {
    expect(waitBeforeRetry(new TypeError('x'), 1, policy, middle)).toBeNull()
    const problem = new ProblemError({ code: 'model.server', message: '' })
    expect(waitBeforeRetry(problem, 1, policy, middle)).toBeNull()
  })
})

describe('the failure after several attempts', () => {
  it('says how many there were, and keeps what it knows', () => {
    const error = afterAttempts(refused(429, '40'), 3)
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ status: 429, retryAfterMs: 40_000, passing: true })
    expect((error as ModelError).problem.message).toMatch(/，试了 3 次$/)
  })

  it('is as it was after one', () => {
    const error = refused(500)
    expect(afterAttempts(error, 1)).toBe(error)
  })
})
