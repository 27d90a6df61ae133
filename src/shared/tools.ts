import { z } from 'zod'
import { field } from './field.ts'
import type { Problem } from './problem.ts'
import { Secret } from './secret.ts'

/** Colours of the panel: 绿 reads, 黄 goes to the network, 红 acts on people or on this computer. */
export const Risk = z.enum(['green', 'yellow', 'red'])
export type Risk = z.infer<typeof Risk>

/** What happens when somebody's words lead to a call: it runs, the owner is asked first, or it is refused. */
export const ToolRule = z.enum(['allow', 'ask', 'deny'])
export type ToolRule = z.infer<typeof ToolRule>

/** Roles of the matrix; whoever is blocked is never answered. */
export const toolRoles = ['owner', 'trusted', 'member'] as const
export type ToolRole = (typeof toolRoles)[number]

const RiskRow = (owner: ToolRule, trusted: ToolRule, member: ToolRule) =>
  z
    .strictObject({
      owner: ToolRule.default(owner),
      trusted: ToolRule.default(trusted),
      member: ToolRule.default(member),
    })
    .prefault({})

/** Risk × role; a setting of every chat, inherited like all of them. */
export const RiskMatrix = z
  .strictObject({
    green: RiskRow('allow', 'allow', 'allow'),
    yellow: RiskRow('allow', 'allow', 'allow'),
    red: RiskRow('allow', 'ask', 'deny'),
  })
  .prefault({})
export type RiskMatrix = z.infer<typeof RiskMatrix>

/** What is changed of one tool: off, or another rule for a role than the matrix has. */
export const OwnToolRule = z.strictObject({
  enabled: z.boolean().optional(),
  owner: ToolRule.optional(),
  trusted: ToolRule.optional(),
  member: ToolRule.optional(),
})
export type OwnToolRule = z.infer<typeof OwnToolRule>

/** As models know it. Vendors allow no other characters. */
export const ToolName = z
  .string()
  .regex(/^[a-zA-Z0-9_-]{1,64}$/, '只能用字母、数字、下划线和短横线，最多 64 个')

/** By tool name; a setting of every chat. */
export const OwnToolRules = z.record(ToolName, OwnToolRule).default({})
export type OwnToolRules = z.infer<typeof OwnToolRules>

/** How one tool runs; what is missing is as the tool has it. */
export const ToolOptions = z.strictObject({
  risk: Risk.optional(),
  timeoutSeconds: z.number().min(1).max(600).optional(),
  /** How often a call that failed for a passing reason is tried again. */
  retries: z.int().min(0).max(5).optional(),
})
export type ToolOptions = z.infer<typeof ToolOptions>

/** Name of a file in the tools folder. */
export const ToolFileName = z
  .string()
  .max(100)
  .regex(/^[^./\\:*?"<>|\s][^/\\:*?"<>|]*\.(mjs|js|ts)$/, '要以 .mjs、.js 或 .ts 结尾')

/** What the owner set for a user's tool file. */
export const ToolFileConfig = z.strictObject({
  /** The file's name. */
  id: ToolFileName,
  enabled: z.boolean().default(true),
  /** Values of its settings form; those of password fields are in `secrets`. */
  values: z.record(z.string().max(64), z.json()).default({}),
  secrets: z
    .array(z.strictObject({ name: z.string().min(1).max(64), secretValue: Secret.default('') }))
    .max(20)
    .default([]),
})
export type ToolFileConfig = z.infer<typeof ToolFileConfig>

const McpName = z.string().regex(/^[a-z0-9-]{1,32}$/, '只能用小写字母、数字和短横线，最多 32 个')
const Named = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/, '名字里有不能用的字符'),
      secretValue: Secret.default(''),
    }),
  )
  .max(50)
  .default([])

const mcpBase = {
  id: McpName,
  title: z.string().max(64).default(''),
  enabled: z.boolean().default(true),
  /** Of one call. */
  timeoutSeconds: z.number().min(1).max(600).default(60),
}
/** An MCP server that is a program on this computer. */
export const McpStdioServer = z.strictObject({
  ...mcpBase,
  transport: z.literal('stdio'),
  command: z.string().min(1).max(1000),
  args: z.array(z.string().max(4000)).max(100).default([]),
  /** Working folder; '' for the data folder. */
  cwd: z.string().max(1000).default(''),
  env: Named,
})
/** An MCP server at an address. `http` is streamable HTTP. */
export const McpRemoteServer = z.strictObject({
  ...mcpBase,
  transport: z.enum(['http', 'sse']),
  url: z
    .string()
    .regex(/^https?:\/\/[^\s]+$/, '要以 http:// 或 https:// 开头')
    .max(2000),
  headers: Named,
})
export const McpServer = z.discriminatedUnion('transport', [McpStdioServer, McpRemoteServer])
export type McpServer = z.infer<typeof McpServer>
export type McpStdioServer = z.infer<typeof McpStdioServer>
export type McpRemoteServer = z.infer<typeof McpRemoteServer>

export const searchBackends = ['bing', 'baidu', 'tavily', 'bocha', 'searxng'] as const
export type SearchBackend = (typeof searchBackends)[number]

/** 联网搜索: which back-end, and the keys of those that need one. `baseUrl` is the vendor's own when empty. */
const SearchConfig = z
  .strictObject({
    backend: field(z.enum(searchBackends).default('bing'), '必应不用 Key；其余的更准，要先填 Key 或地址。', {
      title: '搜索服务',
      depth: 'simple',
      options: {
        bing: '必应（不用 Key）',
        baidu: '百度千帆',
        tavily: 'Tavily',
        bocha: '博查',
        searxng: 'SearXNG',
      },
    }),
    baidu: z
      .strictObject({ apiKey: Secret.default(''), baseUrl: z.string().max(500).default('') })
      .prefault({}),
    tavily: z
      .strictObject({ apiKey: Secret.default(''), baseUrl: z.string().max(500).default('') })
      .prefault({}),
    bocha: z
      .strictObject({ apiKey: Secret.default(''), baseUrl: z.string().max(500).default('') })
      .prefault({}),
    searxng: z.strictObject({ baseUrl: z.string().max(500).default('') }).prefault({}),
    bing: z.strictObject({ baseUrl: z.string().max(500).default('') }).prefault({}),
    results: field(z.int().min(1).max(20).default(8), '一次搜索最多带回几条；越多越费词元。', {
      title: '结果条数',
      unit: '条',
      depth: 'simple',
    }),
  })
  .prefault({})
export type SearchConfig = z.infer<typeof SearchConfig>

/** `config.tools` */
export const ToolsConfig = z
  .strictObject({
    options: z.record(ToolName, ToolOptions).default({}),
    timeoutSeconds: field(
      z.number().min(1).max(600).default(30),
      '一次调用最多等多久；工具自己另有规定的除外。',
      {
        title: '调用时限',
        unit: '秒',
        depth: 'simple',
      },
    ),
    resultCharacters: field(
      z.int().min(500).max(100_000).default(8000),
      '结果最多给模型看多少字；多的留着，模型要看可以接着读。',
      { title: '结果长度', unit: '字', depth: 'all' },
    ),
    askSeconds: field(z.int().min(10).max(3600).default(180), '要你批准的事等多久；过了就当不同意。', {
      title: '等批准',
      unit: '秒',
      depth: 'simple',
    }),
    fileMemoryMegabytes: field(
      z.int().min(32).max(4096).default(256),
      '每个工具文件的数据最多占多少内存，超过就停掉它；连缓冲区和 Node 一起最多到四倍，至少 512 MB。',
      {
        title: '工具文件内存',
        unit: 'MB',
        depth: 'all',
      },
    ),
    files: uniqueById(z.array(ToolFileConfig).max(200)).default([]),
    mcp: uniqueById(z.array(McpServer).max(50)).default([]),
    search: SearchConfig,
    allowHosts: field(
      z.array(z.string().trim().min(1).max(255)).max(50).default([]),
      '读网页的工具只去公网；这里写的内网主机也让它去，比如 192.168.1.5 或 nas.lan:8080。',
      { title: '允许的内网主机', depth: 'all' },
    ),
  })
  .prefault({})
export type ToolsConfig = z.infer<typeof ToolsConfig>

function uniqueById<T extends z.ZodArray<z.ZodType<{ id: string }>>>(array: T) {
  return array.superRefine((entries, context) => {
    const seen = new Set<string>()
    entries.forEach(({ id }, index) => {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: [index, 'id'], message: `「${id}」出现了两次` })
      seen.add(id)
    })
  })
}

/** Where a tool comes from: built in, a file of the user, or an MCP server. */
export type ToolSource =
  | { kind: 'built-in' }
  | { kind: 'file'; file: string }
  | { kind: 'mcp'; server: string }

/** One tool as 工具 lists it. */
export interface ToolState {
  name: string
  title: string
  description: string
  /** Heading it stands under, such as 搜索与网页. */
  group: string
  source: ToolSource
  /** In force, and as the tool has it by itself. */
  risk: Risk
  builtInRisk: Risk
  /** Rules it brings along instead of the matrix's. */
  builtInRules: Partial<Record<ToolRole, ToolRule>>
  /** Only offered where it is switched on. */
  offByDefault: boolean
  /** Only offered in groups. */
  groupOnly: boolean
  /** It changes nothing but the chat it is called in: whoever counts as 信任 for its commands does so for it. */
  ownChat: boolean
  /** JSON Schema of its input; a form is drawn from it. */
  parameters: Record<string, unknown>
  /** Null when it may take as long as it likes, as one that waits for people. */
  timeoutSeconds: number | null
  retries: number
  /** Why it is not offered to models: two of one name, a schema that is not valid. */
  problem: Problem | null
  running: number
  /** Of the last seven days. */
  calls: number
  failed: number
  averageMs: number | null
  lastAt: number | null
}

/** A file of the tools folder. */
export interface ToolFileState {
  file: string
  /** `stopped`: it crashed, or did not come out of a loop; it stays off until it changes or is loaded again. */
  state: 'loading' | 'ready' | 'off' | 'broken' | 'stopped'
  problem: Problem | null
  /** Names of its tools. */
  tools: string[]
  /** JSON Schema of its settings; null when it has none. */
  settings: Record<string, unknown> | null
  /** What it wrote, oldest first, at most 100 lines of 500 characters. */
  output: { at: number; level: 'info' | 'error'; text: string }[]
  loadedAt: number | null
}

/** An MCP server as it is now. */
export interface McpState {
  id: string
  state: 'off' | 'starting' | 'running' | 'waiting-retry' | 'failed'
  problem: Problem | null
  /** What it calls itself. */
  name: string | null
  version: string | null
  /** The file that was started and the PATH it was looked for in; null for a remote one. */
  command: string | null
  path: string | null
  pid: number | null
  exitCode: number | null
  /** Last lines of its stderr, oldest first, at most 50; secrets masked. */
  stderr: string[]
  /** Names as the toolbox has them. */
  tools: string[]
  resources: { uri: string; name: string }[]
  prompts: { name: string; description: string }[]
  startedAt: number | null
  nextRetryAt: number | null
  latencyMs: number | null
}

/** Something that waits for a person: the owner's leave for a call, or an answer of whoever is talking. */
export type Waiting = Approval | UserQuestion
interface WaitingBase {
  /** Eight characters; what `#批准` names. */
  id: string
  turnId: number | null
  chatId: number
  chatTitle: string
  tool: string
  toolTitle: string
  senderId: string
  senderName: string
  askedAt: number
  until: number
}
export interface Approval extends WaitingBase {
  kind: 'approval'
  risk: Risk
  role: ToolRole
  /** What it would be called with, secrets masked, at most 500 characters. */
  arguments: string
}
export interface UserQuestion extends WaitingBase {
  kind: 'question'
  text: string
  /** JSON Schema of the answer: string, number, integer, boolean, or one of an enum. */
  schema: Record<string, unknown>
}

/** Leave that was given for a while: this tool, in this chat. */
export interface Grant {
  chatId: number
  chatTitle: string
  tool: string
  toolTitle: string
  until: number
}

export interface AsksState {
  /** Oldest first. */
  waiting: Waiting[]
  grants: Grant[]
}

/** One call of a turn as it is shown live and in the chain of its steps. */
export interface ToolCallState {
  name: string
  title: string
  /** Secrets masked, at most 500 characters. */
  arguments: string
  state: 'waiting' | 'asking' | 'running' | 'done' | 'failed' | 'refused'
  startedAt: number
  endedAt: number | null
  /** First 300 characters. */
  result: string
}

/** A call that was made before, newest first in lists. */
export interface ToolCallEntry {
  id: number
  at: number
  name: string
  chatId: number | null
  chatTitle: string
  turnId: number | null
  senderName: string
  arguments: string
  result: string
  ms: number
  failed: boolean
}

/** A reminder that is to be said. */
export interface Reminder {
  id: number
  chatId: number
  chatTitle: string
  userId: string
  userName: string
  at: number
  text: string
}
