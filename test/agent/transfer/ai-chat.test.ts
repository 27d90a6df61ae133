import { expect, it } from 'vitest'
import { Config } from '../../../src/shared/config.ts'
import { aiChatFiles, json, openRoom, selfId, talkOf, told } from './room.ts'

const system = 'plugins/system.json'
const group = 'chat/history/qq_group_700001.json'
const friend = 'chat/history/qq_private_800001.json'
const captain = 'chat/history/qq_private_800002.json'

it('previews every file in words and changes nothing', async () => {
  await using room = await openRoom()
  const files = aiChatFiles()
  const preview = await room.preview(...files)
  expect(preview).toMatchObject({ source: 'ai-chat', needsAccount: true })
  expect(preview.items.map(({ file }) => file)).toEqual(files.map(({ name }) => name))
  expect(preview.items.every(({ problem }) => problem === null)).toBe(true)
  expect(preview.items.filter(({ carries, leaves }) => carries.length + leaves.length === 0)).toEqual([])
  expect(room.config).toEqual(Config.parse({}))
  expect(room.storage.chats.all()).toEqual([])
  expect(room.storage.changes.page(1e9, 10)).toEqual([])
})

it('takes over the settings in one edit that can be undone', async () => {
  await using room = await openRoom()
  const before = room.editor.revision
  const { problems } = await room.apply(aiChatFiles(system))
  expect(problems).toEqual([])
  expect(room.editor.revision).toBe(before + 1)
  expect(room.config).toMatchObject({
    corePrompt: expect.stringMatching(/^你在一个即时通讯软件里[\s\S]*\n[\s\S]*不要重复别人的话。$/),
    defaults: {
      model: 'ai-chat/local_model',
      temperature: 0.6,
      tools: true,
      queueMode: 'all',
      history: { messages: 60, skippedReply: '已跳过此信息' },
    },
    inbox: { maxTurns: 40, idleMinutes: 8 },
    commands: { 模型更换: { enabled: false }, 重载: { enabled: false } },
  })
  expect(room.config.commands).not.toHaveProperty('设定提示词')
  const [provider] = room.config.providers
  expect(provider).toMatchObject({ id: 'ai-chat', baseUrl: 'http://localhost:1234/v1' })
  expect(provider?.models.map(({ name, vision }) => [name, vision])).toEqual([
    ['qwen3-8b', false],
    ['local_model', true],
    ['qwen-vl-max', true],
  ])
  const change = room.editor.changes(undefined, 50).find(({ path }) => path === 'defaults.queueMode')
  await room.editor.undo(change?.id ?? 0)
  expect(room.config.defaults.queueMode).toBe('wait')
})

it('D0-36 reads max_tokens as how much a model can read, never as the limit of an answer', async () => {
  await using room = await openRoom()
  await room.apply(aiChatFiles(system))
  expect(room.config.providers[0]?.models.map(({ contextTokens }) => contextTokens)).toEqual([
    64000, 64000, 64000,
  ])
  expect(room.config.defaults.maxOutputTokens).toBeNull()
})

it('D0-25 makes nobody an owner, says why, and where to set one', async () => {
  await using room = await openRoom()
  const { items } = await room.preview(...aiChatFiles(system))
  expect(told(items[0])).toMatch(/admin_chats.*不带.*安全与权限.*认主人/)
  await room.apply(aiChatFiles())
  expect(room.config.access.owners).toEqual([])
  expect(room.config.access.trusted).toEqual([])
})

it.each([[['models/lmstudio_config.json', system]], [[system, 'models/lmstudio_config.json']]])(
  'makes one provider of %s, with its key kept apart',
  async (names) => {
    await using room = await openRoom()
    await room.apply(aiChatFiles(...names))
    expect(room.config.providers).toHaveLength(1)
    const [provider] = room.config.providers
    expect(provider).toMatchObject({ baseUrl: 'http://192.168.1.20:1234/v1', maxConcurrent: 4 })
    expect(provider?.models).toHaveLength(3)
    expect(provider?.apiKey).toEqual({ $secret: 'providers/ai-chat/apiKey' })
    expect(room.secrets.get(provider?.apiKey ?? '')).toBe('sk-lan-key')
    expect(JSON.stringify(room.editor.changes(undefined, 200))).not.toContain('sk-lan-key')
  },
)

it('finds the same provider again when the files come one by one', async () => {
  await using room = await openRoom()
  for (const file of aiChatFiles(system, 'models/lmstudio_config.json')) await room.apply([file])
  expect(room.config.providers).toHaveLength(1)
  expect(room.config.providers[0]).toMatchObject({ baseUrl: 'http://192.168.1.20:1234/v1' })
  expect(room.config.providers[0]?.models).toHaveLength(3)
})

it('never sends a key that was kept to another address', async () => {
  await using room = await openRoom()
  await room.apply(aiChatFiles('models/lmstudio_config.json'))
  await room.apply([json('lmstudio_config.json', { connection: { base_url: 'https://elsewhere.example' } })])
  expect(room.config.providers[0]).toMatchObject({ baseUrl: 'https://elsewhere.example/v1', apiKey: '' })
})

it('makes an account of the connection, moves the token out of its address, and takes the chance to chime in', async () => {
  await using room = await openRoom()
  const client = aiChatFiles('clients/NapCat_client.json')
  const { items } = await room.preview(...client)
  expect(told(items[0])).not.toContain('napcat-token')
  await room.apply(client)
  const [account] = room.config.accounts
  expect(account).toMatchObject({ id: 'napcat', mode: 'client', url: 'ws://127.0.0.1:8080/' })
  expect(room.secrets.get(account?.accessToken ?? '')).toBe('napcat-token')
  expect(room.config.defaults.triggers.probability).toBe(15)
  await room.apply(client)
  expect(room.config.accounts).toHaveLength(1)
})

it('says what an account needs when the address cannot be used', async () => {
  await using room = await openRoom()
  const file = json('NapCat_client.json', { connection: { ws_url: 'http://127.0.0.1:8080' } })
  const { items } = await room.preview(file)
  expect(told(items[0])).toMatch(/ws_url.*http:\/\/127.*ws:\/\/[\s\S]*QQ 账号页/)
  const { problems } = await room.apply([file])
  expect(problems.join()).toContain('ws_url')
  expect(room.config.accounts).toEqual([])
})

it('says of the search what it was, and reads no key', async () => {
  await using room = await openRoom()
  const { items } = await room.preview(...aiChatFiles('tools_service/aisearch_config.json'))
  expect(told(items[0])).toContain('联网搜索的 Key')
  expect(items.map(told).join()).not.toContain('bce-')
})

it('S0-54 takes over how pictures are kept and fetched, and which chats keep them longer', async () => {
  await using room = await openRoom()
  const file = json('plugins/image_config.json', {
    cache: { default_ttl_seconds: 90, privilege_ttl_seconds: 1800, default_max_per_chat: 12 },
    concurrency: { max_concurrent_downloads: 4, max_encoding_threads: 400, download_timeout: 20 },
    privilege: ['qq_group_700001', 'nonsense'],
  })
  const { items } = await room.preview(file)
  expect(told(items[0])).toMatch(
    /留 12 张[\s\S]*留 90 秒[\s\S]*同时取 4 张[\s\S]*最多取 20 秒[\s\S]*常看图的聊天：2 个/,
  )
  const { problems } = await room.apply([file], { selfId })
  expect(room.config.images).toMatchObject({
    downloads: 4,
    workers: 0,
    timeoutSeconds: 20,
    cache: { seconds: 90, perChat: 12, longSeconds: 1800, longPerChat: 20 },
  })
  expect(room.storage.chats.all()).toMatchObject([
    { address: { key: 'qq_group_700001' }, settings: { pictures: { keepLonger: true } } },
  ])
  expect(problems.join()).toMatch(/workers[\s\S]*nonsense|nonsense[\s\S]*workers/)
})

it('takes a group over as it was said: names, lines, pictures as words, commands and apologies apart', async () => {
  await using room = await openRoom()
  const { done, problems } = await room.apply(aiChatFiles(system, group), { selfId })
  expect(problems).toEqual([])
  expect(done.at(-1)).toContain('8 条消息')
  const [chat] = room.storage.chats.all()
  expect(chat?.address).toMatchObject({ selfId, key: 'qq_group_700001', kind: 'group', id: '700001' })
  const talk = talkOf(room.storage, chat)
  expect(talk.map(({ author, kind, senderName, text }) => [author, kind, senderName, text])).toEqual([
    ['user', 'said', '阿岚', '早'],
    ['user', 'said', '大橘', '周末去拍银杏吗\n自带三脚架'],
    ['user', 'said', '阿岚', '老陈看看这张 [图片]'],
    ['bot', 'said', '小杏', '构图不错，就是左边空了点。\n往右挪半步再试。'],
    ['user', 'said', '群友', '[图片] [图片]'],
    ['user', 'command', '群友', '#模型查询'],
    ['user', 'said', '大橘', '总结一下'],
    ['bot', 'notice', '小杏', '[抱歉，群聊太过抽象，响应失败啦]'],
  ])
  expect(new Set(talk.filter(({ author }) => author === 'user').map(({ senderId }) => senderId))).toEqual(
    new Set(['0']),
  )
  expect(
    talk.filter(({ author }) => author === 'bot').map(({ senderId, delivery }) => [senderId, delivery]),
  ).toEqual([
    [selfId, 'sent'],
    [selfId, 'sent'],
  ])
  expect(talk.map(({ at }) => at)).toEqual(talk.map((_, index) => room.clock.now() - (8 - index) * 1000))
  expect(JSON.stringify(talk)).not.toContain('data:')
  expect(chat?.settings).toEqual({
    model: 'ai-chat/qwen-vl-max',
    tools: false,
    prompt: '你是群里的摄影老师，叫老陈。\n说话要短。',
  })
  expect(room.shown.map(({ id }) => id)).toEqual([chat?.id])
})

it('gives a private chat its person, and nothing of its own that holds for all chats anyway', async () => {
  await using room = await openRoom()
  await room.apply(aiChatFiles(system, friend), { selfId })
  const [chat] = room.storage.chats.all()
  expect(chat).toMatchObject({ title: '小满', settings: {} })
  expect(talkOf(room.storage, chat).map(({ senderId, text }) => [senderId, text])).toEqual([
    ['800001', '你好'],
    [selfId, '你好呀。'],
    ['800001', '讲个故事'],
    [selfId, '从前有座山。'],
  ])
})

it('D0-03 has everything on the disk when the import says that it is done', async () => {
  await using room = await openRoom()
  await room.apply(aiChatFiles(), { selfId })
  const count = room.storage.other.prepare('SELECT COUNT(*) AS n FROM messages').get() as { n: number }
  expect(count.n).toBe(14)
})

it('D0-29 does not guess when the core prompt has changed since: says so, and keeps the text to choose from', async () => {
  await using room = await openRoom()
  const { items } = await room.preview(...aiChatFiles(system, captain))
  expect(told(items[1])).toMatch(/粘在一起[\s\S]*分不开/)
  expect(told(items[1])).toContain('gone-model')
  await room.apply(aiChatFiles(system, captain), { selfId })
  const [chat] = room.storage.chats.all()
  expect(chat?.settings).toEqual({})
  const [version] = room.storage.promptVersions.ofScope(`chat:${chat?.id}`)
  expect(version).toMatchObject({ name: 'AI_chat 的系统提示词', text: expect.stringMatching(/^叫我船长。/) })
})

it('D0-29 still tells a chat’s prompt from the core prompt when the settings were imported earlier and changed', async () => {
  await using room = await openRoom()
  await room.apply(aiChatFiles(system))
  await room.editor.editConfig(room.editor.revision, [{ path: ['corePrompt'], set: '别的底子' }])
  await room.apply(aiChatFiles(group), { selfId })
  expect(room.storage.chats.all()[0]?.settings.prompt).toBe('你是群里的摄影老师，叫老陈。\n说话要短。')
})

it('leaves a chat alone in which something was said here already', async () => {
  await using room = await openRoom()
  await room.apply(aiChatFiles(system, friend), { selfId })
  const before = room.storage.messages.count
  const { items } = await room.preview(...aiChatFiles(friend))
  expect(told(items[0])).toContain('已经有消息')
  await room.apply(aiChatFiles(friend), { selfId })
  expect(room.storage.messages.count).toBe(before)
})

it('keeps what a chat was set to here', async () => {
  await using room = await openRoom()
  const files = aiChatFiles(system, group)
  await room.apply(files, { selfId })
  const [chat] = room.storage.chats.all()
  room.editor.editChat(chat?.id ?? 0, room.editor.revision, [{ path: ['prompt'], set: '新的' }])
  await room.apply(files, { selfId })
  expect(room.storage.chats.get(chat?.id ?? 0)?.settings.prompt).toBe('新的')
})

it('asks for the account when it cannot know it, and takes the only one there is', async () => {
  await using room = await openRoom()
  const { problems } = await room.apply(aiChatFiles(friend))
  expect(problems.join()).toContain('哪个 QQ 账号')
  expect(room.storage.chats.all()).toEqual([])
  const account = { id: 'main', mode: 'server', selfId } as const
  await room.editor.editConfig(room.editor.revision, [{ path: ['accounts', 'main'], set: account }])
  await room.apply(aiChatFiles(friend))
  expect(room.storage.chats.all()[0]?.address.selfId).toBe(selfId)
})

it('refuses a number that cannot be a QQ account', async () => {
  await using room = await openRoom()
  const { problems } = await room.apply(aiChatFiles(friend), { selfId: '../x' })
  expect(problems.join()).toContain('../x')
  expect(room.storage.chats.all()).toEqual([])
})

it('leaves out what was unticked, and plans the rest without it', async () => {
  await using room = await openRoom()
  await room.apply(aiChatFiles(system, group), { selfId, skip: [0] })
  expect(room.config).toEqual(Config.parse({}))
  const [chat] = room.storage.chats.all()
  expect(chat?.settings).toEqual({ tools: false, prompt: '你是群里的摄影老师，叫老陈。\n说话要短。' })
})
