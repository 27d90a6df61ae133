import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Field, fieldsOf } from '../../src/renderer/forms/field.ts'
import { complaintAbout, isFallback, valueAt, valueWords } from '../../src/renderer/forms/field-value.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { Config } from '../../src/shared/config.ts'
import { field } from '../../src/shared/settings.ts'

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

  test('ids, lists of objects, what is not built yet and choices of one are no settings', () => {
    const paths = configFields.map((candidate) => candidate.path.join('.'))
    expect(paths).not.toContain('accounts')
    expect(paths).not.toContain('defaults.merge.seconds')
    expect(paths).not.toContain('defaults.queueMode')
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
