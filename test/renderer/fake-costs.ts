import {
  type CacheBreak,
  type ChatUsage,
  noUsage,
  type UsageRow,
  type UsageSummary,
  type UsageSums,
  type UsageToday,
} from '../../src/shared/costs.ts'
import type { FakeBot } from './fake-panel.ts'

const day = 86_400_000

const today: UsageSums = {
  calls: 171,
  failedCalls: 2,
  unpriced: 12,
  estimated: 8,
  inputTokens: 402_118,
  cachedTokens: 341_044,
  outputTokens: 18_322,
  reasoningTokens: 2_140,
  cost: 0.8312,
}

export const emptyUsage: UsageToday = { ...noUsage, day: '2026-11-22', replies: 0, budgets: [] }

export const fakeUsage: UsageToday = {
  ...today,
  day: '2026-11-22',
  replies: 126,
  budgets: [
    { scope: 'chat', key: '3', title: '代码茶水间', spent: 0.46, limit: 0.5 },
    { scope: 'person', key: '77120033', title: '大橘为重不吃香菜的摄影爱好者', spent: 0.31, limit: 0.3 },
  ],
}

/** A part of today's sums. */
function part(of: number, changes: Partial<UsageSums> = {}): UsageSums {
  return {
    ...noUsage,
    calls: Math.round(today.calls * of),
    inputTokens: Math.round(today.inputTokens * of),
    cachedTokens: Math.round(today.cachedTokens * of),
    outputTokens: Math.round(today.outputTokens * of),
    cost: today.cost * of,
    ...changes,
  }
}

const dayKey = (at: number) => new Intl.DateTimeFormat('sv-SE').format(at)

/** The last days, oldest first; the bot is three weeks old. */
function series(days: number, scale: number): UsageSummary['series'] {
  if (days === 1) {
    return Array.from({ length: 24 }, (_, hour) => ({
      at: String(hour).padStart(2, '0'),
      sums: hour > 14 ? noUsage : part((scale * (1 + Math.sin(hour / 2.3))) / 15),
    }))
  }
  return Array.from({ length: days }, (_, index) => {
    const ago = days - 1 - index
    const sums = ago > 21 ? noUsage : part(scale * (ago === 0 ? 1 : 0.9 + 0.5 * Math.sin(index * 1.7)))
    return { at: dayKey(Date.now() - ago * day), sums }
  })
}

function rows(scale: number, list: [key: string, title: string, of: number, changes?: Partial<UsageSums>][]) {
  return list.map(([key, title, of, changes]): UsageRow => ({ key, title, ...part(of * scale, changes) }))
}

export function fakeSummary(days: 1 | 7 | 30): UsageSummary {
  const scale = { 1: 1, 7: 6.2, 30: 19.5 }[days]
  return {
    days,
    total: part(scale, { unpriced: 12, estimated: 8, failedCalls: 2 }),
    before: days === 30 ? noUsage : part(scale * 1.13),
    series: series(days, 1),
    chats: rows(scale, [
      ['3', '代码茶水间', 0.38],
      ['1', '摄影搭子群', 0.23],
      ['2', '林小满', 0.13],
      ['4', '跑团第三季', 0.1],
      [
        '5',
        '楼上楼下业主群（3 号楼 2 单元物业通知、快递代收与拼车）',
        0.05,
        { cost: 0, unpriced: 12, calls: 12 },
      ],
      ['7', '妈', 0.03],
      ['6', '旧书换换换', 0.02],
      ['9', '周末羽毛球', 0.01],
      ['0', '不在聊天里', 0.005, { cost: 0 }],
      ['10', '👨‍👩‍👧 一家人', 0.001],
    ]),
    models: rows(scale, [
      ['aliyun/qwen3-max', 'qwen3-max', 0.46],
      ['deepseek/deepseek-chat', 'deepseek-chat', 0.41],
      ['aliyun/qwen-vl-max', 'qwen-vl-max', 0.1],
      [
        'local/Qwen/Qwen2.5-7B-Instruct-GGUF-Q4_K_M',
        'Qwen/Qwen2.5-7B-Instruct-GGUF-Q4_K_M',
        0.07,
        { cost: 0, calls: 12, unpriced: 12, estimated: 8 },
      ],
    ]),
    people: rows(scale, [
      ['77120033', '大橘为重不吃香菜的摄影爱好者', 0.37],
      ['81230456', '阿岚', 0.25],
      ['66120001', '林小满', 0.13],
      ['60000012', '', 0.02],
    ]),
    purposes: rows(scale, [
      ['chat', '聊天', 0.84],
      ['vision', '看图', 0.11],
      ['summary', '总结', 0.05],
    ]),
    cacheLoss: [
      { reason: '换了模型「deepseek-chat」→「qwen3-max」', times: 3, lost: 0.0421 * scale },
      { reason: '角色提示词改了', times: 2, lost: 0.0113 * scale },
      { reason: '历史太长，前面的被省去了', times: 9, lost: 0.0061 * scale },
    ],
  }
}

function breaks(now: number): CacheBreak[] {
  return [
    { at: now - 12 * 60_000, turnId: 498, reason: '换了模型「deepseek-chat」→「qwen3-max」', lost: 0.0146 },
    { at: now - 5 * 3_600_000, turnId: 480, reason: '角色提示词改了', lost: 0.0031 },
    { at: now - 2 * day, turnId: null, reason: '历史太长，前面的被省去了', lost: null },
  ]
}

export function fakeChatUsage(chatId: number): ChatUsage {
  const scale = 0.4 / chatId
  if (chatId > 8) return { today: noUsage, week: noUsage, month: noUsage, series: series(30, 0), breaks: [] }
  return {
    today: part(scale),
    week: part(scale * 6.2, { unpriced: chatId === 5 ? 3 : 0 }),
    month: part(scale * 19.5),
    series: series(30, scale),
    breaks: chatId === 2 ? [] : breaks(Date.now()),
  }
}

interface Costs {
  bot: FakeBot
  fail(code: string, message: string, hint?: string): never
}

export function fakeCosts({ bot, fail }: Costs) {
  return {
    'usage.summary': ({ days }: { days: 1 | 7 | 30 }): UsageSummary => {
      if (bot.scene === 'error') fail('storage.failed', '统计读不出来：数据库被占用', '等一会儿再试。')
      if (bot.scene === 'full') return fakeSummary(days)
      const none = series(days, 0).map(({ at }) => ({ at, sums: noUsage }))
      const lists = { chats: [], models: [], people: [], purposes: [], cacheLoss: [] }
      return { days, total: noUsage, before: noUsage, series: none, ...lists }
    },
    'usage.chat': ({ chatId }: { chatId: number }): ChatUsage => fakeChatUsage(chatId),
    'usage.export': ({ days }: { days: number }) => ({
      name: `杏桃费用-${days}天.csv`,
      text: '\uFEFF日期,类别,名字,花费\r\n2026-11-22,聊天,代码茶水间,0.31\r\n',
    }),
  }
}

/** Has an answer paid for every now and then. */
export function startFakeCosts(bot: FakeBot): void {
  setInterval(() => {
    const { calls, inputTokens, cachedTokens, outputTokens, cost, replies } = bot.topics.usage
    bot.change('usage', {
      calls: calls + 1,
      replies: replies + 1,
      inputTokens: inputTokens + 3120,
      cachedTokens: cachedTokens + 2776,
      outputTokens: outputTokens + 88,
      cost: cost + 0.0021,
    })
  }, 4000)
}
