import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import { answerTo, chatting, noon, person } from './chatting.ts'

describe('the model', () => {
  it('is listed by whether it sees pictures', async () => {
    expect(await chatting().says('#模型列表')).toBe(
      '可用模型列表:\nLLM模式:\n  - local/qwen\n  - cloud/qwen\n  - demo/xiaoxing\nMLLM模式:\n  - local/qwen-vl',
    )
  })

  it('is told', async () => {
    expect(await chatting().says('#模型查询')).toBe('当前对话使用的模型: local/qwen')
  })

  it('is changed by its whole name or a unique bare one', async () => {
    const chat = chatting()
    expect(await chat.says('#模型更换 cloud/qwen')).toBe('模型已更换为: cloud/qwen')
    expect(chat.own).toEqual({ model: 'cloud/qwen' })
    expect(await chat.says('#模型 更换 qwen-vl')).toBe('模型已更换为: local/qwen-vl')
  })

  it('is not changed to one that is not there, or not the only one, and the others are named', async () => {
    const chat = chatting()
    expect(await chat.says('#模型更换')).toBe('错误: 请指定要更换的模型名称')
    expect(await chat.says('#模型更换 gpt')).toMatch(/^错误: 模型 'gpt' 不可用\n.*local\/qwen-vl/)
    expect(await chat.says('#模型更换 qwen')).toMatch(/^错误: 模型 'qwen' 不可用\n.*cloud\/qwen/)
    expect((await chat.says(`#模型更换 ${'x'.repeat(100_000)}`))?.length).toBeLessThan(500)
    expect(chat.own).toEqual({})
  })
})

describe('tools', () => {
  it('are switched for the chat', async () => {
    const chat = chatting()
    expect(await chat.says('#工具支持 FALSE')).toBe('工具支持已禁用')
    expect(chat.own).toEqual({ tools: false })
    expect(await chat.says('#工具支持 true')).toBe('工具支持已启用')
    expect(chat.own).toEqual({ tools: true })
  })

  it('are not switched by anything else', async () => {
    const chat = chatting()
    expect(await chat.says('#工具支持')).toBe('错误: 请指定 true 或 false')
    expect(await chat.says('#工具支持 开')).toBe('错误: 参数必须是 true 或 false')
    expect(chat.own).toEqual({})
  })
})

describe('the prompt', () => {
  it('is shown, or that there is none', async () => {
    expect(await chatting({ settings: { prompt: '像猫\n像狗' } }).says('#提示词')).toBe(
      '当前对话的专属提示词:\n像猫\n像狗',
    )
    expect(await chatting().says('#提示词')).toBe('当前对话没有设置专属提示词，使用默认核心提示词')
  })

  it('D0-30: is set with its line breaks, and deleted', async () => {
    const chat = chatting()
    expect(await chat.says('#设定提示词 第一行\n\n第二行')).toBe('专属提示词已设置:\n第一行\n\n第二行')
    expect(chat.own).toEqual({ prompt: '第一行\n\n第二行' })
    expect(await chat.says('#删除提示词')).toBe('专属提示词已删除')
    expect(chat.own).toEqual({ prompt: undefined })
  })

  it.each([
    ['#设定提示词', '错误: 请指定要设置的提示词内容'],
    ['#设定提示词 \n ', '错误: 请指定要设置的提示词内容'],
    [`#设定提示词 ${'好'.repeat(20_001)}`, '错误: 提示词太长，没有改。最多 20000 个字'],
  ])('is not set by %j', async (text, reply) => {
    const chat = chatting()
    expect(await chat.says(text)).toBe(reply)
    expect(chat.own).toEqual({})
  })
})

it('D0-28: clears the context and nothing else', async () => {
  const chat = chatting()
  expect(await chat.says('#上下文清理')).toBe('对话上下文已清理')
  expect(await chat.says('#删除上下文')).toBe('对话上下文已清理')
  expect([chat.own, chat.done]).toEqual([{}, ['clear', 'clear']])
})

it('reads the configuration again, counts the tools, and says what is wrong', async () => {
  expect(await chatting().says('#重载')).toBe('工具系统已重载\n共 4 个工具')
  const reloadProblem = { code: 'config.json', message: 'config.json 不是完整的 JSON', hint: '改好保存' }
  expect(await chatting({ reloadProblem }).says('#热重载')).toBe(
    '工具系统已重载\n共 4 个工具\nconfig.json 不是完整的 JSON\n改好保存',
  )
})

it('stops everything for those who are trusted, and for others what they asked', async () => {
  const running = [person, '20002']
  const trusted = chatting({ running, role: 'trusted' })
  expect(await trusted.says('#停止')).toBe('已停止 2 个回答')
  expect(trusted.done).toEqual(['stop null'])
  const member = chatting({ running, role: 'member' })
  expect(await member.says('#停止')).toBe('已停止 1 个回答')
  expect(member.done).toEqual([`stop ${person}`])
  expect(await chatting().says('#停止')).toBe('现在没有在回答的内容')
})

describe('the character', () => {
  const characters = [
    { name: '小猫', greeting: '喵～' },
    { name: 'Lawyer' },
    { name: '双胞胎' },
    { name: '双胞胎' },
  ]

  it('is told with the list of all', async () => {
    expect(await chatting({ characters, settings: { character: 2 } }).says('#角色')).toBe(
      '当前角色: Lawyer\n可用角色:\n  - 小猫\n  - Lawyer\n  - 双胞胎\n  - 双胞胎\n换一个: #角色 <名字>，不演了: #角色 无',
    )
    expect(await chatting({ settings: { character: 9 } }).says('#角色')).toBe(
      '当前角色: 无\n还没有角色，去面板的「角色」页加一个',
    )
  })

  it('is changed, and greets when it has a greeting', async () => {
    const chat = chatting({ characters })
    expect(await chat.says('#角色 小猫')).toBe('喵～')
    expect(chat.own).toEqual({ character: 1 })
    expect(await chat.says('#角色 lawyer')).toBe('现在是「Lawyer」')
    expect(chat.own).toEqual({ character: 2 })
    expect(await chat.says('#角色 无')).toBe('现在不演任何角色')
    expect(chat.own).toEqual({ character: 0 })
  })

  it('is not changed to one that is not there, or not the only one', async () => {
    const chat = chatting({ characters })
    expect(await chat.says('#角色 小狗')).toBe(
      '错误: 没有「小狗」这个角色\n可用角色:\n  - 小猫\n  - Lawyer\n  - 双胞胎\n  - 双胞胎',
    )
    expect(await chat.says('#角色 双胞胎')).toMatch(/^错误: 有 2 个角色都叫「双胞胎」/)
    expect(chat.own).toEqual({})
  })

  it('is listed as far as a chat can read', async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ name: `角色 ${index}` }))
    const list = (await chatting({ characters: many }).says('#角色')) ?? ''
    expect(list.split('\n')).toHaveLength(54)
    expect(list).toContain('等 200 个')
  })
})

describe('the status', () => {
  it('says what is going on here, and nothing of the inside', async () => {
    expect(await chatting().says('#状态')).toBe(
      '模型: local/qwen\n角色: 无\n正在回: 0 个，排队: 0 个\n今天在这里: 花了 ¥0.12',
    )
    const chat = chatting({
      running: ['1', '2', '3'],
      waiting: 2,
      characters: [{ name: '小猫' }],
      settings: { character: 1 },
      mutedUntil: noon + 90 * 60_000,
      role: 'member',
    })
    expect(await chat.says('#状态')).toBe(
      '模型: local/qwen\n角色: 小猫\n正在回: 3 个，排队: 2 个\n今天在这里: 花了 ¥0.12\n静音到 13:30',
    )
    expect(await chatting({ mutedUntil: noon - 1 }).says('#状态')).not.toContain('静音')
  })
})

describe('muting', () => {
  it('begins and ends', async () => {
    const chat = chatting()
    expect(await chat.says('#静音 10')).toBe('静音 10 分钟，到 12:10，#静音 0 就恢复')
    expect(await chat.says('#静音 90分钟')).toBe('静音 90 分钟，到 13:30，#静音 0 就恢复')
    expect(await chat.says('#静音 1440')).toContain('到 7月16日 12:00')
    expect(await chat.says('#静音 525600')).toContain('到 2027年7月15日 12:00')
    expect(await chat.says('#静音 0')).toBe('恢复说话了')
    expect(chat.done).toEqual(['mute 10', 'mute 90', 'mute 1440', 'mute 525600', 'mute 0'])
  })

  it('says how it is', async () => {
    expect(await chatting().says('#静音')).toBe('现在没有静音，#静音 <分钟> 让我安静一会儿')
    expect(await chatting({ mutedUntil: noon + 60_000 }).says('#静音')).toBe('静音到 12:01，#静音 0 就恢复')
  })

  it.each(['-1', '1.5', '525601', '999999999', '一会儿', '10 20', 'NaN'])(
    'does not take %s',
    async (minutes) => {
      const chat = chatting()
      expect(await chat.says(`#静音 ${minutes}`)).toBe('错误: 分钟要写成 0 到 525600 的整数，比如 #静音 10')
      expect(chat.done).toEqual([])
    },
  )
})

describe('taking back', () => {
  const tooOld = { code: 'recall.refused', message: '超过两分钟了', hint: '在 QQ 里手动撤回' }

  it.each([
    ['trusted', '20002'],
    ['member', person],
  ] as const)('a %s may, for an answer to %s', async (role, askedBy) => {
    const chat = chatting({ kind: 'group', role, last: answerTo(askedBy) })
    expect(await chat.says('#撤回')).toBe('已撤回')
    expect(chat.done).toEqual(['take back'])
  })

  it('is refused for the answer to somebody else', async () => {
    const chat = chatting({ kind: 'group', role: 'member', last: answerTo('20002') })
    const outcome = await chat.gives('#撤回')
    expect(outcome).toMatchObject({ refused: true, text: expect.stringMatching(/^错误: 权限不足/) })
    expect(chat.done).toEqual([])
  })

  it('says when there is nothing, and why it did not work', async () => {
    expect(await chatting().says('#撤回')).toBe('错误: 这里没有能撤回的回答')
    const last = answerTo(person)
    expect(await chatting({ last, takeBackProblem: { after: 0, problem: tooOld } }).says('#撤回')).toBe(
      '错误: 超过两分钟了\n在 QQ 里手动撤回',
    )
    expect(await chatting({ last, takeBackProblem: { after: 2, problem: tooOld } }).says('#撤回')).toBe(
      '错误: 撤回了 2 条，还有 1 条没有：超过两分钟了\n在 QQ 里手动撤回',
    )
  })
})

describe('answering again', () => {
  it('lets the new answer speak for itself', async () => {
    const chat = chatting({ kind: 'group', role: 'member', last: answerTo(person) })
    expect(await chat.says('#重答')).toBe('')
    expect(chat.done).toEqual(['retry 10'])
  })

  it('says so when something else comes first', async () => {
    const running = ['20002']
    expect(await chatting({ last: answerTo(person), running }).says('#重答')).toBe('等前面的回完就重答')
  })

  it('is for everybody with an own question, and for any with trust', async () => {
    const last = answerTo('20002')
    expect((await chatting({ kind: 'group', role: 'member', last }).gives('#重答'))?.refused).toBe(true)
    expect(await chatting({ kind: 'group', role: 'trusted', last }).says('#重答')).toBe('')
    expect(await chatting().says('#重答')).toBe('错误: 这里没有能重答的问题')
  })

  it('passes on what cannot be answered', async () => {
    const retryError = new ProblemError({ code: 'turn.cannot-retry', message: '这条消息不能重答' })
    const chat = chatting({ last: answerTo(person), retryError })
    await expect(chat.says('#重答')).rejects.toThrow('这条消息不能重答')
  })
})

it('tells what today cost, in all only to owners', async () => {
  const here = '今天在这里: 回复 2 次，调用模型 3 次，120 词元（读 100，写 20），花了 ¥0.12'
  const everywhere = '今天一共: 回复 20 次，调用模型 30 次，1200 词元（读 1000，写 200）'
  expect(await chatting().says('#用量')).toBe(`${here}\n${everywhere}，花了 ¥1.20`)
  expect(await chatting({ role: 'trusted' }).says('#用量')).toBe(`${here}\n${everywhere}`)
})

it('says how much of what was used has no known price', async () => {
  expect(await chatting({ unpriced: 2 }).says('#用量')).toContain('花了 ¥0.12（有 2 次不知道价格）')
})
