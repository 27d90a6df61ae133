import { beforeAll, describe, expect, test } from 'vitest'
import { type Field, fieldsOf } from '../../src/renderer/forms/field.ts'
import { settingGroups } from '../../src/renderer/forms/setting-groups.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { changeTitle, fieldOfChange, sideWords } from '../../src/renderer/pages/settings/change-words.ts'
import { type Section, sectionsOf } from '../../src/renderer/pages/settings/section.ts'
import { Config } from '../../src/shared/config.ts'
import type { Change } from '../../src/shared/state.ts'

beforeAll(startI18n)

const fields = fieldsOf(Config)

function pathsOf(sections: Section[]): string[] {
  return sections.flatMap(({ parts }) =>
    parts.flatMap((part) => part.fields.map(({ path }) => path.join('.'))),
  )
}

describe('the sections of the settings page', () => {
  test('they come in the page’s order, the bot’s name first', () => {
    const sections = sectionsOf(fields, 'all', '')
    expect(sections.map((section) => section.id)).toEqual([
      'bot',
      'access',
      'chats',
      'slots',
      'inbox',
      'images',
      'tools',
      'budget',
      'logs',
    ])
    expect(pathsOf(sections)[0]).toBe('botName')
  })

  test('every setting has a place, also one that no section was made for', () => {
    const stray: Field = { ...(fields[0] as Field), path: ['brandNew', 'thing'] }
    const sections = sectionsOf([...fields, stray], 'all', '')
    expect(pathsOf(sections)).toHaveLength(fields.length + 1)
    expect(new Set(pathsOf(sections)).size).toBe(fields.length + 1)
    expect(sections.at(-1)).toMatchObject({ id: 'other', parts: [{ fields: [stray] }] })
  })

  test('what has a page of its own leads there', () => {
    const pages = sectionsOf(fields, 'all', '').map(({ id, page }) => [id, page?.path])
    expect(pages).toEqual(
      expect.arrayContaining([
        ['slots', '/models'],
        ['images', '/pictures'],
        ['budget', '/costs'],
      ]),
    )
  })

  test('the settings of chats stand under the headings of a chat’s own page', () => {
    const chatsSection = sectionsOf(fields, 'all', '').find(({ id }) => id === 'chats')
    expect(chatsSection?.parts.map(({ title }) => title)).toEqual(settingGroups.map(({ title }) => title))
  })

  test('the simple depth leaves out what few people need', () => {
    const simple = pathsOf(sectionsOf(fields, 'simple', ''))
    expect(simple).toContain('inbox.resumeMinutes')
    expect(simple).not.toContain('inbox.staleSeconds')
    expect(simple).toEqual(expect.arrayContaining(['images.diskMegabytes', 'slots.vision', 'budget.day']))
    expect(simple).not.toContain('images.allowHosts')
  })

  test('a search finds by title, help and name, in all depths', () => {
    expect(pathsOf(sectionsOf(fields, 'simple', '过时'))).toEqual(['inbox.staleSeconds'])
    expect(pathsOf(sectionsOf(fields, 'simple', 'inbox.laneLength'))).toEqual(['inbox.laneLength'])
    expect(pathsOf(sectionsOf(fields, 'simple', 'QQ 管家'))).toEqual(['inbox.ignoredUsers'])
    expect(pathsOf(sectionsOf(fields, 'simple', 'MAXPARTS'))).toEqual(['defaults.reply.maxParts'])
    expect(sectionsOf(fields, 'all', '没有的')).toEqual([])
  })
})

function change(path: string, more: Partial<Change> = {}): Change {
  return { id: 1, at: 0, scope: 'config', scopeTitle: '全局', path, undone: false, ...more }
}

describe('the words of a change', () => {
  test('a setting is called by its title and its values by their words', () => {
    const subject = change('logs.level')
    const field = fieldOfChange(subject)
    expect(changeTitle(field, subject)).toBe('日志级别')
    expect(sideWords(field, 'warn')).toBe('注意')
  })

  test('a setting of one chat says which chat', () => {
    const subject = change('history.tokens', { scope: 'chat:3', scopeTitle: '摄影搭子群' })
    const field = fieldOfChange(subject)
    expect(changeTitle(field, subject)).toBe('摄影搭子群 · 历史长度')
    expect(sideWords(field, 4000)).toBe('4000 词元')
    expect(sideWords(field, undefined)).toBe('没有')
  })

  test.each([
    ['providers.deepseek', '提供商 deepseek'],
    ['providers.deepseek.apiKey', '提供商 deepseek Key'],
    ['providers.local.models.qwen', '提供商 local 模型 qwen'],
    ['accounts.qq.enabled', '账号 qq 启用'],
    ['paused', '暂停回复'],
    ['commands.模型更换.role', '指令 #模型更换 谁能用'],
    ['defaults.character', '角色'],
  ])('%s reads %s', (path, words) => {
    expect(changeTitle(fieldOfChange(change(path)), change(path))).toBe(words)
  })

  test.each([
    ['chat:3', 'allowed', '摄影搭子群 · 回不回这个聊天'],
    ['character:2', 'settings.triggers.probability', '摄影搭子群 · 随机插话'],
    ['character:2', 'greeting', '摄影搭子群 · 开场白'],
  ])('%s %s reads %s', (scope, path, words) => {
    const subject = change(path, { scope, scopeTitle: '摄影搭子群' })
    expect(changeTitle(fieldOfChange(subject), subject)).toBe(words)
  })

  test('a whole entry is named, not spelled out', () => {
    expect(sideWords(null, { id: 'deepseek', title: 'DeepSeek', models: [] })).toBe('「DeepSeek」')
    expect(sideWords(null, { id: 'qq', title: '' })).toBe('「qq」')
    expect(sideWords(null, { $secret: 'x' })).toBe('•••')
  })
})
