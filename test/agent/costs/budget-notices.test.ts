import { expect, it } from 'vitest'
import { BudgetNotices } from '../../../src/agent/costs/budget-notices.ts'
import { Budget, type BudgetUse } from '../../../src/shared/costs.ts'
import type { Problem } from '../../../src/shared/problem.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'

const monday = '2026-11-23'
const day = (spent: number, limit = 5): BudgetUse => ({ scope: 'day', key: '', title: '', spent, limit })
const person = (spent: number, key = '20001'): BudgetUse => ({
  scope: 'person',
  key,
  title: '小明',
  spent,
  limit: 1,
})

async function noticesOf(fields: object = {}, { hasCheap = true } = {}) {
  const at = { isOnline: true }
  const storage = await openTestStorage()
  const said: string[] = []
  const standing = new Map<string, Problem | null>()
  const budget = Budget.parse(fields)
  const start = () =>
    new BudgetNotices({
      budget: () => budget,
      told: (when) => storage.usage.told(when),
      setTold: (when, notices) => storage.usage.setTold(when, notices),
      hasCheap: () => hasCheap,
      tell: (text) => at.isOnline && said.push(text) > 0,
      problems: { set: (key, problem) => void standing.set(key, problem) },
    })
  return { said, standing, start, at, [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose]() }
}

it('tells the owners once when 80 % is spent, and once when all is', async () => {
  await using at = await noticesOf()
  const notices = at.start()
  for (const spent of [4.02, 4.5, 4.9]) notices.review({ day: monday, budgets: [day(spent)] })
  expect(at.said).toEqual(['今天已经花了 ¥4.02，是每天预算 ¥5 的 80 %。'])
  notices.review({ day: monday, budgets: [day(5.01)] })
  notices.review({ day: monday, budgets: [day(5.2)] })
  expect(at.said.slice(1)).toEqual(['今天已经花了 ¥5.01，每天预算 ¥5 花完了。今天不再回，主人还能用。'])
})

it('does not say it again after a restart, but does on the next day and for a raised limit', async () => {
  await using at = await noticesOf()
  at.start().review({ day: monday, budgets: [day(4.2)] })
  const again = at.start()
  again.review({ day: monday, budgets: [day(4.3)] })
  expect(at.said).toHaveLength(1)
  again.review({ day: monday, budgets: [day(8.1, 10)] })
  again.review({ day: '2026-11-24', budgets: [day(4.2)] })
  expect(at.said).toHaveLength(3)
})

it('says what follows, as it was chosen', async () => {
  await using at = await noticesOf({ at80: 'cheap', at100: 'tell' })
  const notices = at.start()
  notices.review({ day: monday, budgets: [day(4)] })
  expect(at.said.at(-1)).toBe('今天已经花了 ¥4，是每天预算 ¥5 的 80 %。现在换便宜的模型来回。')
  notices.review({ day: monday, budgets: [{ ...day(2.5, 3), scope: 'chat', key: '7', title: '三人群' }] })
  expect(at.said.at(-1)).toBe(
    '聊天「三人群」今天已经花了 ¥2.50，是一个聊天的预算 ¥3 的 83 %。现在换便宜的模型来回。',
  )
})

it('says so when the cheap model that was to answer is not chosen', async () => {
  await using on = await noticesOf({ at80: 'cheap' }, { hasCheap: false })
  on.start().review({ day: monday, budgets: [day(4)] })
  expect(on.said.at(-1)).toContain('还没有选「便宜活」的模型')
})

it('says later what could not be said, once somebody can', async () => {
  await using on = await noticesOf()
  const notices = on.start()
  on.at.isOnline = false
  notices.review({ day: monday, budgets: [day(4.2)] })
  expect(on.said).toEqual([])
  on.at.isOnline = true
  notices.review({ day: monday, budgets: [day(4.2)] })
  notices.review({ day: monday, budgets: [day(4.2)] })
  expect(on.said).toHaveLength(1)
})

it('says how much of it that is, as a person would reckon', async () => {
  await using at = await noticesOf()
  at.start().review({ day: monday, budgets: [day(4.35)] })
  expect(at.said.at(-1)).toContain('的 87 %')
})

it('says nothing at 80 % where nothing is to be done then', async () => {
  await using at = await noticesOf({ at80: 'nothing' })
  const notices = at.start()
  notices.review({ day: monday, budgets: [day(4.2)] })
  expect(at.said).toEqual([])
  expect(at.standing.get('budget')).toBe(null)
  notices.review({ day: monday, budgets: [day(5)] })
  expect(at.said).toHaveLength(1)
})

it('stands in the panel until the budget is raised or the day is over', async () => {
  await using at = await noticesOf()
  const notices = at.start()
  notices.review({ day: monday, budgets: [day(4.2)] })
  expect(at.standing.get('budget')).toMatchObject({ code: 'budget.near', message: '今天的预算 ¥5 快花完了' })
  notices.review({ day: monday, budgets: [day(5.2), person(1.1)] })
  expect(at.standing.get('budget')).toMatchObject({
    code: 'budget.over',
    message: '今天的预算 ¥5 花完了，这样的还有 1 个。今天不再回，主人还能用',
  })
  notices.review({ day: monday, budgets: [day(4.5), person(1.1)] })
  expect(at.standing.get('budget')?.message).toBe('「小明」今天的预算 ¥1 花完了。今天不再回，主人还能用')
  notices.review({ day: '2026-11-24', budgets: [] })
  expect(at.standing.get('budget')).toBe(null)
})

it('stops telling when there is too much of it', async () => {
  await using at = await noticesOf()
  const many = Array.from({ length: 30 }, (_, n) => person(0.9, `${20001 + n}`))
  at.start().review({ day: monday, budgets: many })
  expect(at.said).toHaveLength(20)
  expect(at.said.at(-1)).toContain('今天提醒得够多了，其余的在「费用」里看。')
  at.start().review({ day: monday, budgets: [day(5.01), ...many] })
  expect(at.said.at(-1)).toContain('每天预算 ¥5 花完了')
})
