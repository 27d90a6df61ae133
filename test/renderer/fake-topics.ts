import { Config } from '../../src/shared/config.ts'
import { noPictures } from '../../src/shared/pictures.ts'
import { sandboxSelfId } from '../../src/shared/sandbox.ts'
import type {
  AccountState,
  ChatRow,
  MissedItem,
  ProviderState,
  RecentReply,
  Topics,
  TurnState,
} from '../../src/shared/state.ts'
import { fakeDenials } from './fake-access.ts'
import { fakeCharacters } from './fake-characters.ts'
import { emptyUsage, fakeUsage } from './fake-costs.ts'
import { fakeModelStates } from './fake-models.ts'
import { fakePicturesState } from './fake-pictures.ts'
import { emptyToolTopics, fakeToolCalls, fakeToolsConfig, fakeToolTopics } from './fake-tools.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const config = Config.parse({
  accounts: [{ id: 'main', mode: 'server', title: '小杏', selfId: '3105512466', port: 6700 }],
  providers: [
    {
      id: 'deepseek',
      title: 'DeepSeek',
      baseUrl: 'https://api.deepseek.com/v1',
      apiKey: { $secret: 'providers/deepseek/apiKey' },
      models: [
        { name: 'deepseek-chat', contextTokens: 64_000 },
        { name: 'deepseek-reasoner', tools: false, contextTokens: 64_000 },
      ],
    },
    {
      id: 'aliyun',
      title: '阿里百炼',
      baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
      apiKey: { $secret: 'providers/aliyun/apiKey' },
      models: [
        { name: 'qwen3-max', contextTokens: 256_000 },
        { name: 'qwen-vl-max', vision: true, contextTokens: 128_000 },
        { name: 'tongyi-inhouse-preview', reasoning: true },
      ],
    },
    {
      id: 'local',
      title: '本机 Ollama',
      baseUrl: 'http://127.0.0.1:11434/v1',
      models: [{ name: 'Qwen/Qwen2.5-7B-Instruct-GGUF-Q4_K_M', contextTokens: 8192 }],
    },
  ],
  access: {
    owners: ['81230456'],
    trusted: ['73120402', '3000111'],
    blocked: ['90233100'],
    newGroups: 'ask',
  },
  commands: { 清空: { aliases: ['忘掉'] }, 静音: { enabled: false }, 停止: { role: 'trusted' } },
  budget: { chat: 0.5, person: 0.3 },
  tools: fakeToolsConfig,
  slots: { vision: ['aliyun/qwen-vl-max'], summary: ['deepseek/deepseek-chat', 'aliyun/qwen3-max'] },
  defaults: {
    model: 'deepseek/deepseek-chat',
    fallbacks: ['aliyun/qwen3-max', 'local/Qwen/Qwen2.5-7B-Instruct-GGUF-Q4_K_M'],
    prompt: '说话简短，像朋友，不用感叹号。',
    toolRules: { random: { enabled: false }, web_search: { member: 'ask' } },
  },
})

function account(now: number, changes: Partial<AccountState> = {}): AccountState {
  return {
    id: 'main',
    title: '小杏',
    mode: 'server',
    state: 'connected',
    problem: null,
    address: 'ws://127.0.0.1:6700',
    selfId: '3105512466',
    nickname: '小杏',
    endName: 'NapCat.Onebot 4.8.1',
    connectedAt: now - 3 * day,
    lastHeartbeatAt: now - 3 * second,
    latencyMs: 12,
    nextRetryAt: null,
    events: 41_206,
    badFrames: 0,
    duplicates: 3,
    attempts: [
      { at: now - 3 * day, remote: '127.0.0.1:51344', result: 'accepted', reason: '口令对上了', count: 1 },
      {
        at: now - 3 * day - minute,
        remote: '127.0.0.1:51290',
        result: 'refused',
        reason: '口令不对：把 NapCat 里的 token 换成这里显示的',
        count: 4,
      },
    ],
    ...changes,
  }
}

function provider(id: string, title: string, changes: Partial<ProviderState> = {}): ProviderState {
  return {
    id,
    title,
    health: 'ok',
    problem: null,
    running: 1,
    waiting: 0,
    successRate: 0.992,
    firstTokenMs: 620,
    lastCallAt: Date.now() - 4000,
    ...changes,
  }
}

function turn(
  now: number,
  changes: Partial<TurnState> & Pick<TurnState, 'id' | 'chatId' | 'chatTitle'>,
): TurnState {
  return {
    senderName: '阿岚',
    question: '这张逆光的怎么救一下？[图片]',
    reason: 'mention',
    model: 'deepseek/deepseek-chat',
    receivedAt: now - 3600,
    endedAt: null,
    outcome: null,
    problem: null,
    steps: [
      { stage: 'queued', startedAt: now - 3500, endedAt: now - 2100, note: '前面 1 条' },
      { stage: 'thinking', startedAt: now - 2100, endedAt: null, note: '' },
    ],
    messageCount: 1,
    mergeUntil: null,
    requestMessages: 38,
    requestTokens: 3120,
    tokens: 0,
    cost: 0,
    toolCalls: [],
    ...changes,
  }
}

function chat(id: number, title: string, lastAt: number, changes: Partial<ChatRow> = {}): ChatRow {
  const kind = changes.kind ?? 'group'
  return {
    id,
    selfId: '3105512466',
    key: `qq_${kind}_${73_120_400 + id}`,
    kind,
    title,
    lastText: '周五杭州多云，18 到 26 度',
    lastSender: '小杏',
    lastAt,
    model: null,
    hasPrompt: false,
    contextFrom: id * 1000 + 185,
    character: 0,
    mutedUntil: 0,
    access: 'allowed',
    problem: null,
    ...changes,
  }
}

const visionProblem = {
  code: 'model.vision',
  message: '模型看不了图片，这条没有回',
  hint: '给这个聊天换一个能看图的模型。',
}

function chats(now: number): ChatRow[] {
  return [
    chat(1, '摄影搭子群', now - 20 * second, {
      lastSender: '阿岚',
      lastText: '这张逆光的怎么救一下？[图片]',
      hasPrompt: true,
      character: 2,
    }),
    chat(2, '林小满', now - minute, { kind: 'private', character: 1 }),
    chat(3, '代码茶水间', now - 12 * minute, {
      lastText: '是端口被占了：6700 上已经有一个程序在听。换一个端口，或把旧的关掉。',
      model: 'aliyun/qwen3-max',
    }),
    chat(4, '跑团第三季', now - 40 * minute, { lastText: '骰出 17。门闩咔哒一声开了，里面有灯。' }),
    chat(5, '楼上楼下业主群（3 号楼 2 单元物业通知、快递代收与拼车）', now - 70 * minute, {
      lastSender: '1802 王女士',
      lastText: '[图片] 这是谁家的快递',
      model: 'local/Qwen/Qwen2.5-7B-Instruct-GGUF-Q4_K_M',
      problem: visionProblem,
    }),
    chat(6, '旧书换换换', now - 95 * minute, { lastSender: '小马', lastText: '有没有人出《雪国》' }),
    chat(7, '妈', now - 3 * hour, { kind: 'private', lastText: '好的，明早七点叫您。' }),
    chat(8, '测试群 01', now - day, { lastSender: '我', lastText: '[动画表情]', model: 'demo/xiaoxing' }),
    chat(9, '周末羽毛球', now - day - hour, { lastSender: '老周', lastText: '这周日下午三点老地方' }),
    chat(10, '👨‍👩‍👧 一家人', now - 4 * day, { lastSender: '爸', lastText: '收到' }),
    chat(11, '周三读书会', now - 9 * minute, { access: 'pending', lastText: '这周读《夜航西飞》' }),
    chat(12, '三号楼团购接龙（只接龙不聊天，聊天踢，广告踢，改名片）', now - 14 * minute, {
      access: 'pending',
    }),
    chat(90, '五人群', now - 5 * minute, { selfId: sandboxSelfId, key: 'qq_group_80001' }),
    chat(91, '私聊', now - 6 * minute, { selfId: sandboxSelfId, key: 'qq_private_90001', kind: 'private' }),
  ]
}

function replies(now: number): RecentReply[] {
  const rows: [number, number, string, string, string, string, number][] = [
    [
      1,
      1,
      '摄影搭子群',
      '周末去哪拍？',
      '滨江的芦苇这周正好，傍晚 5 点后光最软，带支 85 就够了。',
      'deepseek/deepseek-chat',
      3508,
    ],
    [
      3,
      2,
      '林小满',
      '晚饭吃什么',
      '昨天你说胃不舒服，今天喝点粥吧。小米南瓜，二十分钟就好。',
      'deepseek/deepseek-chat',
      2811,
    ],
    [
      12,
      3,
      '代码茶水间',
      '这个报错啥意思',
      '是端口被占了：6700 上已经有一个程序在听。换一个端口，或把旧的关掉。',
      'aliyun/qwen3-max',
      8214,
    ],
    [
      25,
      1,
      '摄影搭子群',
      '[图片] 曝光对吗',
      '高光有点溢出，天空那块没了细节，减 0.7 档再试一张。',
      'aliyun/qwen-vl-max',
      5120,
    ],
    [40, 4, '跑团第三季', '.r 1d20', '骰出 17。门闩咔哒一声开了，里面有灯。', 'deepseek/deepseek-chat', 1902],
    [48, 2, '林小满', '谢谢你呀', '不客气，记得睡前关窗，今晚有雨。', 'deepseek/deepseek-chat', 1540],
    [51, 7, '妈', '明早叫我起床', '好的，明早七点叫您。', 'deepseek/deepseek-chat', 1311],
    [
      55,
      3,
      '代码茶水间',
      '推荐个 Markdown 编辑器',
      '想轻一点用 Typora，想记双链用 Obsidian，都不用联网。',
      'deepseek/deepseek-chat',
      2467,
    ],
  ]
  return rows.map(([ago, chatId, chatTitle, question, reply, model, tokens], index) => ({
    turnId: 500 - index,
    chatId,
    chatTitle,
    at: now - ago * minute,
    question,
    reply,
    model,
    tokens,
    cost: index === 3 ? null : index === 5 ? 0 : tokens * 0.000_001_1,
  }))
}

function missed(now: number): MissedItem[] {
  return [
    {
      id: 'm1',
      kind: 'unanswered',
      chatId: 2,
      chatTitle: '林小满',
      messageId: 2040,
      senderName: '林小满',
      text: '在吗，想问下明天的航班几点到萧山',
      at: now - 40 * minute,
    },
    {
      id: 'm2',
      kind: 'unknown-send',
      chatId: 3,
      chatTitle: '代码茶水间',
      messageId: 3011,
      senderName: '小杏',
      text: '先看看是不是 6700 被旧进程占着……',
      at: now - 41 * minute,
    },
  ]
}

function wave(base: number, swing: number): number[] {
  return Array.from(
    { length: 60 },
    (_, index) => base + swing * (1 + Math.sin(index / 5) + Math.sin(index / 1.7) / 3),
  )
}

export function emptyTopics(now: number): Topics {
  return {
    app: {
      version: '0.1.0',
      host: 'desktop',
      startedAt: now - 30 * second,
      dataDir: 'D:\\杏桃\\data',
      paused: false,
    },
    problems: {},
    config: { revision: 1, config: Config.parse({}), secrets: {} },
    accounts: {},
    pending: {},
    providers: {},
    pictures: noPictures,
    models: {},
    load: { running: 0, queued: 0, maxTurns: 100 },
    turns: {},
    chats: {},
    characters: {},
    access: { claimUntil: null, candidates: [], denials: [] },
    recent: { replies: [] },
    missed: {},
    ...emptyToolTopics(now),
    usage: { ...emptyUsage },
    process: {
      rssBytes: 92 * 1024 ** 2,
      cpuPercent: 0.4,
      loopDelayMs: 1,
      databaseBytes: 180 * 1024,
      freeDiskBytes: 212 * 1024 ** 3,
      messages: 0,
      messagesPerMinute: 0,
      history: { rssBytes: [], cpuPercent: [], loopDelayMs: [], messagesPerMinute: [] },
    },
  }
}

export function fullTopics(now: number): Topics {
  const running = [
    turn(now, { id: 601, chatId: 1, chatTitle: '摄影搭子群' }),
    turn(now, {
      id: 602,
      chatId: 2,
      chatTitle: '林小满',
      senderName: '林小满',
      question: '帮我查下周五去杭州的天气，顺便看看要不要带伞，晚上还想去西湖走走',
      reason: 'private',
      receivedAt: now - 5200,
      steps: [
        { stage: 'queued', startedAt: now - 5200, endedAt: now - 5100, note: '' },
        { stage: 'thinking', startedAt: now - 5100, endedAt: now - 3000, note: '' },
        { stage: 'tool', startedAt: now - 3000, endedAt: null, note: '查天气' },
      ],
      toolCalls: fakeToolCalls(now),
    }),
  ]
  return {
    ...emptyTopics(now),
    app: {
      version: '0.1.0',
      host: 'desktop',
      startedAt: now - 3 * day - 4 * hour,
      dataDir: 'D:\\杏桃\\data',
      paused: false,
    },
    config: {
      revision: 42,
      config,
      secrets: {
        'providers/deepseek/apiKey': 'set',
        'providers/aliyun/apiKey': 'set',
        'tools/files/weather.mjs/key': 'set',
      },
    },
    accounts: { main: account(now) },
    pending: {
      p1: {
        id: 'p1',
        at: now - 2 * minute,
        remote: '192.168.1.23:52110',
        selfId: '2868010931',
        host: '0.0.0.0',
        port: 6700,
      },
    },
    providers: {
      deepseek: provider('deepseek', 'DeepSeek'),
      aliyun: provider('aliyun', '阿里百炼', { running: 0, firstTokenMs: 910, successRate: 0.97 }),
      local: provider('local', '本机 Ollama', {
        health: 'unknown',
        successRate: null,
        firstTokenMs: null,
        lastCallAt: null,
      }),
    },
    pictures: fakePicturesState(now),
    models: fakeModelStates(now),
    load: { running: 2, queued: 1, maxTurns: 100 },
    turns: Object.fromEntries(running.map((entry) => [entry.id, entry])),
    chats: Object.fromEntries(chats(now).map((entry) => [entry.id, entry])),
    characters: fakeCharacters(now),
    access: { claimUntil: null, candidates: [], denials: fakeDenials(now) },
    recent: { replies: replies(now) },
    missed: Object.fromEntries(missed(now).map((entry) => [entry.id, entry])),
    ...fakeToolTopics(now),
    usage: { ...fakeUsage },
    process: {
      rssBytes: 104 * 1024 ** 2,
      cpuPercent: 3.2,
      loopDelayMs: 4,
      databaseBytes: 186 * 1024 ** 2,
      freeDiskBytes: 212 * 1024 ** 3,
      messages: 41_206,
      messagesPerMinute: 38,
      history: {
        rssBytes: wave(98 * 1024 ** 2, 3 * 1024 ** 2),
        cpuPercent: wave(1, 2),
        loopDelayMs: wave(1, 3),
        messagesPerMinute: wave(20, 14),
      },
    },
  }
}

export function errorTopics(now: number): Topics {
  const authProblem = {
    code: 'model.auth',
    message: 'DeepSeek 不认这个 Key',
    hint: '到「模型」里重新填一次 Key。',
    detail: 'HTTP 401 invalid_api_key',
  }
  const full = fullTopics(now)
  return {
    ...full,
    app: { ...full.app, paused: true },
    problems: {
      'config.invalid': {
        code: 'config.invalid',
        message: 'config.json 第 18 行写错了，正在用上一份好的',
        hint: '「接着回」要填 0 到 1440 之间的数，写的是 -5。',
        since: now - 10 * minute,
        severity: 'error',
        page: '/settings',
      },
      'disk.low': {
        code: 'disk.low',
        message: '磁盘快满了，只剩 1.2 GB',
        hint: '清理一下再继续，写不进去时消息会丢。',
        since: now - hour,
        severity: 'warning',
      },
    },
    accounts: {
      main: account(now, {
        state: 'qq-offline',
        problem: {
          code: 'account.qq-offline',
          message: 'NapCat 还在，但 QQ 掉线了',
          hint: '打开 NapCat 的网页，重新扫码登录。',
        },
      }),
      spare: account(now, {
        id: 'spare',
        title: '备用号',
        state: 'auth-failed',
        selfId: '2868010931',
        nickname: null,
        connectedAt: null,
        lastHeartbeatAt: null,
        latencyMs: null,
        problem: { code: 'account.auth', message: '口令不对', hint: '把 token 换成这里显示的。' },
      }),
    },
    providers: {
      ...full.providers,
      deepseek: provider('deepseek', 'DeepSeek', {
        health: 'failing',
        problem: authProblem,
        successRate: 0.41,
      }),
    },
  }
}
