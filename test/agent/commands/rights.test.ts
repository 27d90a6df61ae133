import { describe, expect, it } from 'vitest'
import { nameOf } from '../../../src/agent/commands/command.ts'
import { commands } from '../../../src/agent/commands/commands.ts'
import { answerTo, chatting, person } from './chatting.ts'

const needed = { everyone: 0, trusted: 1, owner: 2 }
const ranks = { member: 0, trusted: 1, owner: 2 }

describe.each(['member', 'trusted', 'owner'] as const)('a %s', (role) => {
  it.each(commands.map((command) => [nameOf(command), command] as const))(
    'gives #%s',
    async (name, command) => {
      const chat = chatting({ role, kind: 'group', last: answerTo(person) })
      const outcome = await chat.gives(`#${name}`)
      expect(outcome?.refused).toBe(ranks[role] < needed[command.role])
      if (!outcome?.refused) return
      expect(outcome.text).toMatch(/^错误: 权限不足，/)
      expect([chat.own, chat.done]).toEqual([{}, []])
    },
  )
})

it('the built-in needs are these', () => {
  const needs = Object.groupBy(commands, ({ role }) => role)
  expect(needs.everyone?.map(nameOf)).toEqual([
    '帮助',
    '停止',
    '撤回',
    '重答',
    '状态',
    '模型列表',
    '模型查询',
    '提示词',
  ])
  expect(needs.trusted?.map(nameOf)).toEqual([
    '模型更换',
    '角色',
    '设定提示词',
    '删除提示词',
    '上下文清理',
    '工具支持',
    '静音',
    '用量',
  ])
  expect(needs.owner?.map(nameOf)).toEqual(['批准', '拒绝', '待审批', '重载', 'aiconfig'])
})

it('the configuration decides what a command needs', async () => {
  const config = { commands: { 模型列表: { role: 'owner' }, 模型更换: { role: 'everyone' } } }
  const chat = chatting({ role: 'member', kind: 'group', config })
  expect((await chat.gives('#模型列表'))?.refused).toBe(true)
  expect(await chat.says('#模型更换 cloud/qwen')).toBe('模型已更换为: cloud/qwen')
})

describe('a refusal says what is needed and how to get it', () => {
  it('when only the owner may', async () => {
    expect(await chatting({ role: 'trusted' }).says('#重载')).toBe('错误: 权限不足，这条指令只有主人能用')
  })

  it('D0-25: when there is no owner at all, which is so until one is named', async () => {
    const chat = chatting({ role: 'trusted', config: { access: {} } })
    expect(chat.config().access.owners).toEqual([])
    expect(await chat.says('#重载')).toBe('错误: 权限不足，还没有设主人，去面板的「安全与权限」认主人')
  })

  it.each([
    ['trusted', '只有主人、信任的人和群管理员能用'],
    ['member', '只有主人和信任的人能用'],
  ])('when group admins count as %s', async (groupAdmins, words) => {
    const config = { access: { owners: ['10086'], groupAdmins } }
    expect(await chatting({ role: 'member', kind: 'group', config }).says('#模型更换 x')).toBe(
      `错误: 权限不足，这条指令${words}\n让主人在面板的「安全与权限」里把你加进信任的人`,
    )
  })
})

describe('the help', () => {
  it('lists what this person may use here', async () => {
    const member = (await chatting({ role: 'member', kind: 'group' }).says('#帮助')) ?? ''
    expect(member).toContain('📝 #模型列表：看看有哪些模型')
    expect(member).not.toMatch(/模型更换|重载|🔒|👑/)
    expect(member).toContain('📝 谁都能用。')
    expect(member).toContain('在群里要先 @ 我')
    const trusted = (await chatting({ role: 'trusted', kind: 'group' }).says('#帮助')) ?? ''
    expect(trusted).toContain('🔒 #模型更换 <模型名>：换一个模型，只影响这个聊天')
    expect(trusted).toContain('📝 谁都能用，🔒 只有主人、信任的人和群管理员能用。')
    expect(trusted).not.toMatch(/重载|👑/)
    const owner = (await chatting({ kind: 'private' }).says('#帮助')) ?? ''
    expect(owner).toContain('👑 .aiconfig host=… port=… model=…')
    expect(owner).toContain('🔒 在私聊里谁都能用，👑 只有主人能用。')
    expect(owner).not.toContain('@')
    for (const command of commands) expect(owner).toContain(nameOf(command))
  })

  it('leaves out what is switched off, and shows the needs of the configuration', async () => {
    const config = { commands: { 用量: { enabled: false }, 模型列表: { role: 'owner' } } }
    const help = (await chatting({ config }).says('#帮助')) ?? ''
    expect(help).not.toContain('用量')
    expect(help).toContain('👑 #模型列表')
  })

  it('does not speak of mentions where none is needed', async () => {
    const settings = { triggers: { bareCommands: true } }
    expect(await chatting({ kind: 'group', settings }).says('#帮助')).not.toContain('@')
  })

  it.each(['#帮助 模型更换', '#帮助 #模型更换', '#帮助 模型 更换', '#帮助 换模型'])(
    'explains one: %s',
    async (text) => {
      const config = { commands: { 模型更换: { aliases: ['换模型'] } } }
      expect(await chatting({ config }).says(text)).toBe(
        '#模型更换 <模型名>\n换一个模型，只影响这个聊天\n也可以写: #模型 更换、#换模型\n🔒 在私聊里谁都能用',
      )
    },
  )

  it('explains a group, and a command with a dot', async () => {
    expect(await chatting().says('#帮助 模型')).toBe(await chatting().says('#模型'))
    for (const text of ['#帮助 .aiconfig', '#帮助 aiconfig'])
      expect(await chatting().says(text)).toMatch(
        /^\.aiconfig host=… [\s\S]*也可以写: #aiconfig\n👑 只有主人能用$/,
      )
  })

  it('says when there is no such command', async () => {
    expect(await chatting().says('#帮助 天气')).toBe('错误: 没有「天气」这条指令，发 #帮助 看看有哪些')
    expect((await chatting().says(`#帮助 ${'好'.repeat(100_000)}`))?.length).toBeLessThan(100)
  })
})

it('a word with commands below it lists them', async () => {
  expect(await chatting({ role: 'member', kind: 'group' }).says('#模型')).toBe(
    [
      '#模型 有这些:',
      '📝 #模型列表：看看有哪些模型',
      '📝 #模型查询：看看这里用的是哪个模型',
      '🔒 #模型更换 <模型名>：换一个模型，只影响这个聊天',
      '📝 谁都能用，🔒 只有主人、信任的人和群管理员能用。',
    ].join('\n'),
  )
})
