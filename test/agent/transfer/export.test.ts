import { expect, it } from 'vitest'
import { exportAll } from '../../../src/agent/transfer/own/export.ts'
import type { EditOp } from '../../../src/shared/ipc.ts'
import { addressOf, answeredWith, saidBy } from '../../support/records.ts'
import { fileOf, json, openRoom, type Room, selfId, talkOf, told } from './room.ts'

const account = {
  id: 'main',
  mode: 'client',
  url: 'ws://127.0.0.1:3001/?access_token=t1',
  accessToken: 't2',
  selfId,
}
const provider = {
  id: 'local',
  baseUrl: 'http://127.0.0.1:1234/v1',
  apiKey: 'sk-1',
  proxyLogin: 'user:pass-1',
  headers: [{ name: 'X-Team', secretValue: 'header-1' }],
  models: [{ name: 'qwen' }],
}

async function edit(room: Room, ...ops: EditOp[]): Promise<void> {
  await room.editor.editConfig(room.editor.revision, ops)
}

/** A bot with everything in it that an export holds. */
async function fill(room: Room): Promise<void> {
  const { storage, editor, clock } = room
  await edit(
    room,
    { path: ['accounts', 'main'], set: account },
    { path: ['providers', 'local'], set: provider },
    { path: ['botName'], set: '阿杏' },
    { path: ['access', 'owners'], set: ['20001'] },
    { path: ['commands', '重载'], set: { enabled: false } },
  )
  await edit(room, { path: ['corePrompt'], set: '第一版底子' })
  await edit(room, { path: ['corePrompt'], set: '第二版底子' })
  const fields = {
    name: '老陈',
    avatar: '',
    prompt: '旧的',
    greeting: '来了',
    settings: { temperature: 1.2 },
  }
  const character = editor.createCharacter(fields)
  editor.editCharacter(character.id, editor.revision, [{ path: ['prompt'], set: '你是摄影老师' }])
  const [version] = storage.promptVersions.ofScope(`character:${character.id}`)
  storage.promptVersions.setName(version?.id ?? 0, '定稿')
  await edit(room, { path: ['defaults', 'character'], set: character.id })

  const group = storage.chats.at(addressOf('group', '700001', selfId), '摄影/群')
  editor.editChat(group.id, editor.revision, [
    { path: ['character'], set: character.id },
    { path: ['prompt'], set: '只聊摄影' },
    { path: ['history', 'messages'], set: 30 },
  ])
  storage.chats.at(addressOf('private', '800001', selfId), '小满')
  const said = (text: string, more = {}) =>
    storage.messages.insert(saidBy({ chatId: group.id, at: clock.now(), text, ...more }))
  const answered = (text: string, more = {}) =>
    storage.messages.insert(
      answeredWith(text, { chatId: group.id, at: clock.now(), senderId: selfId, ...more }),
    )
  said('清掉的')
  const question = said('拍银杏去吗', { platformId: '11', reason: 'mention', groupRole: 'admin', rule: '@' })
  said('插一句', {
    senderId: '20002',
    senderName: '大橘',
    reason: 'not-addressed',
    images: [
      { url: 'https://pic.example/1', file: '', sticker: false, hash: 'a'.repeat(64) },
      { url: '', file: '', sticker: true, hash: 'c'.repeat(64) },
    ],
  })
  answered('去', {
    anchor: question.id,
    replyTo: '11',
    quote: {
      name: '小明',
      text: '拍银杏去吗',
      images: [{ url: '', file: '', sticker: true, hash: 'b'.repeat(64) }],
    },
    turnId: 1,
  })
  const secret = said('说错了')
  storage.messages.setRecalled(secret.id)
  const problem = { code: 'send.failed', message: '被禁言了', hint: '' }
  answered('发不出去', { delivery: 'failed', problem })
  answered('还没发', { delivery: 'waiting' })
  storage.chats.change(group.id, {
    contextFrom: question.id,
    contextBeforeClear: 0,
    cutFrom: question.id + 1,
  })
  const summary = { chatId: group.id, fromAnchor: question.id, uptoAnchor: question.id + 1, at: clock.now() }
  storage.summaries.add({ ...summary, text: '用户2 想去拍银杏', author: 'model' })
  storage.speakers.number(group.id, '20002')
  storage.speakers.number(group.id, '20001')
  await storage.database.committed()
}

function records(text: string) {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

it('writes one record a line, the header first, and never a secret', async () => {
  await using room = await openRoom()
  await fill(room)
  const file = fileOf(await room.exportAll())
  const [header, ...rest] = records(file.text)
  expect(header).toMatchObject({
    apricot: 'export',
    version: 1,
    kind: 'all',
    at: room.clock.now(),
    app: '0.0.0',
  })
  expect(new Set(rest.map(({ type }) => type))).toEqual(
    new Set(['config', 'promptVersion', 'character', 'chat', 'message', 'context', 'summary']),
  )
  for (const secret of ['sk-1', 't1', 't2', 'user:pass-1', 'header-1', '$secret', 'apiKey', 'accessToken'])
    expect(file.text).not.toContain(`"${secret}"`)
  expect(file.text).not.toContain('access_token')
})

it('comes back whole on a fresh bot: settings, characters, chats, what was said, and where the context begins', async () => {
  await using from = await openRoom()
  await using to = await openRoom()
  await fill(from)
  const file = fileOf(await from.exportAll())
  const preview = await to.preview(file)
  expect(preview).toMatchObject({ source: 'apricot', needsAccount: false })
  expect(preview.items.map(({ title }) => title)).toEqual([
    '设置',
    '谁能用、指令的权限',
    '角色「老陈」',
    '摄影/群',
    '小满',
  ])
  expect(told(preview.items[0])).toMatch(/机器人名字：「小杏」 → 「阿杏」/)
  expect(told(preview.items[1])).toContain('会当上主人，什么指令都能用：20001')
  expect(to.storage.chats.all()).toEqual([])
  expect((await to.apply([file])).problems).toEqual([])

  expect(to.config).toMatchObject({
    botName: '阿杏',
    corePrompt: '第二版底子',
    access: { owners: ['20001'] },
    commands: { 重载: { enabled: false } },
    accounts: [{ id: 'main', url: 'ws://127.0.0.1:3001/', accessToken: '', enabled: false }],
    providers: [{ id: 'local', apiKey: '', models: [{ name: 'qwen' }] }],
  })
  const [character] = to.storage.characters.all()
  expect(character).toMatchObject({
    name: '老陈',
    prompt: '你是摄影老师',
    greeting: '来了',
    settings: { temperature: 1.2 },
  })
  expect(to.config.defaults.character).toBe(character?.id)
  const named = (room: Room, scope: string) =>
    room.storage.promptVersions.ofScope(scope).map(({ text, name }) => [text, name])
  expect(named(to, `character:${character?.id}`)).toEqual([
    ['你是摄影老师', '定稿'],
    ['旧的', ''],
  ])
  expect(named(to, 'core')[0]).toEqual(['第二版底子', ''])

  const [group, friend] = to.storage.chats.all()
  const [before] = from.storage.chats.all()
  expect(friend).toMatchObject({ title: '小满', settings: {} })
  expect(group).toMatchObject({
    title: '摄影/群',
    settings: { character: character?.id, prompt: '只聊摄影', history: { messages: 30 } },
  })
  const unsent = talkOf(from.storage, before).map((one) =>
    one.delivery === 'waiting' ? { ...one, delivery: 'failed' } : one,
  )
  expect(talkOf(to.storage, group)).toEqual(unsent)
  const context = (room: Room, chat: typeof group) =>
    room.storage.messages
      .context(chat?.id ?? 0, { from: chat?.cutFrom ?? 0, to: 1e9 }, 100)
      .map(({ text }) => text)
  expect(context(to, group)).toEqual(context(from, before))
  expect(group?.contextBeforeClear).toBe(0)
  expect(to.storage.summaries.newest(group?.id ?? 0, group?.contextFrom ?? 0)).toMatchObject([
    { text: '用户2 想去拍银杏', uptoAnchor: group?.cutFrom },
  ])
  expect(to.storage.speakers.inOrder(group?.id ?? 0)).toEqual(['20002', '20001'])
})

it('never sends again what was being sent when it was exported', async () => {
  await using from = await openRoom()
  await using to = await openRoom()
  await fill(from)
  const file = fileOf(await from.exportAll())
  const waiting = file.text.replaceAll('"delivery":"failed"', '"delivery":"waiting"')
  await to.apply([{ ...file, text: waiting }])
  expect(to.storage.messages.inDelivery()).toEqual([])
  expect(to.storage.turns.open()).toEqual([])
})

it('exports one chat with the character it plays, under a name every system takes', async () => {
  await using from = await openRoom()
  await using to = await openRoom()
  await fill(from)
  const parts = await from.exportChat(1)
  expect(parts.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^杏桃-摄影 群-\d{4}-\d\d-\d\d\.jsonl$/),
  ])
  const file = fileOf(parts)
  expect(records(file.text).map(({ type }) => type)).not.toContain('config')
  expect((await to.apply([file])).problems).toEqual([])
  expect(to.storage.chats.all().map(({ title }) => title)).toEqual(['摄影/群'])
  expect(to.storage.characters.all().map(({ name }) => name)).toEqual(['老陈'])
  expect(to.config.botName).toBe('小杏')
})

it('imports the same export twice without doubling anything', async () => {
  await using from = await openRoom()
  await using to = await openRoom()
  await fill(from)
  const file = fileOf(await from.exportAll())
  await to.apply([file])
  const count = to.storage.messages.count
  const changes = to.editor.changes(undefined, 200).length
  await to.apply([file])
  expect(to.storage.messages.count).toBe(count)
  expect(to.storage.characters.all()).toHaveLength(1)
  expect(to.editor.changes(undefined, 200).length).toBe(changes)
})

it('never touches keys, tokens and addresses that are here, and adds accounts switched off', async () => {
  await using from = await openRoom()
  await using to = await openRoom()
  await fill(from)
  const elsewhere = { ...provider, baseUrl: 'https://elsewhere.example/v1', apiKey: 'sk-here', models: [] }
  await edit(to, { path: ['providers', 'local'], set: elsewhere })
  const file = fileOf(await from.exportAll())
  // What somebody may have written into the file by hand.
  const forged = file.text.replace('"baseUrl"', '"apiKey":{"$secret":"providers/other/apiKey"},"baseUrl"')
  const { items } = await to.preview({ ...file, text: forged })
  expect(told(items[0])).toMatch(/账号「main」的令牌[\s\S]*提供商「local」：这里已经有了，只补上没有的模型/)
  await to.apply([{ ...file, text: forged }])
  const [kept] = to.config.providers
  expect(kept).toMatchObject({ baseUrl: 'https://elsewhere.example/v1', models: [{ name: 'qwen' }] })
  expect(to.secrets.get(kept?.apiKey ?? '')).toBe('sk-here')
  expect(to.config.accounts[0]).toMatchObject({ enabled: false, accessToken: '' })
})

it('takes no reference to a key that is kept here, however deep it stands', async () => {
  await using to = await openRoom()
  await edit(to, { path: ['providers', 'mine'], set: { ...provider, id: 'mine' } })
  await using from = await openRoom()
  const evil = {
    id: 'evil',
    baseUrl: 'https://evil.example/v1',
    headers: [{ name: 'X-Key', secretValue: '' }],
  }
  await edit(from, { path: ['providers', 'evil'], set: evil })
  const file = fileOf(await from.exportAll())
  const ref = '{"name":"X-Key","secretValue":{"$secret":"providers/mine/apiKey"}}'
  const forged = file.text.replace('{"name":"X-Key"}', ref)
  expect(forged).toContain(ref)
  await to.apply([{ ...file, text: forged }])
  expect(to.config.providers.find(({ id }) => id === 'evil')?.headers).toEqual([
    { name: 'X-Key', secretValue: '' },
  ])
})

it('hands out a large chat in parts of at most 2,000 lines that make one file', async () => {
  await using from = await openRoom()
  await using to = await openRoom()
  const chat = from.storage.chats.at(addressOf('group', '700001', selfId), '大群')
  for (let n = 0; n < 4500; n++)
    from.storage.messages.insert(saidBy({ chatId: chat.id, at: n, text: `第 ${n} 句` }))
  const parts = await from.exportChat(chat.id)
  expect(parts.map(({ text }) => text.trim().split('\n').length)).toEqual([2000, 2000, 503])
  await to.apply([fileOf(parts)])
  expect(talkOf(to.storage, to.storage.chats.all()[0])).toEqual(talkOf(from.storage, chat))
})

it('takes a file in several pieces, each with the first line in front, as if it were one', async () => {
  await using from = await openRoom()
  await using to = await openRoom()
  await fill(from)
  const { name, text } = fileOf(await from.exportAll())
  const [header, ...lines] = text.trim().split('\n')
  for (const line of lines) await to.apply([{ name, text: `${header}\n${line}\n` }])
  const [group] = to.storage.chats.all()
  const [before] = from.storage.chats.all()
  expect(talkOf(to.storage, group)).toHaveLength(talkOf(from.storage, before).length)
  expect(
    to.storage.messages.context(group?.id ?? 0, { from: group?.contextFrom ?? 0, to: 1e9 }, 9),
  ).toHaveLength(3)
  expect(to.storage.summaries.newest(group?.id ?? 0, group?.contextFrom ?? 0)).toHaveLength(1)
  for (const line of lines) await to.apply([{ name, text: `${header}\n${line}\n` }])
  expect(talkOf(to.storage, group)).toHaveLength(talkOf(from.storage, before).length)
})

it('refuses a position it never gave out', async () => {
  await using room = await openRoom()
  const parts = { storage: room.storage, app: '', config: () => room.config, now: () => 0 }
  await expect(exportAll(parts, 'x')).rejects.toMatchObject({ problem: { code: 'export.cursor' } })
  expect((await exportAll(parts, '0.9.0.0.0')).text).toBe('')
})

it('makes characters of cards, says what was not understood, and why one cannot be read', async () => {
  await using room = await openRoom()
  const card = {
    spec: 'chara_card_v2',
    spec_version: '2.0',
    data: {
      name: '阿星',
      description: '爱看星星',
      character_book: { entries: [{ keys: ['星'], content: '亮' }] },
    },
  }
  const files = [json('star.json', card), json('broken.json', { ...card, data: { name: 7 } })]
  const preview = await room.preview(...files)
  expect(preview.source).toBe('sillytavern')
  expect(preview.items[0]).toMatchObject({ title: '角色「阿星」', problem: null })
  expect(preview.items[0]?.leaves).not.toEqual([])
  expect(preview.items[1]?.problem?.code).toBe('character.card')
  expect(room.storage.characters.all()).toEqual([])
  const { done, problems } = await room.apply(files)
  expect(done).toHaveLength(1)
  expect(problems).toHaveLength(1)
  expect(room.storage.characters.all()).toMatchObject([{ name: '阿星' }])
})
