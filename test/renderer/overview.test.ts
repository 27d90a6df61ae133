import { beforeAll, describe, expect, test } from 'vitest'
import {
  budgetShare,
  budgetTone,
  modelStanding,
  pagesInNeed,
  qqStanding,
  spentWord,
} from '../../src/renderer/app/standing.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { type HeadlineFacts, headline } from '../../src/renderer/pages/overview/headline.ts'
import { processStanding, storageStanding } from '../../src/renderer/pages/overview/host-standing.ts'
import { toDoItems } from '../../src/renderer/pages/overview/to-do-items.ts'
import type { ConnectionState, Topics } from '../../src/shared/state.ts'
import { emptyTopics, errorTopics, fullTopics } from './fake-topics.ts'

beforeAll(() => startI18n())

const now = Date.UTC(2026, 10, 22, 6)
const full = fullTopics(now)
const broken = errorTopics(now)

describe('the first sentence', () => {
  const good: HeadlineFacts = {
    paused: false,
    problems: {},
    qq: { tone: 'ok', word: '在线' },
    model: { tone: 'ok', word: '正常' },
    hasAccounts: true,
    hasProviders: true,
  }
  const error = { code: 'x', message: '磁盘满了', hint: '', since: now, severity: 'error' as const }

  test.each<[string, Partial<HeadlineFacts>]>([
    ['运行正常', {}],
    ['装好了，还差选模型和连 QQ', { hasAccounts: false, hasProviders: false }],
    ['模型好了，还没连 QQ', { hasAccounts: false }],
    ['模型出错，也还没连 QQ', { hasAccounts: false, model: { tone: 'err', word: '出错' } }],
    ['连上了，现在是演示模型在回', { hasProviders: false }],
    ['回复已暂停，消息只记录', { paused: true }],
    ['磁盘满了', { problems: { disk: error }, paused: true }],
    ['2 件事出错了，要你看一下', { problems: { disk: error, port: error } }],
    ['运行正常，只是磁盘满了', { problems: { disk: { ...error, severity: 'warning' } } }],
    ['收不到消息：QQ 掉线了', { qq: { tone: 'err', word: 'QQ 掉线了' } }],
    ['能收到消息，但模型出错', { model: { tone: 'err', word: '出错' } }],
    ['在等 QQ 连上来', { qq: { tone: 'warn', word: '等待连接' } }],
  ])('%s', (sentence, facts) => {
    expect(headline({ ...good, ...facts })).toBe(sentence)
  })
})

describe('how things are', () => {
  const accounts = (...states: ConnectionState[]) =>
    states.map((state) => ({ ...full.accounts.main, state })) as Parameters<typeof qqStanding>[0]

  test('the worst account speaks for all, those switched off do not count', () => {
    expect(qqStanding([])).toEqual({ tone: 'mute', word: '还没连' })
    expect(qqStanding(accounts('connected'))).toEqual({ tone: 'ok', word: '在线' })
    expect(qqStanding(accounts('connected', 'disabled'))).toEqual({ tone: 'ok', word: '在线' })
    expect(qqStanding(accounts('connected', 'qq-offline'))).toEqual({ tone: 'err', word: '1 / 2 在线' })
    expect(qqStanding(accounts('disabled'))).toEqual({ tone: 'mute', word: '已停用' })
  })

  test('the default model is as its provider is', () => {
    expect(modelStanding('demo/xiaoxing', {}).word).toBe('演示')
    expect(modelStanding('deepseek/deepseek-chat', full.providers).tone).toBe('ok')
    expect(modelStanding('deepseek/deepseek-chat', broken.providers).tone).toBe('err')
    expect(modelStanding('gone/model', full.providers).word).toBe('没有这个模型')
  })

  test('pages with something broken are marked', () => {
    const facts = ({ problems, accounts, providers, usage }: Topics) => ({
      problems,
      accounts,
      providers,
      budgets: usage.budgets,
      approvals: 0,
    })
    expect(pagesInNeed(facts(full))).toEqual(new Set())
    expect(pagesInNeed(facts(broken))).toEqual(new Set(['/settings', '/accounts', '/models']))
    const day = { scope: 'day' as const, key: '', title: '', limit: 5 }
    expect(pagesInNeed({ ...facts(full), budgets: [{ ...day, spent: 4.2 }] })).toEqual(new Set())
    expect(pagesInNeed({ ...facts(full), budgets: [{ ...day, spent: 5 }] })).toEqual(new Set(['/costs']))
    expect(pagesInNeed({ ...facts(full), approvals: 1 })).toEqual(new Set(['/tools']))
  })

  test('today is money, or tokens while no price is known', () => {
    const { usage } = emptyTopics(now)
    expect(spentWord(usage)).toBe('¥0.00')
    expect(spentWord({ ...usage, cost: 0.831, unpriced: 3 })).toBe('¥0.83')
    expect(spentWord({ ...usage, inputTokens: 3000, outputTokens: 412, unpriced: 3 })).toBe('3,412 词元')
  })

  test('a budget warns from four fifths on, and none has no share', () => {
    expect(budgetShare(3, 0)).toBeNull()
    expect([0.5, 0.8, 0.999, 1, 1.4].map(budgetTone)).toEqual(['accent', 'warn', 'warn', 'err', 'err'])
  })

  test('a full disk and a slow loop are said', () => {
    const { process } = emptyTopics(now)
    expect(storageStanding(process).tone).toBe('ok')
    expect(storageStanding({ ...process, freeDiskBytes: 1024 ** 3 }).tone).toBe('warn')
    expect(storageStanding({ ...process, freeDiskBytes: 1024 }).tone).toBe('err')
    expect(storageStanding({ ...process, freeDiskBytes: null }).tone).toBe('ok')
    expect(processStanding({ ...process, loopDelayMs: 400 }).tone).toBe('warn')
  })
})

test('what waits for a person is listed worst first', () => {
  const items = toDoItems(broken.problems, broken.pending, broken.missed, 2, now)
  expect(items.map(({ kind, key }) => [kind, key])).toEqual([
    ['problem', 'problem-config.invalid'],
    ['problem', 'problem-disk.low'],
    ['approvals', 'approvals'],
    ['pending', 'pending-p1'],
    ['missed', 'missed-m1'],
    ['missed', 'missed-m2'],
  ])
  expect(items[2]?.title).toBe('2 件事等你批准')
  expect(toDoItems({}, {}, {}, 0, now)).toEqual([])
})
