import { describe, expect, it } from 'vitest'
import { starters } from '../../../src/agent/characters/starters.ts'
import { resolveSettings } from '../../../src/agent/config/inherit.ts'
import { systemPrompt } from '../../../src/agent/conversation/system-prompt.ts'
import { faultyPattern } from '../../../src/agent/settings/patterns.ts'
import { CharacterFields } from '../../../src/shared/character.ts'
import { ChatSettings, defaultCorePrompt } from '../../../src/shared/settings.ts'

it('there are six, all different', () => {
  expect(starters).toHaveLength(6)
  for (const key of ['name', 'about', 'prompt', 'greeting'] as const)
    expect(new Set(starters.map((starter) => starter[key])).size).toBe(6)
})

describe.each(starters.map((starter) => [starter.name, starter] as const))('%s', (_name, starter) => {
  const { about, ...fields } = starter

  it('is a character as it would be made by hand', () => {
    expect(CharacterFields.parse(fields)).toEqual(fields)
    expect(ChatSettings.safeParse(fields.settings).error?.issues).toBeUndefined()
    expect(faultyPattern(fields.settings)).toBeNull()
    expect(about.length).toBeLessThanOrEqual(40)
    expect(fields.greeting).not.toBe('')
  })

  it('is told who it is, how it speaks and what it does not do, with two examples', () => {
    expect(fields.prompt.length).toBeGreaterThanOrEqual(200)
    expect(fields.prompt.length).toBeLessThanOrEqual(500)
    expect(fields.prompt).toContain(`你是${/^[a-z]/i.test(fields.name) ? ' ' : ''}${fields.name}`)
    expect(fields.prompt.match(/^问：/gm)).toHaveLength(2)
    expect(fields.prompt.match(/^答：/gm)).toHaveLength(2)
  })

  it('comes when its name is called, and apologises in its own words', () => {
    const global = ChatSettings.parse({})
    const settings = resolveSettings({ global, character: fields.settings, own: {} })
    expect(settings.triggers.nicknames).toContain(fields.name)
    expect(settings.apology).not.toBe(global.apology)
    expect(settings.model).toBe(global.model)
  })

  it('has no variable that nobody fills in', () => {
    const { text } = systemPrompt({
      character: fields,
      corePrompt: '',
      ownPrompt: '',
      botName: '小杏',
      selfId: '10001',
      chat: { kind: 'group', title: '三人群' },
      summary: null,
      speakers: 'names',
    })
    expect(text).not.toMatch(/[{}]/)
    expect(fields.greeting).not.toMatch(/[{}]/)
    expect(defaultCorePrompt).not.toContain(fields.name)
  })

  it('asks for the mark between bubbles only where it is taken for one', () => {
    const { bubbles } = resolveSettings({
      global: ChatSettings.parse({}),
      character: fields.settings,
      own: {},
    }).reply
    expect(fields.prompt.includes('|')).toBe(bubbles === 'marks')
  })
})
