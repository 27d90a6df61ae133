import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Field, fieldsOf } from '../../src/renderer/forms/field.ts'
import {
  complaintAbout,
  isFallback,
  savedWords,
  valueAt,
  valueWords,
} from '../../src/renderer/forms/field-value.ts'
import { helpParts } from '../../src/renderer/forms/help-parts.ts'
import { nextHours, readClock, readHours, writeHours } from '../../src/renderer/forms/hours.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { Config } from '../../src/shared/config.ts'
import { field } from '../../src/shared/field.ts'

beforeAll(startI18n)

const configFields = fieldsOf(Config)

function named(path: string): Field {
  const found = configFields.find((candidate) => candidate.path.join('.') === path)
  if (!found) throw new Error(`No field at ${path}`)
  return found
}

describe('fields of a schema', () => {
  test('a field brings its words, unit, depth and built-in value along', () => {
    expect(named('inbox.resumeMinutes')).toEqual({
      path: ['inbox', 'resumeMinutes'],
      title: '接着回',
      help: '重启后，多久以内没回完的消息会接着回。',
      unit: '分钟',
      depth: 'simple',
      control: { kind: 'number', min: 0, max: 1440, integer: false, nullable: false },
      fallback: 10,
    })
  })

  test('a number that may be empty keeps the bounds of its number', () => {
    expect(named('defaults.maxOutputTokens').control).toEqual({
      kind: 'number',
      min: 1,
      max: 1_000_000,
      integer: true,
      nullable: true,
    })
  })

  test('an enum is a choice with the names of its options', () => {
    expect(named('logs.level').control).toEqual({
      kind: 'choice',
      options: [
        { value: 'debug', title: '细节' },
        { value: 'info', title: '信息' },
        { value: 'warn', title: '注意' },
        { value: 'error', title: '错误' },
      ],
    })
  })

  test('a list of numbers, a long text and a switch each get their control', () => {
    expect(named('inbox.ignoredUsers').control).toMatchObject({ kind: 'list', pattern: '^[1-9]\\d{4,19}$' })
    expect(named('corePrompt').control).toMatchObject({ kind: 'text', multiline: true, maxLength: 20_000 })
    expect(named('defaults.reply.quote').control).toEqual({ kind: 'switch' })
  })

  test('ids, lists of objects and what has pages of its own are no settings', () => {
    const paths = configFields.map((candidate) => candidate.path.join('.'))
    expect(paths).not.toContain('accounts')
    expect(paths).not.toContain('defaults.character')
    expect(paths).not.toContain('commands')
  })

  test('models, patterns and hours are more than text', () => {
    expect(named('defaults.model').control).toEqual({ kind: 'model', optional: false })
    expect(named('defaults.history.summaryModel').control).toEqual({ kind: 'model', optional: true })
    expect(named('defaults.triggers.patterns').control).toMatchObject({ shape: 'lines', maxLength: 500 })
    expect(named('defaults.triggers.quietHours').control).toMatchObject({ shape: 'hours' })
    expect(named('defaults.triggers.keywords').control).toMatchObject({ shape: 'tags', maxLength: 64 })
  })

  test('every setting of the configuration says what it does', () => {
    expect(configFields.length).toBeGreaterThan(15)
    expect(configFields.filter((candidate) => candidate.help === '')).toEqual([])
  })
})

describe('values of a field', () => {
  test('a value is found along its path, and nothing is found along a wrong one', () => {
    const config = Config.parse({})
    expect(valueAt(config, ['defaults', 'pace', 'seconds'])).toBe(0.8)
    expect(valueAt(config, ['botName', 'length', 'x'])).toBeUndefined()
  })

  test('a list equal to the built-in one counts as untouched', () => {
    expect(isFallback(named('inbox.ignoredUsers'), ['2854196310'])).toBe(true)
    expect(isFallback(named('inbox.ignoredUsers'), [])).toBe(false)
  })

  test.each([
    ['inbox.staleSeconds', 5, '要在 10 到 86400 之间'],
    ['inbox.staleSeconds', null, '要填一个数'],
    ['inbox.laneLength', 2.5, '要填整数'],
    ['botName', '', '不能空着'],
    ['botName', '很'.repeat(33), '最多 32 个字'],
    ['inbox.ignoredUsers', ['12345', 'abc'], '「abc」的写法不对'],
    ['defaults.triggers.keywords', ['好'.repeat(65)], '「好好好好好好好好好好好好…」太长了，最多 64 个字'],
  ])('%s refuses %j', (path, value, text) => {
    expect(complaintAbout(named(path), value)).toBe(text)
  })

  test.each([
    ['defaults.temperature', null],
    ['inbox.staleSeconds', 10],
    ['inbox.ignoredUsers', []],
    ['defaults.apology', ''],
  ])('%s takes %j', (path, value) => {
    expect(complaintAbout(named(path), value)).toBeNull()
  })

  test('an open bound is named alone', () => {
    const [low] = fieldsOf(z.object({ n: field(z.number().min(3), '', { title: '数' }) }))
    expect(low && complaintAbout(low, 1)).toBe('不能小于 3')
  })

  test('a value reads as words', () => {
    expect(valueWords(named('inbox.resumeMinutes'), 30)).toBe('30 分钟')
    expect(valueWords(named('logs.level'), 'warn')).toBe('注意')
    expect(valueWords(named('defaults.tools'), false)).toBe('关')
    expect(valueWords(named('inbox.ignoredUsers'), [])).toBe('空')
    expect(valueWords(null, '一'.repeat(60))).toBe(`${'一'.repeat(40)}…`)
  })
})

describe('what the toast says', () => {
  test.each([
    ['defaults.triggers.mention', false, '「被 @ 时回」已关闭'],
    ['defaults.triggers.probability', 10, '「随机插话」已改为 10 %'],
    ['defaults.reply.bubbles', 'paragraphs', '「拆成几条」已改为 按段落'],
    ['defaults.model', 'deepseek/deepseek-chat', '「模型」已改为 deepseek-chat'],
    ['corePrompt', '你是小杏。', '已改好「基础提示词」'],
  ])('%s set to %j: %s', (path, value, said) => {
    expect(savedWords(named(path), value)).toBe(said)
  })
})

describe('times of day', () => {
  test.each([
    ['7:30', '07:30'],
    ['0730', '07:30'],
    ['７：３０', '07:30'],
    ['23', '23:00'],
    ['22点', '22:00'],
    ['24:00', null],
    ['12:60', null],
    ['晚上', null],
    ['', null],
  ])('%j is %s', (typed, time) => {
    expect(readClock(typed)).toBe(time)
  })

  test('a further span is one that is not there yet', () => {
    expect(nextHours([])).toBe('23:00-07:30')
    expect(nextHours(['23:00-07:30'])).toBe('12:00-13:30')
    expect(writeHours(readHours('23:00-07:30'))).toBe('23:00-07:30')
  })
})

test('a help text leads to the page it names, and only there', () => {
  const pages = new Map([['认主人', '/access']])
  expect(helpParts('用「认主人」加最稳妥，像「.ai」。', pages)).toEqual([
    { text: '用' },
    { text: '「认主人」', page: '/access' },
    { text: '加最稳妥，像「.ai」。' },
  ])
})
