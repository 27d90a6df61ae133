import { z } from 'zod'
import { field } from './field.ts'
import type { Problem } from './problem.ts'
import { Secret } from './secret.ts'

/** What a million tokens cost, in yuan. */
export const Price = z.strictObject({
  input: z.number().min(0).max(1_000_000),
  /** Of input that came from the vendor's prompt cache; null when it costs what other input costs. */
  cached: z.number().min(0).max(1_000_000).nullable().default(null),
  output: z.number().min(0).max(1_000_000),
})
export type Price = z.infer<typeof Price>

export const Model = z.strictObject({
  name: z.string().min(1).max(160),
  vision: z.boolean().default(false),
  tools: z.boolean().default(true),
  /** Whether it thinks before it answers. */
  reasoning: z.boolean().default(false),
  /** Whether it takes pictures as WebP; else they are sent as JPEG. */
  webp: z.boolean().default(false),
  contextTokens: z.int().min(512).max(100_000_000).default(32_768),
  /** Null when nobody has said; the bundled table is asked then. */
  price: Price.nullable().default(null),
})
export type Model = z.infer<typeof Model>

/** A further header of every request to a provider. Values may be keys, so they are kept like keys. */
export const ProviderHeader = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9-]{1,64}$/, '只能用字母、数字和短横线'),
  secretValue: Secret.default(''),
})
export type ProviderHeader = z.infer<typeof ProviderHeader>

export const EntryId = z.string().regex(/^[a-z0-9-]{1,32}$/, '只能用小写字母、数字和短横线，最多 32 个')

export const Provider = z.strictObject({
  id: EntryId.refine((id) => id !== 'demo', '「demo」是内置的演示模型，换一个名字'),
  kind: z.enum(['openai-compatible']).default('openai-compatible'),
  title: z.string().max(64).default(''),
  enabled: z.boolean().default(true),
  baseUrl: z.string().regex(/^https?:\/\/[^\s]+$/, '要以 http:// 或 https:// 开头'),
  apiKey: Secret.default(''),
  /** `http://host:port` or `socks5://host:port`; '' goes without. */
  proxy: field(
    z
      .string()
      .max(255)
      .regex(
        /^$|^(https?|socks5h?):\/\/[^\s/@]+\/?$/,
        '写成 http://127.0.0.1:7890 或 socks5://127.0.0.1:1080',
      )
      .default(''),
    '请求这个提供商走的代理，写成 http://127.0.0.1:7890 或 socks5://127.0.0.1:1080；空着就直接连。',
    { title: '代理' },
  ),
  /** `user:password` of the proxy; '' for none. */
  proxyLogin: Secret.default(''),
  headers: z.array(ProviderHeader).max(20).default([]),
  maxConcurrent: field(z.int().min(1).max(1000).default(10), '同时最多请求几个，多的排队。', {
    title: '并发',
    unit: '个',
  }),
  timeouts: z
    .strictObject({
      connectSeconds: field(z.number().min(1).max(120).default(10), '这么久连不上就算失败。', {
        title: '连接',
        unit: '秒',
      }),
      firstTokenSeconds: field(
        z.number().min(1).max(600).default(60),
        '这么久还没有开始回答就算失败；会思考的模型要长一些。',
        { title: '等第一个字', unit: '秒' },
      ),
      silenceSeconds: field(z.number().min(1).max(600).default(30), '说到一半停这么久就算断了。', {
        title: '中途停顿',
        unit: '秒',
      }),
    })
    .prefault({}),
  retry: z
    .strictObject({
      attempts: field(
        z.int().min(1).max(10).default(3),
        '超时、断线、限流、服务器出错时，一共试几次；1 就是不重试。',
        { title: '最多试几次', unit: '次' },
      ),
      delaySeconds: field(
        z.number().min(0).max(60).default(1),
        '第一次重试前等多久，之后每次加倍，最多 10 秒；对方说了等多久就按它说的。',
        { title: '重试间隔', unit: '秒' },
      ),
    })
    .prefault({}),
  models: z.array(Model).default([]),
})
export type Provider = z.infer<typeof Provider>

/** What a model is asked for: answering, looking at pictures, summing up, and whatever may be done cheaply. */
export const Slots = z
  .strictObject({
    vision: field(z.array(z.string().max(200)).max(8).default([]), '不会看图的模型，图片由它先看成文字。', {
      title: '看图',
      depth: 'simple',
    }),
    summary: field(z.array(z.string().max(200)).max(8).default([]), '聊天太长时，由它写摘要。', {
      title: '总结',
      depth: 'simple',
    }),
    cheap: field(z.array(z.string().max(200)).max(8).default([]), '花费快到预算时换成它。', {
      title: '便宜活',
      depth: 'simple',
    }),
  })
  .prefault({})
export type Slots = z.infer<typeof Slots>

/** One model as an endpoint lists it; what it does not tell is missing. */
export interface ListedModel {
  name: string
  vision?: boolean
  tools?: boolean
  reasoning?: boolean
  contextTokens?: number
  price?: Price
}

/** Splits `provider/model` at the first slash: model names may contain slashes themselves. */
export function splitModelName(name: string): { provider: string; model: string } | null {
  const slash = name.indexOf('/')
  if (slash <= 0 || slash === name.length - 1) return null
  return { provider: name.slice(0, slash), model: name.slice(slash + 1) }
}

/** Live facts about one usable model, by its full name. */
export interface ModelState {
  name: string
  /** `resting`: it failed too often and is not asked until `restsUntil`. */
  health: 'unknown' | 'ok' | 'failing' | 'resting'
  problem: Problem | null
  /** When it is tried again; null when it is not resting. */
  restsUntil: number | null
  /** What it refused and is no longer sent, in words such as 「随性程度」. */
  leftOut: string[]
  firstTokenMs: number | null
  /** Over its last 50 calls. */
  successRate: number | null
}

export const probeKinds = ['text', 'picture', 'tool'] as const
export type ProbeKind = (typeof probeKinds)[number]

/** How a tiny real call went. */
export interface ModelTest {
  /** `unable`: it answered, or refused, in a way that says it cannot do this by nature. */
  outcome: 'ok' | 'unable' | 'failed'
  firstTokenMs: number | null
  totalMs: number
  /** What the model said, shortened. */
  text: string
  /** Yuan; null when the price is unknown. */
  cost: number | null
  problem: Problem | null
}
