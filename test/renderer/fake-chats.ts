import type { CallName, CallOutput, CallParsed, EditOp } from '../../src/shared/ipc.ts'
import type { ChatSummary } from '../../src/shared/prompts.ts'
import { ChatSettings, type SettingsLayer } from '../../src/shared/settings.ts'
import type { ChatMessage, SettingSources } from '../../src/shared/state.ts'
import type { FakeBot } from './fake-panel.ts'

type ChatCall = Extract<CallName, `chats.${string}` | 'export.chat'>
type ChatHandlers = {
  [N in Exclude<ChatCall, 'chats.list' | 'chats.messages' | 'chats.clear'>]: (
    input: CallParsed<N>,
  ) => CallOutput<N> | Promise<CallOutput<N>>
}

export interface FakeChatParts {
  bot: FakeBot
  messagesOf(chatId: number): ChatMessage[]
  record(
    change: { scope: string; scopeTitle: string; path: string; before: unknown; after: unknown },
    restore: () => void,
  ): void
  /** Applies one step of an edit to a tree, in place. */
  apply(tree: Record<string, unknown>, op: EditOp): void
  bumped(): { revision: number }
  fail(code: string, message: string, hint?: string): never
}

const minute = 60_000
const photographers =
  '这是一个摄影群，成员多用富士和索尼。\n谈参数时先说光圈，再说快门。\n看到照片先夸一处，再说一处能改的。'

/** What one chat has of its own, made up; kept until the page is loaded again. */
export function fakeChatHandlers(parts: FakeChatParts): ChatHandlers {
  const { bot, fail } = parts
  const own = new Map<number, Record<string, unknown>>([
    [
      1,
      {
        character: 2,
        prompt: photographers,
        triggers: { nicknames: ['小杏', '杏杏', '摄影顾问'], probability: 4, quietHours: ['23:30-07:30'] },
        merge: { seconds: 1.2, maxSeconds: 8 },
        toolRules: { read_page: { enabled: false }, kick_member: { trusted: 'ask' } },
      },
    ],
    [2, { character: 1 }],
    [3, { model: 'aliyun/qwen3-max' }],
    [8, { model: 'demo/xiaoxing' }],
    [5, { model: 'local/Qwen/Qwen2.5-7B-Instruct-GGUF-Q4_K_M', history: { summary: true } }],
  ])
  const summaries = new Map<number, ChatSummary[]>([[1, [firstSummary]]])

  const put = (chatId: number, settings: Record<string, unknown>) => {
    own.set(chatId, settings)
    const row = bot.topics.chats[chatId]
    if (!row) return
    const { model, character, allowed } = settings
    bot.change('chats', {
      [chatId]: {
        ...row,
        model: typeof model === 'string' ? model : null,
        hasPrompt: Boolean(settings.prompt),
        character: typeof character === 'number' ? character : bot.topics.config.config.defaults.character,
        access: typeof allowed === 'boolean' ? (allowed ? 'allowed' : 'blocked') : row.access,
      },
    })
  }

  return {
    'chats.settings': ({ chatId }) => {
      const { revision, config } = bot.topics.config
      const layer = own.get(chatId) ?? {}
      const played = typeof layer.character === 'number' ? layer.character : config.defaults.character
      const character = bot.topics.characters[played]?.settings ?? {}
      const inherited = overlay(config.defaults, character) as ChatSettings
      return {
        revision,
        values: overlay(inherited, layer) as ChatSettings,
        inherited,
        sources: sourcesOf(config.defaults, character, layer),
      }
    },
    'chats.edit': ({ chatId, revision, ops }) => {
      if (revision !== bot.topics.config.revision) fail('edit.stale', '别处刚改过这里')
      const before = own.get(chatId) ?? {}
      const after = structuredClone(before)
      for (const op of ops) parts.apply(after, op)
      refuse(after, fail)
      for (const op of ops)
        parts.record(
          {
            scope: `chat:${chatId}`,
            scopeTitle: bot.topics.chats[chatId]?.title ?? '',
            path: op.path.join('.'),
            before: valueIn(before, op.path),
            after: 'set' in op ? op.set : undefined,
          },
          () => put(chatId, before),
        )
      put(chatId, after)
      return parts.bumped()
    },
    'chats.mute': ({ chatId, minutes }) => {
      const row = bot.topics.chats[chatId]
      const mutedUntil = minutes === 0 ? 0 : Date.now() + minutes * minute
      if (row) bot.change('chats', { [chatId]: { ...row, mutedUntil } })
      return null
    },
    'chats.recall': ({ messageId }) => {
      const message = parts.messagesOf(Math.floor(messageId / 1000)).find(({ id }) => id === messageId)
      if (!message) return null
      if (Date.now() - message.at > 2 * minute)
        fail('send.recall', 'QQ 不让撤回了：超过 2 分钟', '超过 2 分钟的消息，只有群主和管理员能撤回。')
      message.recalled = true
      bot.emit('messages', [{ ...message }])
      return null
    },
    'chats.summary': ({ chatId }) => summaries.get(chatId)?.at(-1) ?? null,
    'chats.setSummary': ({ chatId, text }) => {
      const before = summaries.get(chatId) ?? []
      const written: ChatSummary = { text, at: Date.now(), by: 'person', canUndo: before.length > 0 }
      summaries.set(chatId, text === '' ? [] : [...before, written])
      return null
    },
    'chats.undoSummary': ({ chatId }) => {
      summaries.get(chatId)?.pop()
      return null
    },
    'chats.setAside': ({ chatId }) =>
      chatId === 1
        ? [
            {
              id: 1,
              turnId: 497,
              at: Date.now() - 50 * minute,
              why: '工具「查日落时间」的结果没有跟着它的调用，这一轮没有带给模型',
              content: JSON.stringify(brokenTurn),
            },
          ]
        : [],
    'export.chat': async ({ chatId, next }) => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      const part = next === '' ? 0 : Number(next)
      return {
        name: `chat-${chatId}.json`,
        text: `${'x'.repeat(400_000)}\n`,
        next: part < 4 ? `${part + 1}` : null,
      }
    },
  }
}

const firstSummary: ChatSummary = {
  text: '大橘想出一支 35 mm 定焦，还没有人要。周日下午三点大家在老地方碰面，阿岚带三脚架。上周拍的银杏阿岚在修，修好会发到群里。',
  at: Date.now() - 3 * 60 * minute,
  by: 'model',
  canUndo: false,
}

const brokenTurn = [
  { role: 'user', content: '{"id":"81230456","name":"阿岚","text":"日落几点"}' },
  { role: 'tool', toolCallId: 'call_7', content: '17:04' },
]

/** What the agent refuses: values that do not fit the schema, and patterns that cannot be used. */
function refuse(layer: SettingsLayer, fail: FakeChatParts['fail']): void {
  const parsed = ChatSettings.safeParse(layer)
  const issue = parsed.success ? undefined : parsed.error.issues[0]
  if (issue) fail('config.invalid', `${issue.path.join('.')}：${issue.message}`)
  for (const pattern of parsed.data?.triggers.patterns ?? []) {
    try {
      new RegExp(pattern)
    } catch {
      fail('config.invalid', `正则「${pattern}」用不了：括号没有配对`)
    }
  }
}

function overlay(base: unknown, layer: unknown): unknown {
  if (layer === undefined) return base
  if (!isLayer(base) || !isLayer(layer)) return layer
  const merged: Record<string, unknown> = { ...base }
  for (const key of Object.keys(layer)) merged[key] = overlay(base[key], layer[key])
  return merged
}

const builtIn = ChatSettings.parse({})

function sourcesOf(global: ChatSettings, character: SettingsLayer, own: SettingsLayer): SettingSources {
  const sources: SettingSources = {}
  const walk = (at: SettingsLayer, path: string[]) => {
    for (const [key, value] of Object.entries(at)) {
      const here = [...path, key]
      if (isLayer(value)) walk(value, here)
      else if (valueIn(own, here) !== undefined) sources[here.join('.')] = 'chat'
      else if (valueIn(character, here) !== undefined) sources[here.join('.')] = 'character'
      else
        sources[here.join('.')] =
          JSON.stringify(value) === JSON.stringify(valueIn(builtIn, here)) ? 'default' : 'global'
    }
  }
  walk(global, [])
  return sources
}

function valueIn(layer: SettingsLayer, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isLayer(at) ? at[key] : undefined), layer)
}

function isLayer(value: unknown): value is SettingsLayer {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
