import { beforeAll, describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/renderer/forms/field.ts'
import { fieldsIn, groupOf, settingGroups } from '../../src/renderer/forms/setting-groups.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { mergePresets, presetOf, presetOps } from '../../src/renderer/pages/chats/merge-presets.ts'
import { mutedWords } from '../../src/renderer/pages/chats/mute.ts'
import { groupWords, rulesSentence } from '../../src/renderer/pages/chats/rules-sentence.ts'
import { ChatSettings, type SettingsLayer } from '../../src/shared/settings.ts'

beforeAll(() => startI18n())

const settings = (layer: SettingsLayer = {}) => ChatSettings.parse(layer)
const triggers = (own: SettingsLayer) => settings({ triggers: own })

describe('the groups of a chat’s settings', () => {
  test('every setting that has a title stands in exactly one group', () => {
    const grouped = settingGroups.flatMap(({ paths }) => paths)
    const titled = fieldsOf(ChatSettings).map(({ path }) => path.join('.'))
    expect(grouped.toSorted()).toEqual(titled.toSorted())
  })

  test('a private chat has nothing that only concerns groups, and the other way round', () => {
    const paths = (kind: 'private' | 'group') =>
      settingGroups.flatMap((group) => fieldsIn(group, kind)).map(({ path }) => path.join('.'))
    expect(paths('private')).toContain('triggers.private')
    expect(paths('private')).not.toContain('triggers.mention')
    expect(paths('group')).toContain('merge.seconds')
    expect(paths('group')).not.toContain('merge.privateSeconds')
  })

  test('a setting is found on its tab', () => {
    expect(groupOf('triggers.probability')).toMatchObject({ id: 'when', tab: 'rules' })
    expect(groupOf('history.tokens')?.tab).toBe('model')
    expect(groupOf('muted')).toBeUndefined()
  })
})

describe('the sentence of what is in force', () => {
  test('says for all chats who is answered, how often it joins in, and when it is quiet', () => {
    const own = {
      nicknames: ['小杏'],
      prefixes: [],
      probability: 10,
      quietHours: ['23:00-07:30'],
    }
    expect(rulesSentence(triggers(own), 'both')).toBe(
      '私聊句句回；群里被 @、被回复、叫「小杏」就回；别的话 10 % 插一句；23:00–07:30 安静。',
    )
  })

  test('of a chat only what concerns its kind', () => {
    expect(rulesSentence(settings(), 'private')).toBe('私聊句句回。')
    expect(rulesSentence(triggers({ private: false, poke: true }), 'private')).toBe(
      '私聊只记录，不回；被戳也回。',
    )
    expect(rulesSentence(settings(), 'group')).toBe('群里被 @、被回复、用「.ai」开头就回。')
  })

  test('names three words and counts the rest', () => {
    const own = { mention: false, replyToBot: false, prefixes: [], keywords: ['一', '二', '三', '四'] }
    expect(rulesSentence(triggers({ ...own, patterns: ['a', 'b'], poke: true }), 'group')).toBe(
      '群里说到「一」「二」「三」等 4 个、符合 2 条正则、被戳就回。',
    )
  })

  test.each([
    [{ probability: 0 }, '群里谁叫都不回。'],
    [{ probability: 20 }, '群里的话 20 % 回一句。'],
    [{ probability: 100 }, '群里句句回。'],
  ])('when nothing calls it: %j', (own, sentence) => {
    const nothing = { mention: false, replyToBot: false, prefixes: [] }
    expect(rulesSentence(triggers({ ...nothing, ...own }), 'group')).toBe(sentence)
  })

  test('says who gets through quiet hours', () => {
    const own = { quietHours: ['12:00-13:30', '23:00-07:30'], quietMentions: true, prefixes: [] }
    expect(rulesSentence(triggers(own), 'group')).toBe(
      '群里被 @、被回复就回；12:00–13:30、23:00–07:30 安静，但被 @ 还是回。',
    )
    expect(rulesSentence(triggers(own), 'private')).toBe(
      '私聊句句回；12:00–13:30、23:00–07:30 安静，但私聊照回。',
    )
  })

  test('a closed group says what it holds', () => {
    expect(groupWords('merge', settings(), 'group')).toBe('等 2 秒，最多 10 秒')
    expect(groupWords('merge', settings({ merge: { privateSeconds: 0 } }), 'private')).toBe('马上回')
    expect(groupWords('running', settings({ queueMode: 'all' }), 'group')).toBe('排在后面 · 同时')
    expect(groupWords('limits', settings(), 'group')).toBe('没有')
    expect(groupWords('limits', settings({ rateLimit: { perMinute: 5 } }), 'group')).toBe('每分钟 5 次')
    expect(groupWords('history', settings(), 'group')).toBe('8,000 词元')
  })
})

describe('ways to wait in one click', () => {
  const preset = (id: string) => {
    const found = mergePresets('group').find((each) => each.id === id)
    if (!found) throw new Error(`No preset ${id}`)
    return found
  }

  test('the .ai window sets its four values and drops what else the chat had of its own', () => {
    const ops = presetOps(preset('ai'), { 'merge.mediaSeconds': 'chat', 'merge.seconds': 'chat' })
    expect(ops).toEqual([
      { path: ['merge', 'scope'], set: 'chat' },
      { path: ['merge', 'seconds'], set: 10 },
      { path: ['merge', 'maxSeconds'], set: 60 },
      { path: ['merge', 'follow'], set: false },
      { path: ['merge', 'mediaSeconds'], remove: true },
    ])
  })

  test('默认 leaves a chat that has nothing of its own alone', () => {
    expect(presetOps(preset('default'), { 'merge.seconds': 'global' })).toEqual([])
    expect(presetOps(preset('default'), { 'merge.seconds': 'chat' })).toEqual([
      { path: ['merge', 'seconds'], remove: true },
    ])
  })

  test('the one a chat is on is known', () => {
    const { merge } = settings()
    expect(presetOf(merge, {}, 'group')).toBe('default')
    expect(presetOf({ ...merge, seconds: 0 }, { 'merge.seconds': 'chat' }, 'group')).toBe('now')
    expect(presetOf({ ...merge, seconds: 3 }, { 'merge.seconds': 'chat' }, 'group')).toBeNull()
    const window = { ...merge, scope: 'chat' as const, seconds: 10, maxSeconds: 60, follow: false }
    const own = { 'merge.scope': 'chat', 'merge.seconds': 'chat', 'merge.maxSeconds': 'chat' } as const
    expect(presetOf(window, { ...own, 'merge.follow': 'chat' }, 'group')).toBe('ai')
  })
})

test('a silenced chat says until when', () => {
  const now = new Date(2026, 10, 22, 17, 0).getTime()
  const hour = 3_600_000
  expect(mutedWords(now, now)).toBeNull()
  expect(mutedWords(now + hour, now)).toBe('到 18:00')
  expect(mutedWords(now + 8 * hour, now)).toBe('到明天 01:00')
  expect(mutedWords(now + 72 * hour, now)).toBe('到 11 月 25 日 17:00')
  expect(mutedWords(now + 364 * 24 * hour, now)).toBe('一直')
})
