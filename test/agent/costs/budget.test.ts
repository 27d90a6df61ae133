import { describe, expect, it } from 'vitest'
import { judge, levelOf, stoppedBy, wantsCheap } from '../../../src/agent/costs/budget.ts'
import { Budget } from '../../../src/shared/costs.ts'

const budgetOf = (fields: object = {}) => Budget.parse({ day: 5, ...fields })
const spending = (fields: object = {}) => ({ day: 0, chat: 0, person: 0, ...fields })

it.each([
  [3.99, 5, 'ok'],
  [4, 5, 'near'],
  [4.99, 5, 'near'],
  [5, 5, 'over'],
  [100, 0, 'ok'],
  [0, 0, 'ok'],
  [
    Array(10)
      .fill(0.1)
      .reduce((sum, cost) => sum + cost),
    1,
    'over',
  ],
  [2.4, 3, 'near'],
] as const)('%d of %d is %s', (spent, limit, level) => {
  expect(levelOf(spent, limit)).toBe(level)
})

describe('what is to happen', () => {
  it('is nothing while there is enough', () => {
    expect(judge(budgetOf(), spending({ day: 3 }), false)).toEqual({ level: 'ok', act: 'none', scope: null })
  })

  it('is what was chosen for 80 % and for 100 %', () => {
    const at = (day: number, fields: object) => judge(budgetOf(fields), spending({ day }), false).act
    expect(at(4, {})).toBe('tell')
    expect(at(4, { at80: 'nothing' })).toBe('none')
    expect(at(4, { at80: 'cheap' })).toBe('cheap')
    expect(at(5, {})).toBe('stop')
    expect(at(5, { at100: 'tell' })).toBe('tell')
    expect(at(5, { at100: 'cheap' })).toBe('cheap')
  })

  it('goes on at 100 % as it began at 80 %', () => {
    expect(judge(budgetOf({ at80: 'cheap', at100: 'tell' }), spending({ day: 6 }), false).act).toBe('cheap')
  })

  it('is the strictest of what the budgets ask for', () => {
    const budget = budgetOf({ chat: 1, person: 1 })
    expect(judge(budget, spending({ day: 4, chat: 0.1, person: 1.2 }), false)).toEqual({
      level: 'over',
      act: 'stop',
      scope: 'person',
    })
    expect(judge(budget, spending({ day: 6, chat: 2, person: 2 }), false).scope).toBe('day')
  })
})

describe('an owner', () => {
  it('is stopped by no budget, and has none of his own', () => {
    const budget = budgetOf({ chat: 1, person: 1 })
    const all = spending({ day: 9, chat: 9, person: 9 })
    expect(stoppedBy(budget, all, true)).toBe(null)
    expect(stoppedBy(budget, all, false)).toBe('每天预算 ¥5')
    expect(judge(budget, spending({ person: 9 }), true).level).toBe('ok')
  })

  it('is answered by the cheap model like everybody, but not for what he spent himself', () => {
    const budget = budgetOf({ person: 1, at100: 'cheap' })
    expect(wantsCheap(budget, spending({ day: 6 }), true)).toBe(true)
    expect(wantsCheap(budget, spending({ person: 2 }), true)).toBe(false)
    expect(wantsCheap(budget, spending({ person: 2 }), false)).toBe(true)
    const first = budgetOf({ at80: 'cheap', at100: 'stop' })
    expect([4, 6].map((day) => wantsCheap(first, spending({ day }), true))).toEqual([true, true])
    expect(stoppedBy(first, spending({ day: 6 }), true)).toBe(null)
  })
})

it('names the limit that forbids an answer', () => {
  expect(stoppedBy(budgetOf({ chat: 1 }), spending({ chat: 1 }), false)).toBe('每个聊天每天的预算 ¥1')
  expect(stoppedBy(budgetOf({ person: 0.5 }), spending({ person: 0.5 }), false)).toBe(
    '每个人每天的预算 ¥0.50',
  )
  expect(stoppedBy(budgetOf({ at100: 'cheap' }), spending({ day: 9 }), false)).toBe(null)
})
