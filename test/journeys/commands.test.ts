import { describe, expect, it } from 'vitest'
import type { EditOp } from '../../src/shared/ipc.ts'
import { type Bot, startBot } from '../support/bot.ts'
import { startFakeOpenAI } from '../support/fake-openai.ts'
import { startQQBot } from '../support/qq-bot.ts'
import { waitFor } from '../support/wait-for.ts'

const quick = {
  defaults: { pace: { seconds: 0 }, merge: { seconds: 0, privateSeconds: 0, maxSeconds: 0 } },
}
const says = (text: string) => () => ({ text })
const ranked = (userId: string, role: 'owner' | 'admin' | 'member') => ({
  sender: { user_id: Number(userId), nickname: `user${userId}`, card: '', role },
})

/** What the people of 试聊 are called there. */
const me = '90001'
const trusted = '90002'
const member = '90003'

/** Changes the settings in the panel, and waits until the panel shows it. */
async function edit(bot: Bot, ...ops: EditOp[]): Promise<void> {
  const { revision } = await bot.call('config.edit', { revision: bot.topics.config.revision, ops })
  await waitFor('the new revision', () => bot.topics.config.revision === revision)
}

describe('in 试聊', () => {
  it('refuses a member, and does what the owner and those who are trusted say', async () => {
    await using bot = await startBot({ config: quick })
    const group = bot.sandbox('group')
    await group.says('#设定提示词 像猫', { mention: true, personId: member })
    expect(await group.reply()).toMatch(/^错误: 权限不足，这条指令只有主人、信任的人和群管理员能用/)
    await group.says('#提示词', { mention: true, personId: member })
    expect(await group.reply()).toBe('当前对话没有设置专属提示词，使用默认核心提示词')
    await group.says('#设定提示词 像猫\n像狗', { mention: true, personId: trusted })
    expect(await group.reply()).toBe('专属提示词已设置:\n像猫\n像狗')
    await group.says('#重载', { mention: true, personId: trusted })
    expect(await group.reply()).toBe('错误: 权限不足，这条指令只有主人能用')
    await group.says('＃重载', { mention: true, personId: me })
    expect(await group.reply()).toMatch(/^工具系统已重载\n共 \d+ 个工具$/)
    const denials = await waitFor('the refusals', () => {
      const { denials } = bot.topics.access
      return denials?.length === 2 && denials
    })
    expect(denials.map(({ senderId, reason, role }) => [senderId, reason, role])).toEqual([
      [trusted, 'command:重载', 'trusted'],
      [member, 'command:设定提示词', 'member'],
    ])
  })

  it('D0-27: obeys in a group only when it is called, unless the group is set otherwise', async () => {
    await using bot = await startBot({ config: quick })
    const group = bot.sandbox('group')
    await group.says('#帮助')
    expect(await group.decision()).toBe('not-addressed')
    await group.says('.aiconfig')
    expect(await group.reply()).toMatch(/^当前设置:\nhost=localhost/)
    await edit(bot, { path: ['defaults', 'triggers', 'bareCommands'], set: true })
    await group.says('#模型查询')
    expect(await group.reply()).toBe('当前对话使用的模型: demo/xiaoxing')
  })

  it('D0-24: takes a command that is switched off for talk, and follows edits at the next message', async () => {
    await using bot = await startBot({ config: { ...quick, commands: { 模型列表: { enabled: false } } } })
    const chat = bot.sandbox()
    await chat.says('#模型列表')
    expect(await chat.reply()).toContain('小杏')
    expect(await chat.decision()).toBe('private')
    await edit(bot, { path: ['commands', '模型列表'], set: { aliases: ['型号'] } })
    await chat.says('#型号')
    expect(await chat.reply()).toMatch(/^可用模型列表:\nLLM模式:\n {2}- demo\/xiaoxing/)
    await edit(bot, { path: ['commands', '模型列表', 'role'], set: 'owner' })
    const group = bot.sandbox('group')
    await group.says('#型号', { mention: true, personId: trusted })
    expect(await group.reply()).toBe('错误: 权限不足，这条指令只有主人能用')
    await edit(bot, { path: ['commands', '模型列表'], remove: true })
    await chat.says('#型号')
    expect(await chat.reply()).toContain('小杏')
  })

  it('says what the commands are that this person may use here', async () => {
    await using bot = await startBot({ config: quick })
    const group = bot.sandbox('group')
    await group.says('#帮助', { mention: true, personId: member })
    const help = await group.reply()
    expect(help).toContain('📝 #状态')
    expect(help).not.toContain('重载')
    const listed = await bot.call('commands.list', {})
    for (const { name, builtInRole } of listed)
      expect(help.includes(`#${name}`)).toBe(builtInRole === 'everyone')
  })

  it('D1-05: .aiconfig changes the default at once, is recorded, and can be undone', async () => {
    await using model = await startFakeOpenAI({ answer: () => ({ text: '我是新来的' }) })
    await using bot = await startBot({ config: quick })
    const chat = bot.sandbox()
    await chat.says('.aiconfig host=http://localhost port=1')
    expect(await chat.reply()).toMatch(/^错误: host「http:\/\/localhost」不对/)
    await chat.says(`.aiconfig host=127.0.0.1 port=${model.port} model=bench-model`)
    expect(await chat.reply()).toBe(
      `设置已保存:\nhost=127.0.0.1\nport=${model.port}\nmodel=bench-model\n下一条消息就用它`,
    )
    await chat.says('你是谁')
    expect(await chat.reply()).toBe('我是新来的')
    const changes = await bot.call('config.changes', {})
    expect(changes.map(({ path }) => path)).toEqual(['defaults.model', 'providers.aiconfig'])
    await bot.call('config.undo', { changeId: changes[0]?.id ?? 0 })
    await chat.says('你是谁')
    expect(await chat.reply()).toContain('小杏')
    await chat.says('.aiconfig')
    expect(await chat.reply()).toContain('现在没有在用，默认模型是 demo/xiaoxing')
  })

  it('D0-28: clears what was said, and keeps model, prompt and tools', async () => {
    await using model = await startFakeOpenAI({ answer: () => ({ text: '嗯' }) })
    const provider = { id: 'local', baseUrl: model.baseUrl, models: [{ name: 'bench-model' }] }
    await using bot = await startBot({ config: { ...quick, providers: [provider] } })
    const chat = bot.sandbox()
    for (const text of ['#模型更换 bench-model', '#设定提示词 像猫', '#工具支持 false']) {
      await chat.says(text)
      await chat.reply()
    }
    await chat.says('记住：蓝色')
    expect(await chat.reply()).toBe('嗯')
    const chatId = await chat.says('#上下文清理')
    expect(await chat.reply()).toBe('对话上下文已清理')
    await chat.says('我说了什么')
    await chat.reply()
    const { messages, body } = await model.request(1)
    expect(JSON.stringify(messages)).not.toContain('蓝色')
    expect(JSON.stringify(messages)).toContain('像猫')
    expect(body.tools).toBeUndefined()
    const { values } = await bot.call('chats.settings', { chatId })
    expect(values).toMatchObject({ model: 'local/bench-model', prompt: '像猫', tools: false })
  })

  it('is silent where it was silenced, but for commands, until that is over', async () => {
    await using bot = await startBot({ config: quick })
    const chat = bot.sandbox()
    const chatId = await chat.says('#静音 10')
    expect(await chat.reply()).toMatch(/^静音 10 分钟，到 .*\d\d:\d\d，#静音 0 就恢复$/)
    await chat.says('在吗')
    expect(await chat.decision()).toBe('muted')
    await chat.says('#状态')
    expect(await chat.reply()).toMatch(/静音到 .*\d\d:\d\d$/)
    await waitFor('the row', () => (bot.topics.chats[chatId]?.mutedUntil ?? 0) > 0)
    await bot.call('chats.mute', { chatId, minutes: 0 })
    await chat.says('在吗')
    expect(await chat.reply()).toContain('在吗')
  })

  it('plays another character, which says hello, and goes back', async () => {
    await using bot = await startBot({ config: quick })
    const { id } = await bot.call('characters.create', {
      name: '小猫',
      greeting: '喵～',
      prompt: '你是一只猫',
    })
    const chat = bot.sandbox()
    const chatId = await chat.says('#角色 小猫')
    expect(await chat.reply()).toBe('喵～')
    expect((await bot.call('chats.settings', { chatId })).values.character).toBe(id)
    await chat.says('#状态')
    expect(await chat.reply()).toContain('角色: 小猫')
    await chat.says('#角色 无')
    expect(await chat.reply()).toBe('现在不演任何角色')
    expect((await bot.call('chats.settings', { chatId })).values.character).toBe(0)
  })

  it('answers the last question again, and takes an answer back', async () => {
    await using bot = await startBot({ config: quick })
    const chat = bot.sandbox()
    const chatId = await chat.says('你好')
    const first = await chat.reply()
    await waitFor('the turn', () => Object.values(bot.topics.turns)[0]?.outcome)
    await chat.says('#重答')
    expect(await chat.reply()).toBe(first)
    await waitFor('the second turn', () => Object.values(bot.topics.turns)[1]?.outcome)
    await chat.says('#撤回')
    expect(await chat.reply()).toBe('已撤回')
    const rows = (await bot.call('chats.messages', { chatId, limit: 20 })).reverse()
    const answers = rows.filter(({ from, kind }) => from === 'bot' && kind === 'said')
    expect(answers.map(({ recalled }) => recalled)).toEqual([false, true])
  })

  it('tells what today cost', async () => {
    await using bot = await startBot({ config: quick })
    const chat = bot.sandbox()
    await chat.says('你好')
    await chat.reply()
    await waitFor('the books', () => bot.topics.usage.replies === 1)
    await chat.says('#用量')
    expect(await chat.reply()).toMatch(
      /^今天在这里: 回复 1 次，调用模型 1 次.*\n今天一共: 回复 1 次，调用模型 1 次/,
    )
  })
})

describe('in QQ', () => {
  it('D0-25: knows no owner but the one that was named', async () => {
    await using all = await startQQBot({ answer: says('好') })
    all.qq.privateMessage('30001', '#重载')
    expect((await all.qq.reply()).text).toBe('错误: 权限不足，还没有设主人，去面板的「安全与权限」认主人')
    await edit(all.bot, { path: ['access', 'owners'], set: ['30001'] })
    all.qq.privateMessage('30001', '#重载')
    expect((await all.qq.reply(2)).text).toMatch(/^工具系统已重载/)
  })

  it('D0-26: asks for the rights of the one who speaks, not of the group', async () => {
    await using all = await startQQBot({ config: { access: { owners: ['30001', '20001'] } } })
    all.qq.atBot('20001', '30002', '#重载', ranked('30002', 'owner'))
    expect((await all.qq.reply()).text).toBe('错误: 权限不足，这条指令只有主人能用')
    all.qq.atBot('20001', '30001', '#重载')
    expect((await all.qq.reply(2)).text).toMatch(/^工具系统已重载/)
  })

  it('takes admins of a group for trusted there, and members not', async () => {
    await using all = await startQQBot()
    all.qq.atBot('20001', '30002', '#上下文清理', ranked('30002', 'admin'))
    expect((await all.qq.reply()).text).toBe('对话上下文已清理')
    all.qq.atBot('20001', '30002', '#上下文清理', ranked('30002', 'member'))
    expect((await all.qq.reply(2)).text).toMatch(/^错误: 权限不足/)
    await edit(all.bot, { path: ['access', 'groupAdmins'], set: 'member' })
    all.qq.atBot('20001', '30002', '#上下文清理', ranked('30002', 'owner'))
    expect((await all.qq.reply(3)).text).toMatch(/^错误: 权限不足/)
  })

  it('lets people stop what they asked, and no more', async () => {
    await using all = await startQQBot({ answer: () => ({ text: '慢慢想', firstTokenDelay: 60_000 }) })
    all.qq.atBot('20001', '30001', '讲个故事')
    await all.model.request(0)
    all.qq.atBot('20001', '30002', '#停止')
    expect((await all.qq.reply()).text).toBe('现在没有在回答的内容')
    all.qq.atBot('20001', '30001', '#停止')
    expect((await all.qq.reply(2)).text).toBe('已停止 1 个回答')
    await waitFor('the turn', () => Object.values(all.bot.topics.turns)[0]?.outcome === 'stopped')
  })

  it('takes all parts of its last answer back from the group', async () => {
    const long = `${'甲'.repeat(90)}。\n\n${'乙'.repeat(90)}。`
    await using all = await startQQBot({
      answer: says(long),
      defaults: { reply: { maxCharacters: 100, forwardFrom: 0 } },
    })
    let id = 500
    all.qq.answer('send_group_msg', () => ({ data: { message_id: id++ } }))
    all.qq.atBot('20001', '30001', '讲个故事')
    await all.qq.reply(2)
    await waitFor('the turn', () => Object.values(all.bot.topics.turns)[0]?.outcome === 'replied')
    all.qq.atBot('20001', '30002', '#撤回')
    expect((await all.qq.reply(3)).text).toMatch(/^错误: 权限不足/)
    all.qq.atBot('20001', '30001', '#撤回')
    expect((await all.qq.reply(4)).text).toBe('已撤回')
    const recalled = all.qq.actions.filter(({ action }) => action === 'delete_msg')
    expect(recalled.map(({ params }) => Number(params.message_id))).toEqual([501, 500])
  })

  it('says in words why QQ did not take a message back', async () => {
    await using all = await startQQBot({ answer: says('好') })
    all.qq.answer('delete_msg', { status: 'failed', retcode: 100, wording: '超时' })
    all.qq.privateMessage('30001', '在吗')
    await all.qq.reply()
    await waitFor('the turn', () => Object.values(all.bot.topics.turns)[0]?.outcome === 'replied')
    all.qq.privateMessage('30001', '#撤回')
    expect((await all.qq.reply(2)).text).toMatch(/^错误: .*撤回.*两分钟/)
    const [row] = (await all.bot.call('chats.messages', { chatId: 1, limit: 20 })).filter(
      ({ from, kind }) => from === 'bot' && kind === 'said',
    )
    expect(row?.recalled).toBe(false)
  })

  it('D0-30: keeps the line breaks of a prompt on their way to the model', async () => {
    await using all = await startQQBot({ answer: says('好') })
    all.qq.privateMessage('30001', '#设定提示词 第一行\n\n  第二行')
    await all.qq.reply()
    all.qq.privateMessage('30001', '在吗')
    await all.qq.reply(2)
    expect(String(all.model.requests[0]?.messages[0]?.content)).toContain('第一行\n\n  第二行')
  })
})
