import { expect, it } from 'vitest'
import { assertNever, isAbort, ProblemError, toProblem } from '../../../src/agent/kernel/problem.ts'

it('keeps an expected failure as it is, with an empty hint when there is none', () => {
  const error = new ProblemError({ code: 'disk.full', message: '满了' })
  expect(toProblem(error)).toEqual({ code: 'disk.full', message: '满了', hint: '' })
})

it('calls a stop a stop', () => {
  const controller = new AbortController()
  controller.abort()
  expect(isAbort(controller.signal.reason)).toBe(true)
  expect(toProblem(controller.signal.reason).code).toBe('aborted')
})

it('says nothing of a bug but that it is one; what was thrown is only in the detail', () => {
  for (const thrown of [new TypeError('x is undefined'), 'a string', undefined, { odd: true }]) {
    const problem = toProblem(thrown)
    expect(problem.code).toBe('internal')
    expect(problem.message).not.toContain('undefined')
  }
  expect(toProblem(new TypeError('x is undefined')).detail).toContain('x is undefined')
})

it('keeps the cause of an expected failure for the log', () => {
  const cause = new Error('ENOSPC')
  expect(new ProblemError({ code: 'disk.full', message: '满了' }, { cause }).cause).toBe(cause)
})

it('throws at a case that nobody thought of', () => {
  expect(() => assertNever('surprise' as never)).toThrow('surprise')
})
