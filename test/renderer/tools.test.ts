import { beforeAll, describe, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { chatToolRule, switchOps } from '../../src/renderer/pages/chats/chat-tool-rule.ts'
import { changeTitle, fieldOfChange, sideWords } from '../../src/renderer/pages/settings/change-words.ts'
import { countsOf, summaryWords, viewOf } from '../../src/renderer/pages/tools/page-counts.ts'
import { dayWords } from '../../src/renderer/pages/tools/reminder-words.ts'
import { optionOps, ruleOps } from '../../src/renderer/pages/tools/tool-edit.ts'
import { noFilter, type ToolFilter, toolGroups, toolKey } from '../../src/renderer/pages/tools/tool-list.ts'
import {
  countsAsWords,
  globalPolicy,
  isEnabled,
  verdictIn,
  verdictOf,
} from '../../src/renderer/pages/tools/tool-policy.ts'
import { failsOften, needsLook, whoMayWhere, whoMayWords } from '../../src/renderer/pages/tools/tool-words.ts'
import { Config } from '../../src/shared/config.ts'
import { ChatSettings, type SettingsLayer } from '../../src/shared/settings.ts'
import type { Change } from '../../src/shared/state.ts'
import type { ToolState } from '../../src/shared/tools.ts'
import { fakeToolTopics } from './fake-tools.ts'

beforeAll(() => startI18n())

const now = Date.now()
const topics = fakeToolTopics(now)
const all = Object.values(topics.tools)
const tool = (name: string, changes: Partial<ToolState> = {}): ToolState => {
  const known = topics.tools[name]
  if (!known) throw new Error(`no ${name}`)
  return { ...known, ...changes }
}
const policy = (defaults: object = {}) => globalPolicy(Config.parse({ defaults }))

test('two tools of one name are told apart, and the one in use keeps the plain name', () => {
  const problem = { code: 'tools.name', message: '重名', hint: '' }
  const second = tool('get_time', { source: { kind: 'file', file: 'clock.mjs' }, problem })
  expect(toolKey(tool('get_time'))).toBe('get_time')
  expect(toolKey(second)).toBe('get_time clock.mjs')
})

describe('who may use a tool', () => {
  test.each([
    ['get_time', {}, '谁都能用'],
    ['mute_member', {}, '主人直接用，信任的人要批准，成员不能'],
    // Its own rules come before those of its colour.
    ['set_prompt', {}, '主人直接用，信任的人要批准，成员不能'],
    ['kick_member', {}, '主人和信任的人要批准，成员不能'],
    ['mute_member', { toolRules: { mute_member: { trusted: 'deny' } } }, '只有主人能用'],
    [
      'kick_member',
      { toolRules: { kick_member: { owner: 'allow' } } },
      '主人直接用，信任的人要批准，成员不能',
    ],
    ['web_search', { toolMatrix: { yellow: { member: 'deny' } } }, '主人和信任的人直接用，成员不能'],
    [
      'web_search',
      { toolMatrix: { yellow: { owner: 'ask', trusted: 'ask', member: 'ask' } } },
      '谁用都要批准',
    ],
    [
      'web_search',
      { toolMatrix: { yellow: { owner: 'deny', trusted: 'deny', member: 'deny' } } },
      '谁都不能用',
    ],
  ])('%s with %j: %s', (name, defaults, words) => {
    expect(whoMayWords(verdictOf(tool(name), policy(defaults)))).toBe(words)
  })

  test('in a private chat everybody counts as 信任 for what changes only that chat', () => {
    const access = { privateSelf: true }
    const set = tool('set_prompt')
    expect(verdictIn('private', set, policy(), access).member).toBe('ask')
    expect(verdictIn('group', set, policy(), access).member).toBe('deny')
    expect(verdictIn('private', set, policy(), { privateSelf: false }).member).toBe('deny')
    expect(verdictIn('private', tool('mute_member'), policy(), access).member).toBe('deny')
    expect(whoMayWhere(set, policy(), access)).toBe(
      '主人直接用，信任的人要批准，成员不能；私聊里主人直接用，信任的人和成员要批准',
    )
    expect(whoMayWhere(tool('mute_member'), policy(), access)).toBe('主人直接用，信任的人要批准，成员不能')
  })

  test.each([
    ['set_prompt', true, 'trusted', undefined, '私聊里谁都算信任的人，群里群主和管理员也算。'],
    ['set_prompt', true, 'trusted', 'private', '私聊里谁都算信任的人。'],
    ['set_prompt', false, 'trusted', undefined, '群主和管理员在自己的群里算信任的人。'],
    ['set_prompt', true, 'member', 'group', ''],
    ['mute_member', true, 'trusted', 'group', '群主和管理员在自己的群里算信任的人。'],
    ['mute_member', true, 'member', undefined, ''],
  ] as const)(
    '%s, privateSelf %s, admins are %s, chat %s: %s',
    (name, privateSelf, groupAdmins, kind, words) => {
      expect(countsAsWords(tool(name), { privateSelf, groupAdmins }, kind)).toBe(words)
    },
  )

  test('a name of what every object has finds nothing', () => {
    const odd = tool('get_time', { name: 'constructor' })
    expect(verdictOf(odd, policy())).toEqual({ owner: 'allow', trusted: 'allow', member: 'allow' })
    expect(isEnabled(policy(), odd)).toBe(true)
  })

  test('a tool that is off by itself is on only where somebody switched it on', () => {
    expect(isEnabled(policy(), tool('hash'))).toBe(false)
    expect(isEnabled(policy({ toolRules: { hash: { enabled: true } } }), tool('hash'))).toBe(true)
    expect(isEnabled(policy({ toolRules: { random: { enabled: false } } }), tool('random'))).toBe(false)
  })
})

describe('the edits of a tool', () => {
  test('what is left empty is not kept', () => {
    expect(ruleOps(['defaults'], 'roll', {}, { enabled: false })).toEqual([
      { path: ['defaults', 'toolRules', 'roll', 'enabled'], set: false },
    ])
    expect(ruleOps(['defaults'], 'roll', { enabled: false, member: 'deny' }, { enabled: undefined })).toEqual(
      [{ path: ['defaults', 'toolRules', 'roll', 'enabled'], remove: true }],
    )
    expect(ruleOps([], 'roll', { enabled: false }, { enabled: undefined })).toEqual([
      { path: ['toolRules', 'roll'], remove: true },
    ])
    expect(optionOps('roll', { retries: 2 }, { retries: undefined })).toEqual([
      { path: ['tools', 'options', 'roll'], remove: true },
    ])
    expect(optionOps('roll', { retries: 2 }, { risk: 'red' })).toEqual([
      { path: ['tools', 'options', 'roll', 'risk'], set: 'red' },
    ])
  })

  test('what was not there is not taken away', () => {
    expect(ruleOps(['defaults'], 'roll', {}, { member: undefined })).toEqual([])
  })
})

describe('the list of tools', () => {
  const names = (filter: Partial<ToolFilter>) =>
    toolGroups(all, { ...noFilter, ...filter }).flatMap(({ tools }) => tools.map(({ name }) => name))

  test('what is built in comes first, then files, then servers, and every tool stands in it once', () => {
    const groups = toolGroups(all, noFilter)
    const kinds = groups.map(({ tools }) => tools[0]?.source.kind)
    expect(kinds).toEqual(
      kinds.toSorted(
        (a, b) => ['built-in', 'file', 'mcp'].indexOf(a ?? '') - ['built-in', 'file', 'mcp'].indexOf(b ?? ''),
      ),
    )
    expect(groups.flatMap(({ tools }) => tools)).toHaveLength(all.length)
    expect(new Set(groups.map(({ title }) => title)).size).toBe(groups.length)
  })

  test('it is searched by title, name, description and heading', () => {
    expect(names({ search: '踢人' })).toEqual(['kick_member'])
    expect(names({ search: 'READ_PAGE' })).toEqual(['read_page'])
    expect(names({ search: '能读的正文' })).toEqual(['read_page'])
    expect(names({ search: 'QQ 操作' })).toEqual(['group_members', 'mute_member', 'kick_member'])
    expect(names({ search: '没有的' })).toEqual([])
  })

  test('it is narrowed down by source, by colour and to what has a problem', () => {
    expect(names({ source: 'mcp' })).toHaveLength(4)
    expect(names({ source: 'built-in', risk: 'red' })).toEqual(['set_prompt', 'mute_member', 'kick_member'])
    expect(names({ problems: true })).toEqual(['read_page', 'roll'])
  })

  test('one failure of few calls is no problem yet', () => {
    expect(failsOften({ calls: 3, failed: 1 })).toBe(false)
    expect(failsOften({ calls: 10, failed: 3 })).toBe(true)
    expect(failsOften({ calls: 0, failed: 0 })).toBe(false)
    expect(needsLook(tool('roll'))).toBe(true)
  })
})

describe('the page’s first sentence', () => {
  const counts = (config: Config) =>
    countsOf({ tools: all, files: Object.values(topics.toolFiles), states: topics.mcp, config })

  test('it tells what cannot be used, of files and servers too', () => {
    const mcp = [
      { id: 'maps', transport: 'stdio', command: 'uvx' },
      { id: 'filesystem', transport: 'stdio', command: 'npx' },
    ]
    expect(summaryWords(counts(Config.parse({ tools: { mcp } })))).toBe(
      `${all.length} 个工具，1 个用不了，1 个关着，1 个正在用，2 个文件用不了，1 个 MCP 没连上。`,
    )
  })

  test('a server that is switched off or gone misses nobody', () => {
    const mcp = [{ id: 'maps', transport: 'stdio', command: 'uvx', enabled: false }]
    expect(counts(Config.parse({ tools: { mcp } })).servers).toBe(0)
    expect(counts(Config.parse({})).servers).toBe(0)
  })

  test('where nothing is wrong it only counts', () => {
    const config = Config.parse({})
    expect(summaryWords(countsOf({ tools: [tool('get_time')], files: [], states: {}, config }))).toBe(
      '1 个工具。',
    )
  })

  test('a link to a setting leads to the part with the settings', () => {
    expect(viewOf({ setting: 'tools.askSeconds' })).toBe('settings')
    expect(viewOf({ view: 'mcp' })).toBe('mcp')
    expect(viewOf({ view: 'nothing' })).toBe('tools')
  })
})

describe('a tool in one chat', () => {
  const view = (
    global: SettingsLayer,
    own: SettingsLayer,
    sources: Record<string, 'chat' | 'global'> = {},
  ) => ({
    values: ChatSettings.parse({ toolRules: { ...global, ...own } }),
    inherited: ChatSettings.parse({ toolRules: global }),
    sources,
  })

  test('nobody said anything', () => {
    expect(chatToolRule(view({}, {}), tool('random'))).toMatchObject({ on: true, own: {}, source: 'default' })
  })

  test('a rule for all is told from one of a character by its source', () => {
    const global = { random: { enabled: false } }
    const sources = { 'toolRules.random.enabled': 'global' } as const
    expect(chatToolRule(view(global, {}, sources), tool('random'))).toMatchObject({
      on: false,
      own: {},
      source: 'global',
    })
    expect(chatToolRule(view(global, {}), tool('random')).source).toBe('character')
  })

  test('what the chat has of its own is told, also where it says the same as all others', () => {
    const same = { random: { enabled: false } }
    expect(
      chatToolRule(view(same, same, { 'toolRules.random.enabled': 'chat' }), tool('random')),
    ).toMatchObject({ own: { enabled: false }, source: 'chat' })
    expect(chatToolRule(view({}, { random: { member: 'ask' } }), tool('random'))).toMatchObject({
      on: true,
      own: { member: 'ask' },
      source: 'chat',
    })
  })

  test('switching back to what holds anyway leaves nothing behind', () => {
    const off = chatToolRule(view({}, { random: { enabled: false } }), tool('random'))
    expect(switchOps('random', off, true)).toEqual([{ path: ['toolRules', 'random'], remove: true }])
    const below = chatToolRule(view({ random: { enabled: false } }, {}), tool('random'))
    expect(switchOps('random', below, true)).toEqual([
      { path: ['toolRules', 'random', 'enabled'], set: true },
    ])
  })

  test('a tool that is off by itself is switched on by saying so', () => {
    const rule = chatToolRule(view({}, {}), tool('hash'))
    expect(rule.on).toBe(false)
    expect(switchOps('hash', rule, true)).toEqual([{ path: ['toolRules', 'hash', 'enabled'], set: true }])
  })
})

describe('words about tools elsewhere', () => {
  test('the day of a reminder', () => {
    const noon = new Date(2026, 10, 27, 12).getTime()
    const at = (days: number) => dayWords(new Date(2026, 10, 27 + days, 8).getTime(), noon)
    expect([at(0), at(1), at(2), at(3)]).toEqual(['今天', '明天', '后天', '11 月 30 日'])
  })

  test.each([
    ['defaults.toolRules.web_search.member', '工具 web_search 成员'],
    ['defaults.toolRules.web_search.enabled', '工具 web_search 启用'],
    ['defaults.toolMatrix.red.member', '工具风险 会动手 成员'],
    ['tools.options.web_search.retries', '工具 web_search 失败再试'],
    ['tools.files.weather.mjs', '工具文件 weather.mjs'],
    ['tools.files.weather.mjs.enabled', '工具文件 weather.mjs 启用'],
    ['tools.mcp.maps', 'MCP maps'],
    ['tools.search.tavily.apiKey', '搜索 tavily Key'],
    ['tools.askSeconds', '等批准'],
  ])('the change of %s reads %s', (path, words) => {
    const change: Change = { id: 1, at: 0, scope: 'config', scopeTitle: '全局', path, undone: false }
    expect(changeTitle(fieldOfChange(change), change)).toBe(words)
  })

  test('a rule reads as its choice does', () => {
    expect([sideWords(null, 'ask'), sideWords(null, 'deny')]).toEqual(['先问我', '不许'])
  })

  test('the change of a tool in one chat says which chat', () => {
    const path = 'toolRules.web_search.enabled'
    const change: Change = { id: 1, at: 0, scope: 'chat:3', scopeTitle: '跑团', path, undone: false }
    expect(changeTitle(fieldOfChange(change), change)).toBe('跑团 · 工具 web_search 启用')
  })
})
