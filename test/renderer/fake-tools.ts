import type { CallName, CallOutput, CallParsed } from '../../src/shared/ipc.ts'
import type { Topics } from '../../src/shared/state.ts'
import type {
  Approval,
  McpState,
  Reminder,
  ToolCallEntry,
  ToolCallState,
  ToolFileState,
  ToolState,
  UserQuestion,
} from '../../src/shared/tools.ts'
import type { FakeBot } from './fake-panel.ts'
import { fakeHash } from './fake-pictures.ts'

type Names = Extract<CallName, `tools.${string}` | `mcp.${string}` | `asks.${string}` | 'reminders.cancel'>
type Handlers = { [N in Names]: (input: CallParsed<N>) => CallOutput<N> | Promise<CallOutput<N>> }
type Fail = (code: string, message: string, hint?: string) => never
type ToolTopics = Pick<Topics, 'tools' | 'toolFiles' | 'mcp' | 'asks' | 'reminders'>

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const folder = 'D:\\杏桃\\data\\tools'

const words = (description: string, more: object = {}) => ({ type: 'string', description, ...more })

function input(properties: Record<string, object>, required: string[] = []): Record<string, unknown> {
  return { type: 'object', properties, required, additionalProperties: false }
}

function tool(
  name: string,
  title: string,
  changes: Partial<ToolState> & Pick<ToolState, 'description' | 'group'>,
): ToolState {
  const risk = changes.risk ?? 'green'
  return {
    name,
    title,
    source: { kind: 'built-in' },
    risk,
    builtInRisk: risk,
    builtInRules: {},
    offByDefault: false,
    groupOnly: false,
    ownChat: false,
    parameters: input({}),
    timeoutSeconds: 30,
    retries: 0,
    problem: null,
    running: 0,
    calls: 0,
    failed: 0,
    averageMs: null,
    lastAt: null,
    ...changes,
  }
}

function builtIn(now: number): ToolState[] {
  const daily = { group: '日常' }
  const web = { group: '搜索与网页', risk: 'yellow' as const }
  const qq = { group: 'QQ 操作', risk: 'red' as const }
  const own = {
    group: '自己的提示词',
    ownChat: true,
    builtInRules: { member: 'deny', trusted: 'ask' } as const,
  }
  const person = words('QQ 号')
  const used = (calls: number, failed: number, averageMs: number, ago: number) => ({
    ...{ calls, failed, averageMs, lastAt: now - ago },
  })
  return [
    tool('get_time', '现在几点', {
      ...daily,
      description: '现在的日期和时间；可以指定时区。',
      parameters: input({
        timeZone: words('时区，比如 Asia/Shanghai', { maxLength: 64, default: 'Asia/Shanghai' }),
      }),
      ...used(212, 0, 1, 40 * second),
    }),
    tool('calculate', '计算器', {
      ...daily,
      description: '算一个算式，支持单位换算。',
      parameters: input({ expression: words('算式，比如 (3+4)*2 或 5 km to mile') }, ['expression']),
      ...used(31, 2, 6, 3 * hour),
    }),
    tool('random', '随机', {
      ...daily,
      description: '掷骰子、抽一个、打乱顺序。',
      parameters: input(
        {
          kind: { type: 'string', enum: ['dice', 'pick', 'shuffle'], description: '做什么' },
          sides: { type: 'integer', minimum: 2, maximum: 1000, default: 6, description: '骰子几面' },
          from: { type: 'array', items: { type: 'string' }, description: '从这些里抽' },
          unique: { type: 'boolean', default: false, description: '不重复' },
        },
        ['kind'],
      ),
      ...used(18, 0, 2, 26 * hour),
    }),
    tool('hash', '哈希', { ...daily, offByDefault: true, description: '算文字的哈希，或生成 UUID。' }),
    tool('remind', '提醒', {
      ...daily,
      description: '到点在这个聊天里说一句话。',
      parameters: input(
        {
          at: words('什么时候，ISO 8601', { format: 'date-time' }),
          text: words('说什么', { maxLength: 500 }),
        },
        ['at', 'text'],
      ),
      ...used(9, 0, 4, 50 * minute),
    }),
    tool('web_search', '联网搜索', {
      ...web,
      description: '在网上搜，带回标题、摘要和地址。',
      parameters: input(
        {
          query: words('搜什么', { maxLength: 200 }),
          recent: { type: 'string', enum: ['day', 'week', 'month', 'any'], default: 'any' },
        },
        ['query'],
      ),
      ...used(148, 9, 1320, 2 * second),
      running: 1,
      retries: 1,
    }),
    tool('read_page', '读网页', {
      ...web,
      description: '打开一个网页，带回能读的正文。',
      parameters: input({ url: words('地址', { format: 'uri' }) }, ['url']),
      ...used(66, 41, 2840, 12 * minute),
      timeoutSeconds: 45,
    }),
    tool('write_file', '写文件发出来', {
      group: '文件',
      risk: 'yellow',
      description: '把文字写成一个文件，发到聊天里。',
      parameters: input({ name: words('文件名', { maxLength: 100 }), content: words('内容') }, [
        'name',
        'content',
      ]),
      ...used(4, 0, 640, 30 * hour),
    }),
    tool('get_prompt', '看自己的提示词', { ...own, description: '看这个聊天自己的提示词。' }),
    tool('set_prompt', '改自己的提示词', {
      ...own,
      risk: 'red',
      description: '改这个聊天自己的提示词；空着就是去掉。',
      parameters: input({ text: words('新的提示词', { maxLength: 20_000 }) }, ['text']),
    }),
    tool('group_members', '群成员', { ...qq, risk: 'green', description: '这个群里有谁。' }),
    tool('mute_member', '禁言', {
      ...qq,
      description: '让一个人在群里不能说话。',
      parameters: input(
        { userId: person, seconds: { type: 'integer', minimum: 0, maximum: 2_592_000, description: '多久' } },
        ['userId', 'seconds'],
      ),
      ...used(3, 1, 210, 5 * hour),
    }),
    tool('kick_member', '踢人', {
      ...qq,
      description: '把一个人请出群。',
      parameters: input({ userId: person, forever: { type: 'boolean', description: '以后也不让进' } }, [
        'userId',
      ]),
      builtInRules: { owner: 'ask' },
    }),
  ]
}

function foreign(now: number): ToolState[] {
  const file = (name: string) => ({
    group: `文件 ${name}`,
    source: { kind: 'file', file: name } as const,
    risk: 'yellow' as const,
  })
  const files = { group: '文件系统', source: { kind: 'mcp', server: 'filesystem' } as const }
  return [
    tool('weather', '查天气', {
      ...file('weather.mjs'),
      description: '查一个地方今天和明天的天气。',
      parameters: input(
        {
          place: words('地方', { maxLength: 50 }),
          days: { type: 'integer', minimum: 1, maximum: 7, default: 2, description: '几天' },
          details: { type: 'object', description: '还要什么' },
        },
        ['place'],
      ),
      calls: 24,
      failed: 1,
      averageMs: 480,
      lastAt: now - 8 * minute,
    }),
    tool(
      'sunset_time_at_a_place_with_a_very_long_name_that_goes_on_and_on',
      '查一个地方的日落、日出、月出、月落和拍照的黄金时刻',
      {
        ...file('weather.mjs'),
        description: '日落时间。',
      },
    ),
    tool('roll', '掷骰', {
      ...file('dice.ts'),
      description: '掷骰子。',
      problem: {
        code: 'tool.name',
        message: '「roll」有两个：dice.ts 里一个，coc.mjs 里一个',
        hint: '改掉其中一个的名字，再重新加载。',
      },
    }),
    ...['read_file', 'write_file', 'list_directory', 'move_file'].map((name) =>
      tool(`filesystem__${name}`, name, {
        ...files,
        risk: 'red',
        description: 'Read the complete contents of a file from the file system.',
        parameters: input({ path: { type: 'string' } }, ['path']),
      }),
    ),
  ]
}

const weatherSettings = {
  type: 'object',
  required: ['key'],
  properties: {
    key: words('在天气网站上拿', { title: 'Key', format: 'password' }),
    city: words('没说地方时查哪里', { title: '默认城市', default: '杭州', maxLength: 50 }),
    units: { type: 'string', title: '单位', enum: ['metric', 'imperial'], default: 'metric' },
    alerts: { type: 'boolean', title: '预警也说', default: true },
  },
}

function toolFiles(now: number): ToolFileState[] {
  const file = (name: string, changes: Partial<ToolFileState>): ToolFileState => ({
    ...{ file: name, state: 'ready', problem: null, tools: [], settings: null, output: [] },
    loadedAt: now - 2 * hour,
    ...changes,
  })
  return [
    file('weather.mjs', {
      tools: ['weather', 'sunset_time_at_a_place_with_a_very_long_name_that_goes_on_and_on'],
      settings: weatherSettings,
      output: [
        { at: now - 2 * hour, level: 'info', text: '天气工具准备好了，默认城市：杭州' },
        { at: now - 8 * minute, level: 'info', text: 'GET https://api.weather.example/v3/now?city=杭州 200' },
        { at: now - 7 * minute, level: 'error', text: 'TypeError: fetch failed (ETIMEDOUT)' },
      ],
    }),
    file('dice.ts', {
      state: 'broken',
      tools: [],
      problem: {
        code: 'tool-file.syntax',
        message: 'dice.ts 第 12 行第 8 列写错了：少了一个「)」',
        hint: '改好保存，会自己重新加载。',
        detail: 'SyntaxError: missing ) after argument list (12:8)',
      },
    }),
    file('coc.mjs', {
      state: 'stopped',
      tools: ['roll'],
      problem: {
        code: 'tool-file.loop',
        message: 'coc.mjs 里的 roll 跑了 30 秒没停，这个文件停掉了',
        hint: '看看是不是有死循环，改好再重新加载。',
      },
    }),
  ]
}

function mcpStates(now: number): McpState[] {
  const base: McpState = {
    ...{ id: '', state: 'running', problem: null, name: null, version: null, command: null, path: null },
    ...{ pid: null, exitCode: null, stderr: [], tools: [], resources: [], prompts: [] },
    ...{ startedAt: null, nextRetryAt: null, latencyMs: null },
  }
  const path = 'C:\\Program Files\\nodejs;C:\\Users\\lan\\AppData\\Roaming\\npm;C:\\Windows\\system32'
  return [
    {
      ...base,
      id: 'filesystem',
      name: 'secure-filesystem-server',
      version: '0.6.2',
      command: 'C:\\Program Files\\nodejs\\npx.cmd',
      path,
      pid: 21_408,
      stderr: ['Secure MCP Filesystem Server running on stdio', 'Allowed directories: [ D:\\share ]'],
      tools: ['read_file', 'write_file', 'list_directory', 'move_file'].map((name) => `filesystem__${name}`),
      resources: [{ uri: 'file:///D:/share/readme.md', name: 'readme' }],
      prompts: [{ name: 'summarize', description: '总结一个文件夹' }],
      startedAt: now - 3 * hour,
      latencyMs: 14,
    },
    {
      ...base,
      id: 'maps',
      state: 'waiting-retry',
      command: null,
      path,
      exitCode: 1,
      problem: {
        code: 'mcp.command',
        message: '找不到 uvx：PATH 里没有这个程序',
        hint: '装好 uv，或把命令写成完整的路径。',
      },
      stderr: ["'uvx' is not recognized as an internal or external command"],
      nextRetryAt: now + 42 * second,
    },
  ]
}

function waiting(now: number): (Approval | UserQuestion)[] {
  return [
    {
      kind: 'approval',
      id: 'k3f9a2pq',
      turnId: 601,
      chatId: 1,
      chatTitle: '摄影搭子群',
      tool: 'mute_member',
      toolTitle: '禁言',
      senderId: '77120033',
      senderName: '大橘',
      role: 'trusted',
      risk: 'red',
      arguments: '{"userId":"90233100","seconds":600}',
      askedAt: now - 20 * second,
      until: now + 160 * second,
    },
    {
      kind: 'question',
      id: 'q8d1m0zz',
      turnId: 602,
      chatId: 2,
      chatTitle: '林小满',
      tool: 'weather',
      toolTitle: '查天气',
      senderId: '73120402',
      senderName: '林小满',
      text: '要查哪天的？',
      schema: { type: 'string', enum: ['今天', '明天', '后天'] },
      askedAt: now - 5 * second,
      until: now + 55 * second,
    },
  ]
}

function reminders(now: number): Reminder[] {
  return [
    {
      ...{ id: 1, chatId: 7, chatTitle: '妈', userId: '81230456', userName: '妈' },
      ...{ at: now + 16 * hour, text: '该起床了，今天要去体检，记得别吃早饭。' },
    },
    {
      ...{ id: 2, chatId: 1, chatTitle: '摄影搭子群', userId: '77120033', userName: '大橘' },
      ...{ at: now + 25 * minute, text: '日落还有一小时' },
    },
  ]
}

const byKey = <T>(entries: readonly T[], key: (entry: T) => string | number): Record<string, T> =>
  Object.fromEntries(entries.map((entry) => [key(entry), entry]))

/** What a new bot has: only what is built in, never used. */
export function emptyToolTopics(now: number): ToolTopics {
  const fresh = builtIn(now).map((one) => ({
    ...one,
    ...{ running: 0, calls: 0, failed: 0, averageMs: null, lastAt: null },
  }))
  return {
    tools: byKey(fresh, ({ name }) => name),
    toolFiles: {},
    mcp: {},
    asks: { waiting: [], grants: [] },
    reminders: {},
  }
}

export function fakeToolTopics(now: number): ToolTopics {
  return {
    tools: byKey([...builtIn(now), ...foreign(now)], ({ name }) => name),
    toolFiles: byKey(toolFiles(now), ({ file }) => file),
    mcp: byKey(mcpStates(now), ({ id }) => id),
    asks: {
      waiting: waiting(now),
      grants: [
        {
          ...{ chatId: 1, chatTitle: '摄影搭子群', tool: 'mute_member', toolTitle: '禁言' },
          until: now + 41 * minute,
        },
      ],
    },
    reminders: byKey(reminders(now), ({ id }) => id),
  }
}

/** What the configuration of the full scene has under `tools`. */
export const fakeToolsConfig = {
  files: [
    {
      id: 'weather.mjs',
      values: { city: '杭州' },
      secrets: [{ name: 'key', secretValue: { $secret: 'tools/files/weather.mjs/key' } }],
    },
  ],
  mcp: [
    {
      id: 'filesystem',
      title: '文件系统',
      transport: 'stdio' as const,
      command: 'npx',
      args: ['-y', '@modelcontextprotocol/server-filesystem', 'D:\\share'],
    },
    {
      id: 'maps',
      transport: 'stdio' as const,
      command: 'uvx',
      args: ['mcp-server-maps'],
      env: [{ name: 'MAPS_KEY', secretValue: { $secret: 'tools/mcp/maps/env/MAPS_KEY' } }],
    },
  ],
}

/** The calls of a turn of the full scene: one of every state but refused. */
export function fakeToolCalls(now: number): ToolCallState[] {
  const base = { state: 'done', startedAt: now - 3000, endedAt: null, result: '' } as const
  return [
    {
      ...base,
      ...{ name: 'get_time', title: '现在几点', arguments: '{"timeZone":"Asia/Shanghai"}' },
      ...{ endedAt: now - 2996, result: '2026 年 11 月 22 日 星期日 14:33' },
    },
    {
      ...base,
      ...{ name: 'read_page', title: '读网页', arguments: '{"url":"https://www.weather.com.cn/hangzhou"}' },
      ...{ state: 'failed', endedAt: now - 1800, result: '打不开这个网页：HTTP 403\n换一个网址试试' },
    },
    { ...base, name: 'weather', title: '查天气', arguments: '{"place":"杭州","days":7}', state: 'running' },
    { ...base, name: 'remind', title: '提醒', arguments: '{"text":"带伞"}', state: 'waiting' },
  ]
}

function callsOf(name: string | undefined, now: number): ToolCallEntry[] {
  const people = ['阿岚', '大橘', '林小满']
  return Array.from({ length: 8 }, (_, index) => ({
    id: 900 - index,
    at: now - index * 47 * minute - 2 * second,
    name: name ?? 'weather',
    chatId: index === 3 ? null : (index % 3) + 1,
    chatTitle: index === 3 ? '' : (['摄影搭子群', '林小满', '代码茶水间'][index % 3] ?? ''),
    turnId: index === 3 ? null : 500 - index,
    senderName: people[index % 3] ?? '',
    arguments: '{"place":"杭州","days":2}',
    result: index === 2 ? '取不到：对面 30 秒没有回' : '杭州 多云 18–26 ℃，明天小雨。',
    ms: index === 2 ? 30_004 : 320 + index * 40,
    failed: index === 2,
  }))
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** 工具与插件 of the made-up bot. */
export function fakeTools(bot: FakeBot, fail: Fail): Handlers {
  const withoutAsk = (id: string) =>
    bot.change('asks', { waiting: bot.topics.asks.waiting.filter((one) => one.id !== id) })
  return {
    'tools.try': async ({ name, input }) => {
      await wait(400)
      const failed = name === 'read_page'
      return {
        text: failed ? '打不开这个网页：HTTP 403' : `${name} 收到了：\n${JSON.stringify(input, null, 2)}`,
        failed,
        ms: 412,
        pictures: name === 'weather' ? [fakeHash(1)] : [],
        said: name === 'write_file' ? ['发了文件 笔记.txt（2.1 KB）'] : [],
      }
    },
    'tools.calls': async ({ name, limit }) => {
      await wait(120)
      const used = name === undefined || (bot.topics.tools[name]?.calls ?? 0) > 0
      return used ? callsOf(name, Date.now()).slice(0, limit) : []
    },
    'tools.reload': async ({ file }) => {
      await wait(300)
      return Object.values(bot.topics.toolFiles)
        .filter((one) => file === undefined || one.file === file)
        .map((one) => ({ file: one.file, problem: one.problem }))
    },
    'tools.create': ({ file }) => {
      if (bot.topics.toolFiles[file]) fail('tool-file.exists', `已经有「${file}」了`, '换一个名字。')
      const made: ToolFileState = {
        ...{ file, state: 'ready', problem: null, tools: ['hello'], settings: null, output: [] },
        loadedAt: Date.now(),
      }
      bot.change('toolFiles', { [file]: made })
      return { file }
    },
    'tools.folder': ({ open }) => ({
      path: folder,
      opened: open && bot.topics.app.host === 'desktop',
    }),
    'mcp.restart': ({ id }) => {
      const state = bot.topics.mcp[id]
      if (state) bot.change('mcp', { [id]: { ...state, state: 'starting', problem: null } })
      return null
    },
    'mcp.probe': async ({ server }) => {
      await wait(600)
      if (server.transport === 'stdio' && server.command === 'uvx')
        fail('mcp.command', '找不到 uvx：PATH 里没有这个程序', '装好 uv，或把命令写成完整的路径。')
      return {
        ...{ name: 'mcp-memory', version: '0.6.3', resources: 0, prompts: 1 },
        tools: [
          { name: 'create_entities', description: 'Create multiple new entities in the knowledge graph' },
          { name: 'search_nodes', description: 'Search for nodes in the knowledge graph based on a query' },
        ],
      }
    },
    'asks.decide': ({ id, decision }) => {
      const ask = bot.topics.asks.waiting.find((one) => one.id === id)
      withoutAsk(id)
      if (ask && decision === 'hour') {
        const { chatId, chatTitle, tool, toolTitle } = ask
        const grant = { chatId, chatTitle, tool, toolTitle, until: Date.now() + hour }
        bot.change('asks', { grants: [...bot.topics.asks.grants, grant] })
      }
      return null
    },
    'asks.answer': ({ id }) => {
      withoutAsk(id)
      return null
    },
    'asks.revoke': ({ chatId, tool }) => {
      const { grants } = bot.topics.asks
      bot.change('asks', { grants: grants.filter((one) => one.chatId !== chatId || one.tool !== tool) })
      return null
    },
    'reminders.cancel': ({ id }) => {
      bot.change('reminders', { [id]: undefined })
      return null
    },
  }
}
