import { describe, expect, it } from 'vitest'
import { quitting } from '../../../src/agent/kernel/aborts.ts'
import { settle } from '../../support/fake-clock.ts'
import { waitFor } from '../../support/wait-for.ts'
import { delivering, refused, unknown } from './delivering.ts'

const three = ['甲', '乙', '丙'].map((text) => text.repeat(90)).join('\n')

describe('an answer', () => {
  it('is written down before it is sent, part by part, and what became of each', async () => {
    await using at = await delivering()
    expect(await at.send(three)).toBeNull()
    expect(at.states()).toEqual(['甲 sent', '乙 sent', '丙 sent'])
    expect(at.rows().map(({ platformId }) => platformId)).toEqual(['b1', 'b2', 'b3'])
    expect(at.rows().every(({ anchor }) => anchor === at.question.anchor)).toBe(true)
    expect(at.shown).toEqual(['甲 sending', '甲 sent', '乙 sending', '乙 sent', '丙 sending', '丙 sent'])
  })

  it('D0-49 of too many parts ends with the last allowed one, which says so and is no longer than the others', async () => {
    await using at = await delivering()
    await at.send(['甲', '乙', '丙', '丁'].map((text) => text.repeat(90)).join('\n'))
    expect(at.rows()).toHaveLength(3)
    expect(at.rows()[2]?.text).toMatch(/^丙+\n（太长了，后面的没有发）$/)
    expect(Math.max(...at.rows().map(({ text }) => [...text].length))).toBeLessThanOrEqual(100)
  })

  it.each([' \n ', '```\n```', '\u0000'])(
    'D0-09 that is blank, %j, is nothing at all, and the caller is told',
    async (text) => {
      await using at = await delivering()
      expect(await at.prepare(text)).toEqual([])
      expect(at.rows()).toEqual([])
    },
  )

  it('is made readable, in the chat as in what the model is told that it said', async () => {
    await using at = await delivering()
    await at.send('# 答案\n**三**，见 [这里](https://a.cn)')
    expect(at.texts()).toEqual(['答案\n三，见 这里（https://a.cn）'])
    expect(at.rows()[0]?.text).toBe('答案\n三，见 这里（https://a.cn）')
  })

  it('stays as it was said when its Markdown is not to be touched', async () => {
    await using at = await delivering({ reply: { markdown: false } })
    await at.send('**三**\n```\nx\n```')
    expect(at.texts()).toEqual(['**三**\n```\nx\n```'])
  })

  it('keeps code in one part, with its indentation and without its fences', async () => {
    await using at = await delivering()
    const code = 'def f():\n    if x:\n\n        return 1'
    await at.send(`${'讲解。'.repeat(25)}\n\n\`\`\`py\n${code}\n\`\`\`\n就这样`)
    expect(at.texts()).toEqual(['讲解。'.repeat(25), `${code}\n就这样`])
  })

  it('keeps a pause between its parts', async () => {
    await using at = await delivering({ pace: 1 })
    const sending = at.send(three)
    for (const waiting of [
      ['甲 sent', '乙 waiting', '丙 waiting'],
      ['甲 sent', '乙 sent', '丙 waiting'],
    ]) {
      await waitFor('the next part to wait', () => at.clock.timers === 1)
      expect(at.states()).toEqual(waiting)
      at.clock.advance(1300)
    }
    expect(await sending).toBeNull()
  })
})

it('D0-48 counts as speaking with each part that went out or may have, and not with a reply to a command', async () => {
  await using at = await delivering({ outcomes: [{ kind: 'sent', messageId: 'b1' }, unknown, refused] })
  await at.send(`${'甲'.repeat(90)}\n\n${'乙'.repeat(90)}\n\n${'丙'.repeat(90)}`)
  expect(at.spoken).toHaveLength(2)
  await at.sendParts(await at.prepare('出错了', 'notice'))
  expect(at.spoken).toHaveLength(3)
  await at.sendParts(await at.prepare('帮助', 'command'))
  expect(at.spoken).toHaveLength(3)
})

describe('what only the bot says', () => {
  it.each(['command', 'notice'] as const)('a %s is literal, quotes, and mentions nobody', async (kind) => {
    const reply = { bubbles: 'paragraphs', mention: true, forwardFrom: 5 } as const
    await using at = await delivering({ kind: 'group', reply })
    const text = '**提示词**\n\n```\n像|猫\n```'
    await at.sendParts(await at.prepare(text, kind))
    expect(at.wire).toEqual([
      [
        { type: 'reply', messageId: 'q1' },
        { type: 'text', text },
      ],
    ])
  })
})

describe('who is answered', () => {
  const first = (at: { wire: readonly unknown[] }) => at.wire[0]

  it('D0-49 is quoted in a group, in the first part only, and never in private', async () => {
    await using group = await delivering({ kind: 'group' })
    await group.send(three)
    expect(group.wire.map((parts) => (Array.isArray(parts) ? parts[0] : null))).toEqual([
      { type: 'reply', messageId: 'q1' },
      expect.objectContaining({ type: 'text' }),
      expect.objectContaining({ type: 'text' }),
    ])
    await using alone = await delivering({ reply: { mention: true } })
    await alone.send('好')
    expect(alone.wire).toEqual([[{ type: 'text', text: '好' }]])
  })

  it('D0-49 is mentioned when that is wanted, in the first part only', async () => {
    await using at = await delivering({ kind: 'group', reply: { mention: true } })
    await at.send(three)
    expect(first(at)).toEqual([
      { type: 'reply', messageId: 'q1' },
      { type: 'at', userId: '20001' },
      { type: 'text', text: '甲'.repeat(90) },
    ])
    expect(at.wire.slice(1)).toEqual(['乙', '丙'].map((text) => [{ type: 'text', text: text.repeat(90) }]))
  })

  it('is neither quoted nor mentioned when both are off', async () => {
    await using at = await delivering({ kind: 'group', reply: { quote: false, mention: false } })
    await at.send('好')
    expect(at.wire).toEqual([[{ type: 'text', text: '好' }]])
  })

  it('is not mentioned when QQ does not say who it is, and not quoted without an id', async () => {
    const question = { senderId: '80000000', platformId: null }
    await using at = await delivering({ kind: 'group', reply: { mention: true }, question })
    await at.send('好')
    expect(at.wire).toEqual([[{ type: 'text', text: '好' }]])
  })

  it('is not mentioned again when an answer goes on after a restart', async () => {
    await using at = await delivering({ kind: 'group', reply: { mention: true } })
    const parts = await at.prepare(three)
    await at.sendParts(parts.slice(0, 1))
    await at.sendParts(parts.slice(1))
    expect(at.wire.flat().filter((part) => 'type' in part && part.type === 'at')).toHaveLength(1)
  })
})

describe('bubbles', () => {
  it('follow each other as fast as somebody types', async () => {
    await using at = await delivering({ reply: { bubbles: 'marks', typing: 10 } })
    const sending = at.send('好的|我去看看那个东西在不在|不在')
    await waitFor('the second to be typed', () => at.clock.timers === 1)
    expect(at.texts()).toEqual(['好的'])
    await at.clock.advanceAsync(1099)
    expect(at.texts()).toEqual(['好的'])
    await at.clock.advanceAsync(1)
    await waitFor('the third to be typed', () => at.texts().length === 2 && at.clock.timers === 1)
    await at.clock.advanceAsync(200)
    expect(await sending).toBeNull()
    expect(at.texts()).toEqual(['好的', '我去看看那个东西在不在', '不在'])
  })

  it('are never waited for longer than four seconds', async () => {
    await using at = await delivering({ reply: { bubbles: 'paragraphs', typing: 1 } })
    const sending = at.send(`好\n\n${'长'.repeat(90)}`)
    await waitFor('the second to be typed', () => at.clock.timers === 1)
    await at.clock.advanceAsync(4000)
    expect(await sending).toBeNull()
  })

  it('come at once without a typing speed', async () => {
    await using at = await delivering({ reply: { bubbles: 'paragraphs', typing: 0 } })
    expect(await at.send('一\n\n二')).toBeNull()
    expect(at.texts()).toEqual(['一', '二'])
  })

  it('that are still typed are let go of by a stop', async () => {
    await using at = await delivering({ reply: { bubbles: 'paragraphs' } })
    const controller = new AbortController()
    const sending = at.send('一\n\n二', controller.signal)
    await waitFor('the second to be typed', () => at.clock.timers === 1)
    controller.abort('够了')
    await expect(sending).rejects.toBe('够了')
    expect(at.states()).toEqual(['一 sent', '二 failed send.stopped'])
    expect(at.clock.timers).toBe(0)
  })
})

describe('a part that is not delivered', () => {
  it('ends the answer when it was refused; nothing of it is tried again', async () => {
    await using at = await delivering({ outcomes: [{ kind: 'sent', messageId: '1' }, refused] })
    expect(await at.send(three)).toMatchObject({ problem: { code: 'send.refused' }, refused: true })
    expect(at.states()).toEqual(['甲 sent', '乙 failed send.refused', '丙 failed send.skipped'])
    expect(at.wire).toHaveLength(2)
  })

  it('does not end the answer when it may be there all the same', async () => {
    await using at = await delivering({ outcomes: [unknown] })
    expect(await at.send(three)).toMatchObject({ problem: { code: 'send.unknown' }, refused: false })
    expect(at.states()).toEqual(['甲 unknown send.unknown', '乙 sent', '丙 sent'])
  })

  it('is refused when nobody speaks for the account', async () => {
    await using at = await delivering({ connected: false })
    expect(await at.send('好')).toMatchObject({ problem: { code: 'send.no-account' }, refused: true })
    expect(at.states()).toEqual(['好 failed send.no-account'])
  })
})

describe('a stop', () => {
  it('lets go of what was not tried and says so', async () => {
    await using at = await delivering()
    const controller = new AbortController()
    at.hooks.onSend = () => controller.abort('够了')
    await expect(at.send(three, controller.signal)).rejects.toBe('够了')
    expect(at.states()).toEqual(['甲 sent', '乙 failed send.stopped', '丙 failed send.stopped'])
  })

  it('of the program leaves it waiting for the next start, also what was refused just then', async () => {
    for (const [outcomes, states] of [
      [[], ['甲 sent', '乙 waiting', '丙 waiting']],
      [[refused], ['甲 waiting', '乙 waiting', '丙 waiting']],
    ] as const) {
      await using at = await delivering({ outcomes: [...outcomes] })
      const controller = new AbortController()
      at.hooks.onSend = () => controller.abort(quitting)
      await expect(at.send(three, controller.signal)).rejects.toBe(quitting)
      expect(at.states()).toEqual(states)
      await settle()
    }
  })
})
