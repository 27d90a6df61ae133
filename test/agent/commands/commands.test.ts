import { describe, expect, it } from 'vitest'
import type { CommandContext } from '../../../src/agent/commands/command.ts'
import { commands, parseCommand, runCommand } from '../../../src/agent/commands/commands.ts'
import { resolveName } from '../../../src/agent/models/model-names.ts'
import { Model } from '../../../src/shared/config.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import { chatOf, saidBy, stored } from '../../support/records.ts'

const names = ['local/qwen', 'local/qwen-vl', 'cloud/qwen', 'demo/xiaoxing']

/** A chat in which somebody gives commands. */
function chatting(options: { isAdmin?: boolean; settings?: object; running?: string[] } = {}) {
  const own: Record<string, string | undefined> = {}
  let cleared = 0
  const stopped: (string | null)[] = []
  const context: CommandContext = {
    chat: chatOf(),
    message: stored(1, saidBy({ senderId: '20001' })),
    settings: ChatSettings.parse({ model: 'local/qwen', ...options.settings }),
    models: {
      names: () => names,
      describe: (name) => Model.parse({ name, vision: name.endsWith('-vl') }),
      resolve: (name) => resolveName(name, names),
    },
    isAdmin: options.isAdmin ?? true,
    setOwn: (key, value) => {
      own[key] = value
    },
    clearContext: () => cleared++,
    stopTurns: (askedBy) => {
      stopped.push(askedBy)
      return (options.running ?? []).filter((id) => askedBy === null || id === askedBy).length
    },
  }
  const says = (text: string) => {
    const parsed = parseCommand(text)
    return parsed && runCommand(parsed, context)
  }
  return { says, own, stopped, cleared: () => cleared }
}

describe('what is a command', () => {
  it.each([
    ['#帮助', '帮助', ''],
    ['  #帮助  ', '帮助', ''],
    ['＃帮助', '帮助', ''],
    ['#模型更换 local/qwen', '模型更换', 'local/qwen'],
    ['#模型更换　local/qwen', '模型更换', 'local/qwen'],
    ['#上下文清理', '上下文清理', ''],
    ['#删除上下文', '上下文清理', ''],
    ['#设定提示词\n第一行\n\n  第二行', '设定提示词', '第一行\n\n  第二行'],
  ])('%j is', (text, name, args) => {
    expect(parseCommand(text)).toMatchObject({ command: { name }, args })
  })

  it.each([
    '帮助',
    '#',
    '# 帮助',
    '#没有这个',
    '#帮助一下',
    '你好 #帮助',
    '##帮助',
    '#constructor',
    '',
    '话题#帮助',
  ])('%j is not: it is talk', (text) => {
    expect(parseCommand(text)).toBeNull()
  })
})

describe('reading', () => {
  it('lists models by whether they see pictures', () => {
    expect(chatting().says('#模型列表')).toBe(
      '可用模型列表:\nLLM模式:\n  - local/qwen\n  - cloud/qwen\n  - demo/xiaoxing\nMLLM模式:\n  - local/qwen-vl',
    )
  })

  it('names the model of the chat', () => {
    expect(chatting().says('#模型查询')).toBe('当前对话使用的模型: local/qwen')
  })

  it('shows the prompt of the chat, or that there is none', () => {
    expect(chatting({ settings: { prompt: '像猫\n像狗' } }).says('#提示词')).toBe(
      '当前对话的专属提示词:\n像猫\n像狗',
    )
    expect(chatting().says('#提示词')).toBe('当前对话没有设置专属提示词，使用默认核心提示词')
  })

  it('lists every command in the help, with who may use it', () => {
    const help = chatting().says('#帮助') ?? ''
    for (const { name, usage } of commands) expect(help).toContain(`#${name}${usage && ` ${usage}`}`)
    expect(help).toMatch(/🔒 #模型更换 <模型名>/)
    expect(help).toMatch(/📝 #模型列表/)
  })
})

describe('changing', () => {
  it('changes the model by its whole name or a unique bare one', () => {
    const chat = chatting()
    expect(chat.says('#模型更换 cloud/qwen')).toBe('模型已更换为: cloud/qwen')
    expect(chat.own).toEqual({ model: 'cloud/qwen' })
    expect(chat.says('#模型更换 qwen-vl')).toBe('模型已更换为: local/qwen-vl')
  })

  it.each([
    ['#模型更换', '错误: 请指定要更换的模型名称'],
    ['#模型更换 gpt', "错误: 模型 'gpt' 不可用"],
    ['#模型更换 qwen', "错误: 模型 'qwen' 不可用"],
    ['#设定提示词', '错误: 请指定要设置的提示词内容'],
    ['#设定提示词 \n ', '错误: 请指定要设置的提示词内容'],
    [`#设定提示词 ${'好'.repeat(20_001)}`, '错误: 提示词有 20001 个字，最多 20000 个'],
  ])('says what is wrong with %j', (text, reply) => {
    const chat = chatting()
    expect(chat.says(text)?.split('\n')[0]).toBe(reply)
    expect(chat.own).toEqual({})
  })

  it('names the models there are when one is not, or is not the only one', () => {
    expect(chatting().says('#模型更换 gpt')).toContain('local/qwen-vl')
    expect(chatting().says('#模型更换 qwen')).toContain('cloud/qwen')
  })

  it('sets the prompt with its line breaks, and deletes it', () => {
    const chat = chatting()
    expect(chat.says('#设定提示词 第一行\n\n第二行')).toBe('专属提示词已设置:\n第一行\n\n第二行')
    expect(chat.own).toEqual({ prompt: '第一行\n\n第二行' })
    expect(chat.says('#删除提示词')).toBe('专属提示词已删除')
    expect(chat.own).toEqual({ prompt: undefined })
  })

  it('clears the context and nothing else', () => {
    const chat = chatting()
    expect(chat.says('#上下文清理')).toBe('对话上下文已清理')
    expect(chat.says('#删除上下文')).toBe('对话上下文已清理')
    expect(chat.cleared()).toBe(2)
    expect(chat.own).toEqual({})
  })
})

describe('rights', () => {
  it.each(commands.map(({ name, access }) => [name, access] as const))('of #%s: %s', (name, access) => {
    const chat = chatting({ isAdmin: false, settings: { prompt: '像猫' } })
    const reply = chat.says(`#${name} cloud/qwen`)
    if (access === 'change') expect(reply).toMatch(/^错误: 权限不足/)
    else expect(reply).not.toContain('权限不足')
    expect([chat.own, chat.cleared()]).toEqual([{}, 0])
  })

  it('let an admin stop everything and others what they asked', () => {
    const running = ['20001', '20002']
    const admin = chatting({ running })
    expect(admin.says('#停止')).toBe('已停止 2 个回答')
    expect(admin.stopped).toEqual([null])
    const member = chatting({ running, isAdmin: false })
    expect(member.says('#停止')).toBe('已停止 1 个回答')
    expect(member.stopped).toEqual(['20001'])
    expect(chatting().says('#停止')).toBe('现在没有在回答的内容')
  })
})
