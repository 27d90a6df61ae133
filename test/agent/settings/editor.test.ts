import { describe, expect, it } from 'vitest'
import { problemOf } from '../../support/model-calls.ts'
import { editing } from './editing.ts'

const provider = { id: 'local', baseUrl: 'http://localhost:1234/v1', models: [{ name: 'qwen' }] }

describe('a global change', () => {
  it('is in force, counted and recorded', async () => {
    await using at = await editing()
    const revisions: number[] = []
    at.editor.onRevision((revision) => revisions.push(revision))
    const before = at.editor.revision
    expect(await at.set('botName', '小桃')).toBe(before + 1)
    expect(at.config.value.botName).toBe('小桃')
    expect(revisions).toEqual([before + 1])
    expect(at.newest()).toMatchObject({
      scope: 'config',
      scopeTitle: '全局',
      path: 'botName',
      before: '小杏',
      after: '小桃',
      undone: false,
    })
  })

  it('is refused when somebody else changed something since', async () => {
    await using at = await editing()
    const stale = at.editor.revision
    await at.set('botName', '小桃')
    const problem = await problemOf(at.editor.editConfig(stale, [{ path: ['botName'], set: '老桃' }]))
    expect(problem.code).toBe('edit.stale')
    expect(at.config.value.botName).toBe('小桃')
  })

  it('is refused as well when the other change is only just being saved', async () => {
    await using at = await editing()
    const revision = at.editor.revision
    const results = await Promise.allSettled([
      at.editor.editConfig(revision, [{ path: ['botName'], set: '甲' }]),
      at.editor.editConfig(revision, [{ path: ['botName'], set: '乙' }]),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(at.config.value.botName).toBe('甲')
  })

  it('cannot set a pattern that cannot be used, by itself or with what is around it', async () => {
    await using at = await editing()
    for (const [path, value] of [
      ['defaults.triggers.patterns', ['好', '(?=坏)']],
      ['defaults.triggers', { patterns: ['(坏'] }],
      ['defaults.triggers.patterns.新的', '(坏'],
    ] as const)
      expect((await problemOf(at.set(path, value))).message).toMatch(/正则「.*坏.*」用不了/)
    expect(at.config.value.defaults.triggers.patterns).toEqual([])
  })

  it('leaves no trace when it is not valid', async () => {
    await using at = await editing()
    const before = at.editor.revision
    expect((await problemOf(at.set('inbox.maxTurns', 0))).code).toBe('config.invalid')
    expect(at.editor.revision).toBe(before)
    expect(at.newest()).toBeUndefined()
    await at.set('botName', '小桃')
  })
})

describe('a chat’s own settings', () => {
  it('stand over the global ones and can be reset', async () => {
    await using at = await editing()
    const told: string[] = []
    at.editor.onChatChange(({ settings }) => told.push(JSON.stringify(settings)))
    at.editor.editChat(at.chat.id, at.editor.revision, [{ path: ['history', 'tokens'], set: 500 }])
    expect(at.editor.settingsOf(at.storage.chats.get(at.chat.id) ?? at.chat).history.tokens).toBe(500)
    expect(at.newest()).toMatchObject({
      scope: `chat:${at.chat.id}`,
      scopeTitle: '三人群',
      path: 'history.tokens',
    })
    at.editor.setOwn(at.chat.id, 'prompt', '像猫')
    at.editor.setOwn(at.chat.id, 'prompt', undefined)
    expect(at.own()).toEqual({ history: { tokens: 500 } })
    expect(told).toHaveLength(3)
  })

  it('count in the same revisions as the global ones', async () => {
    await using at = await editing()
    const stale = at.editor.revision
    await at.set('botName', '小桃')
    expect(() => at.editor.editChat(at.chat.id, stale, [{ path: ['prompt'], set: '像猫' }])).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'edit.stale' }) }),
    )
  })

  it.each([
    ['a value that does not fit', ['history', 'tokens'], 1],
    ['a field that does not exist', ['modle'], 'x'],
  ])('refuse %s and stay as they were', async (_what, path, set) => {
    await using at = await editing()
    expect(() => at.editor.editChat(at.chat.id, at.editor.revision, [{ path, set }])).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'config.invalid' }) }),
    )
    expect(at.own()).toEqual({})
    expect(at.newest()).toBeUndefined()
  })

  it('cannot be those of a chat that does not exist', async () => {
    await using at = await editing()
    expect(() => at.editor.setOwn(99, 'prompt', 'x')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'chat.unknown' }) }),
    )
  })
})

describe('taking a change back', () => {
  it('puts back what was there, as a change of its own', async () => {
    await using at = await editing()
    await at.set('botName', '小桃')
    const revision = at.editor.revision
    expect(await at.editor.undo(at.newest()?.id ?? 0)).toBe(revision + 1)
    expect(at.config.value.botName).toBe('小杏')
    expect(at.editor.changes(undefined, 9).map(({ undone, after }) => [undone, after])).toEqual([
      [false, '小杏'],
      [true, '小桃'],
    ])
  })

  it('works once', async () => {
    await using at = await editing()
    await at.set('botName', '小桃')
    const id = at.newest()?.id ?? 0
    await at.editor.undo(id)
    expect((await problemOf(at.editor.undo(id))).code).toBe('edit.cannot-undo')
    expect((await problemOf(at.editor.undo(999))).code).toBe('edit.cannot-undo')
  })

  it('works for a chat, also for a value that was not there before', async () => {
    await using at = await editing()
    at.editor.setOwn(at.chat.id, 'prompt', '像猫')
    at.editor.setOwn(at.chat.id, 'prompt', '像狗')
    await at.editor.undo(at.newest()?.id ?? 0)
    expect(at.own()).toEqual({ prompt: '像猫' })
    await at.editor.undo(at.editor.changes(undefined, 9).at(-1)?.id ?? 0)
    expect(at.own()).toEqual({})
  })

  it('brings a removed entry back with its key', async () => {
    await using at = await editing()
    await at.set('providers.local', { ...provider, apiKey: 'sk-geheim' })
    await at.editor.editConfig(at.editor.revision, [{ path: ['providers', 'local'], remove: true }])
    await at.editor.undo(at.newest()?.id ?? 0)
    const [restored] = at.config.value.providers
    expect(restored?.models).toMatchObject([{ name: 'qwen' }])
    expect(at.secrets.get(restored?.apiKey ?? '')).toBe('sk-geheim')
  })

  it('works for a text that looks like a hidden key', async () => {
    await using at = await editing()
    at.editor.setOwn(at.chat.id, 'prompt', '把密码写成 •••')
    at.editor.setOwn(at.chat.id, 'prompt', '像猫')
    await at.editor.undo(at.newest()?.id ?? 0)
    expect(at.own()).toEqual({ prompt: '把密码写成 •••' })
  })
})

describe('a key', () => {
  it('is never in the record, wherever it was typed', async () => {
    await using at = await editing()
    await at.set('providers.local', { ...provider, apiKey: 'sk-geheim' })
    await at.set('providers.local.apiKey', 'sk-geheimer')
    await at.set('accounts', [{ id: 'main', mode: 'server', accessToken: 'sk-geheimst' }])
    const record = JSON.stringify(at.editor.changes(undefined, 99))
    expect(record).not.toContain('sk-geheim')
    expect(record).toContain('•••')
    const rows = at.storage.changes.page(Number.MAX_SAFE_INTEGER, 99)
    expect(JSON.stringify(rows)).not.toContain('sk-geheim')
  })

  it('that was replaced cannot be brought back, and taking that change back says so', async () => {
    await using at = await editing()
    await at.set('providers.local', { ...provider, apiKey: 'sk-alt' })
    await at.set('providers.local.apiKey', 'sk-neu')
    const replaced = at.newest()?.id ?? 0
    expect((await problemOf(at.editor.undo(replaced))).code).toBe('edit.cannot-undo')
    expect(at.secrets.get(at.config.value.providers[0]?.apiKey ?? '')).toBe('sk-neu')
  })
})

it('learns an account’s number and keeps the pause without touching what somebody is editing', async () => {
  await using at = await editing()
  await at.set('accounts.main', { id: 'main', mode: 'server' })
  const { revision } = at.editor
  await at.editor.pinAccount('main', '10001')
  await at.editor.setPaused(true)
  expect(at.config.value).toMatchObject({ paused: true, accounts: [{ id: 'main', selfId: '10001' }] })
  expect(at.editor.revision).toBe(revision)
})
