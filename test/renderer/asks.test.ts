import { beforeAll, describe, expect, test } from 'vitest'
import { approvalsWaiting } from '../../src/renderer/app/standing.ts'
import {
  answerForm,
  askedBy,
  leftWords,
  questionTitle,
  waitingIn,
} from '../../src/renderer/conversation/ask-words.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import type { Approval, UserQuestion } from '../../src/shared/tools.ts'

beforeAll(() => startI18n())

const now = 1_000_000
const base = {
  ...{
    turnId: 1,
    chatTitle: '测试群',
    tool: 'kick',
    toolTitle: '踢人',
    senderId: '30001',
    senderName: '小明',
  },
  ...{ askedAt: now, until: now + 180_000 },
}
const approval: Approval = {
  ...base,
  ...{ id: 'a1', kind: 'approval', chatId: 7, risk: 'red', role: 'trusted', arguments: '{}' },
}
const question: UserQuestion = {
  ...base,
  ...{ id: 'q1', kind: 'question', chatId: 8, text: '要哪天的票', schema: { type: 'string' } },
}
const asks = { waiting: [approval, question], grants: [] }

test('a chat shows what waits in it, and a page what waits anywhere', () => {
  expect(waitingIn(asks, undefined)).toHaveLength(2)
  expect(waitingIn(asks, 8)).toEqual([question])
  expect(waitingIn(asks, 9)).toEqual([])
})

test('the bot asks by itself, or a tool that is named does', () => {
  expect(questionTitle(question)).toBe('「踢人」在问小明（30001）')
  expect(questionTitle({ ...question, tool: 'ask_user', toolTitle: '问对方' })).toBe(
    '机器人在问小明（30001）',
  )
})

test('only approvals wait for the owner', () => {
  expect(approvalsWaiting(asks)).toBe(1)
})

test('who asks is named with the number, which nobody can choose', () => {
  expect(askedBy(approval)).toBe('小明（30001）')
  expect(askedBy({ ...approval, senderName: '' })).toBe('30001')
})

test('what is left counts down in whole seconds', () => {
  expect(leftWords(now + 161_000, now)).toBe('还有 2 分 41 秒')
  expect(leftWords(now + 59_001, now)).toBe('还有 1 分 0 秒')
  expect(leftWords(now + 44_100, now)).toBe('还有 45 s')
  expect(leftWords(now, now)).toBe('时间到了')
})

describe('the form of a question', () => {
  test('a choice has a button each, a yes or no two', () => {
    expect(answerForm({ type: 'string', enum: ['周五', '周六'] })).toEqual({
      kind: 'choice',
      options: [
        { label: '周五', value: '周五' },
        { label: '周六', value: '周六' },
      ],
    })
    expect(answerForm({ type: 'boolean' })).toMatchObject({ options: [{ value: true }, { value: false }] })
  })

  test('a number keeps its limits, and a whole one is whole', () => {
    expect(answerForm({ type: 'integer', minimum: 1, maximum: 6 })).toEqual({
      ...{ kind: 'number', whole: true, min: 1, max: 6 },
    })
    expect(answerForm({ type: 'number' })).toMatchObject({ whole: false, min: undefined })
  })

  test('anything else is a text', () => {
    expect(answerForm({ type: 'string', maxLength: 20 })).toEqual({ kind: 'text', maxLength: 20 })
    expect(answerForm({})).toEqual({ kind: 'text', maxLength: undefined })
  })
})
