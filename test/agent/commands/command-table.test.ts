import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameOf } from '../../../src/agent/commands/command.ts'
import { commands, commandTable, parseCommand } from '../../../src/agent/commands/commands.ts'
import type { Config } from '../../../src/shared/config.ts'

const none: Config['commands'] = {}

function parsed(text: string, options = none) {
  const found = parseCommand(text, options)
  return found && { name: found.entry.name, args: found.args, needsMention: found.needsMention }
}

describe('what is a command', () => {
  it.each([
    ['#帮助', '帮助', ''],
    ['  #帮助  ', '帮助', ''],
    ['＃帮助', '帮助', ''],
    ['#模型更换 local/qwen', '模型更换', 'local/qwen'],
    ['#模型更换　local/qwen', '模型更换', 'local/qwen'],
    ['#模型 更换 local/qwen', '模型更换', 'local/qwen'],
    ['＃模型　更换　local/qwen', '模型更换', 'local/qwen'],
    ['#模型\n列表', '模型列表', ''],
    ['#上下文清理', '上下文清理', ''],
    ['#上下文 清理', '上下文清理', ''],
    ['#删除上下文', '上下文清理', ''],
    ['#热重载', '重载', ''],
    ['#提示词', '提示词', ''],
    ['#提示词 设定 像猫', '设定提示词', '像猫'],
    ['#提示词设定 像猫', '设定提示词', '像猫'],
    ['#AIconfig host=a', 'aiconfig', 'host=a'],
  ])('%j is', (text, name, args) => {
    expect(parsed(text)).toEqual({ name, args, needsMention: true })
  })

  it('D0-30: keeps the line breaks of what follows', () => {
    expect(parsed('#设定提示词\n第一行\n\n  第二行')?.args).toBe('第一行\n\n  第二行')
    expect(parsed('#提示词 设定 第一行\n第二行')?.args).toBe('第一行\n第二行')
  })

  it('needs no mention with a dot in front', () => {
    expect(parsed('.aiconfig port=1')).toEqual({ name: 'aiconfig', args: 'port=1', needsMention: false })
    expect(parsed('.AIConfig')).toEqual({ name: 'aiconfig', args: '', needsMention: false })
    expect(parsed('.帮助')).toBeNull()
  })

  it.each([
    '帮助',
    '#',
    '＃',
    '# 帮助',
    '#没有这个',
    '#帮助一下',
    '#模型怎么样',
    '#模型 怎么样',
    '#模型 更换啦 x',
    '你好 #帮助',
    '##帮助',
    '#constructor',
    '#__proto__',
    '',
    ' ',
    '话题#帮助',
    '.ai 明天几号',
    '.ai',
    '...',
    '.aiconfigs',
    'aiconfig',
    '\ud83d',
    '#\ud83d',
  ])('%j is not: it is talk', (text) => {
    expect(parsed(text)).toBeNull()
  })

  it('finds every command by its name, in one word and in several', () => {
    for (const command of commands) {
      expect(parsed(`#${nameOf(command)} x`)).toMatchObject({ name: nameOf(command), args: 'x' })
      expect(parsed(`#${command.path.join(' ')} x`)).toMatchObject({ name: nameOf(command), args: 'x' })
      for (const alias of command.aliases)
        expect(parsed(`#${alias}`)).toMatchObject({ name: nameOf(command) })
    }
    expect(new Set(commands.map(nameOf)).size).toBe(commands.length)
  })

  it('never throws, and leaves talk alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const found = parseCommand(text, none)
        return found === null || /^\s*[#＃.]/.test(text)
      }),
    )
    const word = fc.stringMatching(/^[#＃.]{0,2}(模型|更换|提示词|设定|帮助|aiconfig|x|[ \n]){0,6}$/)
    fc.assert(
      fc.property(word, (text) => {
        const found = parseCommand(text, none)
        return found === null || text.trimEnd().endsWith(found.args)
      }),
    )
  })

  it('reads a long text as fast as a short one', () => {
    for (const text of ['x', '.', '#', ' ', '#x', '#帮助'].map((part) => part.repeat(500_000))) {
      expect(parsed(text)).toBeNull()
    }
    expect(parsed(`#设定提示词 ${'好'.repeat(500_000)}`)?.args).toHaveLength(500_000)
  })
})

describe('what the configuration changes', () => {
  it('D0-24: takes a command away, by every name it has', () => {
    const options: Config['commands'] = { 上下文清理: { enabled: false }, 重载: { enabled: false } }
    for (const text of ['#上下文清理', '#上下文 清理', '#删除上下文', '#上下文', '#重载', '#热重载'])
      expect(parsed(text, options)).toBeNull()
    expect(parsed('#模型列表', options)).toMatchObject({ name: '模型列表' })
    expect(commandTable(options).entries.map(({ name }) => name)).not.toContain('重载')
  })

  it('leaves a word to what is below it when it is switched off itself', () => {
    const options: Config['commands'] = { 提示词: { enabled: false } }
    expect(parsed('#提示词', options)).toBeNull()
    expect(parsed('#提示词 设定 像猫', options)).toMatchObject({ name: '设定提示词' })
  })

  it('adds names', () => {
    const options: Config['commands'] = { 模型更换: { aliases: ['换模型', 'Model'] } }
    expect(parsed('#换模型 x', options)).toMatchObject({ name: '模型更换', args: 'x' })
    expect(parsed('#model x', options)).toMatchObject({ name: '模型更换', args: 'x' })
    expect(parsed('#模型更换 x', options)).toMatchObject({ name: '模型更换' })
    expect(parsed('#换模型 x')).toBeNull()
  })

  it('ignores a name that is taken: by a command, one switched off, a group, an alias', () => {
    const options: Config['commands'] = {
      帮助: { aliases: ['停止', '重载', '模型', '删除上下文', '提示词设定', 'aiconfig', '救命'] },
      停止: { aliases: ['救命', '别说了'] },
      重载: { enabled: false },
    }
    expect(parsed('#停止', options)).toMatchObject({ name: '停止' })
    expect(parsed('#重载', options)).toBeNull()
    expect(parsed('#模型', options)).toMatchObject({ name: '模型' })
    expect(parsed('#删除上下文', options)).toMatchObject({ name: '上下文清理' })
    expect(parsed('#提示词设定', options)).toMatchObject({ name: '设定提示词' })
    expect(parsed('#救命', options)).toMatchObject({ name: '帮助' })
    expect(parsed('#别说了', options)).toMatchObject({ name: '停止' })
    const aliases = (name: string) =>
      commandTable(options).entries.find((entry) => entry.name === name)?.aliases
    expect([aliases('帮助'), aliases('停止')]).toEqual([['救命'], ['别说了']])
  })

  it('pays no heed to what it does not know', () => {
    expect(parsed('#天气', { 天气: { enabled: true, aliases: ['雨'] } })).toBeNull()
  })

  it('works the words out once for as long as nothing changes', () => {
    const options: Config['commands'] = {}
    expect(commandTable(options)).toBe(commandTable(options))
    expect(commandTable({})).not.toBe(commandTable(options))
  })
})
