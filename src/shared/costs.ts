import { z } from 'zod'
import { field } from './field.ts'

const Yuan = z.number().min(0).max(1_000_000)

/** What may be spent, and what happens then. */
export const Budget = z
  .strictObject({
    day: field(Yuan.default(5), '所有聊天一天一共最多花多少；0 就是不限。', {
      title: '每天预算',
      unit: '元',
      depth: 'simple',
    }),
    chat: field(Yuan.default(0), '一个聊天一天最多花多少；0 就是不限。', {
      title: '每个聊天每天',
      unit: '元',
      depth: 'simple',
    }),
    person: field(Yuan.default(0), '一个人一天最多花多少；0 就是不限，主人不受限。', {
      title: '每个人每天',
      unit: '元',
      depth: 'simple',
    }),
    at80: field(z.enum(['nothing', 'tell', 'cheap']).default('tell'), '花到 80 % 的时候做什么。', {
      title: '花到 80 %',
      depth: 'simple',
      options: { nothing: '什么也不做', tell: '告诉主人', cheap: '换便宜的模型' },
    }),
    at100: field(z.enum(['tell', 'cheap', 'stop']).default('stop'), '花完的时候做什么；停下时主人还能用。', {
      title: '花到 100 %',
      depth: 'simple',
      options: { tell: '告诉主人', cheap: '换便宜的模型', stop: '今天不再回' },
    }),
  })
  .prefault({})
export type Budget = z.infer<typeof Budget>

/** Sums of calls. Costs are yuan; `unpriced` calls are not in them, since nobody knows their price. */
export interface UsageSums {
  calls: number
  failedCalls: number
  unpriced: number
  /** Calls whose vendor returned no counts. */
  estimated: number
  inputTokens: number
  cachedTokens: number
  outputTokens: number
  reasoningTokens: number
  cost: number
}

export const noUsage: UsageSums = {
  calls: 0,
  failedCalls: 0,
  unpriced: 0,
  estimated: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  cost: 0,
}

/** A budget of which at least 80 % is spent. */
export interface BudgetUse {
  scope: 'day' | 'chat' | 'person'
  /** Id of the chat or number of the person; '' for the day. */
  key: string
  title: string
  spent: number
  limit: number
}

/** Today's sums, live. */
export interface UsageToday extends UsageSums {
  /** `2026-11-22`, in this computer's time zone. */
  day: string
  replies: number
  budgets: BudgetUse[]
}

export interface UsageRow extends UsageSums {
  /** Id of a chat, full name of a model, number of a person, or a purpose. */
  key: string
  title: string
}

/** What was used in the last days, for 费用与统计. */
export interface UsageSummary {
  days: number
  total: UsageSums
  /** The days before, as many, to compare with. */
  before: UsageSums
  /** By hour (`00` to `23`) for one day, by day otherwise; oldest first, without gaps. */
  series: { at: string; sums: UsageSums }[]
  /** Most expensive first, at most 100 each. */
  chats: UsageRow[]
  models: UsageRow[]
  people: UsageRow[]
  purposes: UsageRow[]
  /** Lost to a prompt cache that no longer fitted, in yuan, and why, most expensive first. */
  cacheLoss: { reason: string; times: number; lost: number }[]
}

/** Why the beginning of a request was another one than the time before, and what that cost. */
export interface CacheBreak {
  at: number
  turnId: number | null
  reason: string
  /** Yuan; null when the price is unknown. */
  lost: number | null
}

/** What one chat used. */
export interface ChatUsage {
  today: UsageSums
  week: UsageSums
  month: UsageSums
  /** The last 30 days, oldest first, without gaps. */
  series: { at: string; sums: UsageSums }[]
  /** Newest first, at most 20. */
  breaks: CacheBreak[]
}

/** What is left at a vendor that tells. */
export interface Balance {
  amount: number
  currency: 'CNY' | 'USD'
}

const purposeTitles: Record<string, string> = {
  chat: '聊天',
  vision: '看图',
  summary: '总结',
  tool: '工具',
  schedule: '定时',
  test: '测试',
}

/** What a purpose is called; one that is not known here is called what it is. */
export function purposeTitle(purpose: string): string {
  return Object.hasOwn(purposeTitles, purpose) ? (purposeTitles[purpose] ?? purpose) : purpose
}

/** An amount of yuan as it is shown: `¥5`, `¥4.02`, `¥0.0031`, `¥1,204`. */
export function yuan(amount: number): string {
  if (amount === 0) return '¥0'
  if (amount < 0.0001) return '不到 ¥0.0001'
  const digits = amount < 0.01 ? 4 : amount >= 1000 || Number.isInteger(amount) ? 0 : 2
  return `¥${amount.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`
}
