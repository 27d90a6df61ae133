import type { CallOutput, CallParsed } from '../../src/shared/ipc.ts'
import type { LogLine } from '../../src/shared/state.ts'
import type { FakeBot } from './fake-panel.ts'

type Sample = Pick<LogLine, 'level' | 'module' | 'message'> & Partial<LogLine>

const photographers = 'qq_group_73120401'
const samples: readonly Sample[] = [
  {
    level: 'info',
    module: '收信',
    message: '收到 阿岚 的消息，@ 了机器人 → 要回',
    chat: photographers,
    turn: 601,
  },
  {
    level: 'debug',
    module: '模型',
    message: '请求 deepseek-chat，38 条历史，3,412 词元',
    chat: photographers,
    turn: 601,
  },
  {
    level: 'info',
    module: '工具',
    message: '查日落时间（杭州滨江）→ 17:04，用时 312 ms',
    chat: photographers,
    turn: 601,
  },
  {
    level: 'info',
    module: '发信',
    message: '已发送 1 条，消息号 884120231',
    chat: photographers,
    turn: 601,
    account: 'qq',
  },
  { level: 'debug', module: 'QQ', message: '心跳正常，延迟 12 ms', account: 'qq' },
  { level: 'debug', module: 'QQ', message: '心跳正常，延迟 12 ms', account: 'qq' },
  { level: 'debug', module: 'QQ', message: '心跳正常，延迟 12 ms', account: 'qq' },
  {
    level: 'info',
    module: '收信',
    message: '不回：没有叫机器人，作为背景交给模型',
    chat: 'qq_group_91000234',
  },
  {
    level: 'warn',
    module: '网络',
    message: '经代理 127.0.0.1:7890 访问 api.siliconflow.cn 用了 1.9 s',
    fields: { 主机: 'api.siliconflow.cn', 用时: 1904, 代理: 'http://127.0.0.1:7890' },
  },
  {
    level: 'error',
    module: '模型',
    message:
      '硅基流动不认这把 Key（401），这条没有回成；这是一句特别长的话，用来看一行放不下的时候会不会好好地截断而不是把后面的列挤出去',
    chat: 'qq_private_10420017',
    turn: 598,
    fields: {
      代码: 'model.auth',
      地址: 'POST https://api.siliconflow.cn/v1/chat/completions',
      用时: 143,
      Key: 'sk-•••',
    },
  },
  { level: 'info', module: '存储', message: '检查点完成，6 ms' },
  { level: 'info', module: '配置', message: '「发送间隔」改为 1.2 秒，已生效' },
]

const total = 100_000
const stepMs = 850
const bornAt = Date.now()

/** The log as the agent answers for it: newest first, 100,000 lines before the page was opened. */
export function fakeLogPage(query: CallParsed<'logs.query'>): CallOutput<'logs.query'> {
  const lines: LogLine[] = []
  const before = query.before === undefined ? total : Number(query.before.slice(1))
  let index = before - 1
  for (; index >= 0 && lines.length < query.limit; index--) {
    const line = lineOf(index)
    if (matches(query, line)) lines.push(line)
  }
  return { lines, next: index < 0 ? null : `l${index + 1}` }
}

/** Live lines, `perSecond` of them in ten batches a second, capped as the agent caps them. */
export function startFakeLogs(bot: FakeBot, perSecond: number): void {
  let next = total
  let due = 0
  setInterval(() => {
    due += perSecond / 10
    const count = Math.floor(due)
    due -= count
    if (count === 0) return
    const shown = Math.min(count, 200)
    const at = Date.now()
    const lines = Array.from({ length: shown }, (_, index) => ({
      ...lineOf(next + count - shown + index),
      at,
    }))
    next += count
    bot.emit('logs', lines, count - shown)
  }, 100)
}

function lineOf(index: number): LogLine {
  const sample = samples[(index * 7 + Math.floor(index / 11)) % samples.length] ?? samples[0]
  if (!sample) throw new Error('No samples')
  return { ...sample, id: `l${index}`, at: bornAt - (total - index) * stepMs }
}

function matches(query: CallParsed<'logs.query'>, line: LogLine): boolean {
  return (
    (query.levels.length === 0 || query.levels.includes(line.level)) &&
    (query.modules.length === 0 || query.modules.includes(line.module)) &&
    (query.chat === undefined || line.chat === query.chat) &&
    (query.turn === undefined || line.turn === query.turn) &&
    (query.text === '' || JSON.stringify(line).toLowerCase().includes(query.text.toLowerCase()))
  )
}
