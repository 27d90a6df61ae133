import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Bot, startBot } from '../support/bot.ts'
import { waitFor } from '../support/wait-for.ts'

const quick = { pace: { seconds: 0 }, merge: { seconds: 0, privateSeconds: 0 } }
const provider = {
  id: 'local',
  baseUrl: 'http://127.0.0.1:1234/v1',
  apiKey: 'sk-journey',
  models: [{ name: 'qwen' }],
}

/** The whole export, as the panel puts it together and saves it. */
async function exportOf(bot: Bot): Promise<{ name: string; text: string }> {
  let file = await bot.call('export.all', {})
  let text = file.text
  while (file.next !== null) {
    file = await bot.call('export.all', { next: file.next })
    text += file.text
  }
  return { name: file.name, text }
}

function characterIn(text: string): { id: number } | undefined {
  const records = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  return records.find(({ type }) => type === 'character')
}

async function talkOf(bot: Bot, chatId: number) {
  const talk = await bot.call('chats.messages', { chatId, limit: 200 })
  return talk.map(({ from, kind, senderId, senderName, text, at, reason, recalled, inContext }) => {
    return { from, kind, senderId, senderName, text, at, reason, recalled, inContext }
  })
}

it('carries everything to a fresh bot: settings, characters, prompts and what was said', async () => {
  await using from = await startBot({ config: { botName: '阿杏', defaults: quick, providers: [provider] } })
  const character = await from.call('characters.create', { name: '船长', prompt: '你是一位老船长' })
  const chat = from.sandbox()
  await chat.says('你好')
  await chat.reply()
  const group = from.sandbox('group')
  await group.says('早', { personId: '90002' })
  const groupId = await group.says('在吗', { mention: true })
  await group.reply()
  await from.call('chats.clear', { chatId: groupId })
  await group.says('再说一遍', { mention: true })
  await group.reply()
  const { revision } = await from.call('chats.settings', { chatId: groupId })
  const ops = [
    { path: ['character'], set: character.id },
    { path: ['prompt'], set: '只聊航海' },
  ]
  await from.call('chats.edit', { chatId: groupId, revision, ops })
  const file = await exportOf(from)
  expect(file.text).not.toContain('sk-journey')

  await using to = await startBot()
  const preview = await to.call('import.preview', { files: [file] })
  expect(preview.items.map(({ problem }) => problem)).toEqual(preview.items.map(() => null))
  expect(await to.call('chats.list', {})).toEqual([])
  const { done, problems } = await to.call('import.apply', { files: [file] })
  expect(problems).toEqual([])
  expect(done.length).toBeGreaterThanOrEqual(4)

  const [chats, same] = await Promise.all([to.call('chats.list', {}), from.call('chats.list', {})])
  const byTitle = (rows: typeof chats) => new Map(rows.map((row) => [row.title, row]))
  expect([...byTitle(chats).keys()].sort()).toEqual([...byTitle(same).keys()].sort())
  for (const [title, row] of byTitle(chats))
    expect(await talkOf(to, row.id)).toEqual(await talkOf(from, byTitle(same).get(title)?.id ?? 0))

  await waitFor('the settings', () => to.topics.config.config.botName === '阿杏')
  const captain = characterIn((await exportOf(to)).text)
  expect(captain).toMatchObject({ name: '船长', prompt: '你是一位老船长' })
  const there = byTitle(chats).get('三人群')
  const settings = await to.call('chats.settings', { chatId: there?.id ?? 0 })
  expect(settings.values).toMatchObject({ prompt: '只聊航海', character: captain?.id })
  expect(to.topics.config.config.providers).toMatchObject([{ id: 'local', apiKey: '' }])
  await waitFor('the chat on the panel', () => to.topics.chats[there?.id ?? 0])

  // What was carried over is not answered, not sent again, and goes on as if nothing had happened.
  const goesOn = to.sandbox('group')
  await goesOn.says('还记得吗', { mention: true })
  await waitFor('its answer', async () => (await talkOf(to, there?.id ?? 0))[0]?.from === 'bot')
  expect((await talkOf(to, there?.id ?? 0)).length).toBe((await talkOf(from, groupId)).length + 2)
  const changes = await to.call('config.changes', {})
  const renamed = changes.find(({ path }) => path === 'botName')
  await to.call('config.undo', { changeId: renamed?.id ?? 0 })
  await waitFor('the old name', () => to.topics.config.config.botName === '小杏')
})

it('moves in from AI_chat: preview first, then settings, models, chats, and nobody becomes owner (D0-25, D0-29, D0-36)', async () => {
  await using bot = await startBot()
  const folder = join(import.meta.dirname, '../fixtures/ai-chat')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  )
  const files = names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  const preview = await bot.call('import.preview', { files })
  expect(preview).toMatchObject({ source: 'ai-chat', needsAccount: true })
  expect(await bot.call('chats.list', {})).toEqual([])

  const { problems } = await bot.call('import.apply', { files, selfId: '3000000001' })
  expect(problems).toEqual([])
  const { config } = await waitFor('the settings', () => {
    const { config } = bot.topics
    return config.config.providers.length > 0 && config
  })
  expect(config).toMatchObject({
    defaults: { model: 'ai-chat/local_model', maxOutputTokens: null, queueMode: 'all' },
    access: { owners: [] },
    providers: [
      {
        id: 'ai-chat',
        baseUrl: 'http://192.168.1.20:1234/v1',
        apiKey: { $secret: 'providers/ai-chat/apiKey' },
      },
    ],
  })
  const chats = await bot.call('chats.list', {})
  expect(chats.map(({ key }) => key).sort()).toEqual([
    'qq_group_700001',
    'qq_private_800001',
    'qq_private_800002',
  ])
  const group = chats.find(({ kind }) => kind === 'group')
  const { values } = await bot.call('chats.settings', { chatId: group?.id ?? 0 })
  expect(values).toMatchObject({
    model: 'ai-chat/qwen-vl-max',
    tools: false,
    prompt: expect.stringContaining('老陈'),
  })
  const captain = chats.find(({ key }) => key === 'qq_private_800002')
  const versions = await bot.call('prompts.versions', { scope: `chat:${captain?.id}` })
  expect(versions).toMatchObject([{ text: expect.stringContaining('叫我船长') }])
})

it('goes on from where it was after a restart: imported history is kept', async () => {
  await using bot = await startBot()
  const text = readFileSync(join(import.meta.dirname, '../fixtures/transfer/version-1.jsonl'), 'utf8')
  await bot.call('import.apply', { files: [{ name: 'old.jsonl', text }] })
  const before = await bot.call('chats.list', {})
  await bot.stop()
  await using again = await startBot({ dataDir: bot.dataDir })
  expect(await again.call('chats.list', {})).toMatchObject(
    before.map(({ key, lastText }) => ({ key, lastText })),
  )
  expect(Object.values(again.topics.missed)).toEqual([])
})

it('an import and an export that cannot be: says so in words', async () => {
  await using bot = await startBot()
  expect(await bot.reply('export.chat', { chatId: 99 })).toMatchObject({
    ok: false,
    problem: { code: 'call.unknown-thing' },
  })
  expect(await bot.reply('export.all', { next: 'x' })).toMatchObject({
    ok: false,
    problem: { code: 'export.cursor' },
  })
  const newer = { name: 'a.jsonl', text: '{"apricot":"export","version":9}\n{"type":"config","config":{}}' }
  expect((await bot.call('import.preview', { files: [newer] })).items[0]?.problem).toMatchObject({
    code: 'import.newer',
  })
})
