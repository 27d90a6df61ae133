import { describe, expect, it } from 'vitest'
import { quitting } from '../../../src/agent/kernel/aborts.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import { delivering, refused, unknown } from './delivering.ts'

const four = ['甲', '乙', '丙', '丁'].map((text) => text.repeat(90)).join('\n')
const group = { kind: 'group', reply: { forwardFrom: 200 } } as const

describe('D0-49 a long answer in a group', () => {
  it('is one merged forward with all of it, however many parts are allowed', async () => {
    await using at = await delivering(group)
    expect(await at.send(four)).toBeNull()
    expect(at.wire).toEqual([{ forward: four.split('\n') }])
    expect(at.rows()).toMatchObject([{ text: four, delivery: 'sent', platformId: 'b1' }])
  })

  it('is plain when it is not that long, when it is private, or when forwards are off', async () => {
    const short = '甲'.repeat(199)
    for (const [options, text] of [
      [group, short],
      [{ ...group, kind: 'private' }, four],
      [{ ...group, reply: { forwardFrom: 0 } }, four],
    ] as const) {
      await using at = await delivering(options)
      await at.send(text)
      expect(at.wire.length).toBeGreaterThan(1)
      expect(at.wire.every((sent) => !('forward' in sent))).toBe(true)
    }
  })

  it('keeps its code whole in a node, without fences', async () => {
    await using at = await delivering(group)
    const code = 'def f():\n    return 1\n\nf()'
    await at.send(`${'讲解。'.repeat(60)}\n\`\`\`py\n${code}\n\`\`\`\n${'完。'.repeat(20)}`)
    const [nodes] = at.texts()
    expect(nodes).toContain(`${code}\n${'完。'.repeat(20)}`)
    expect(JSON.stringify(nodes)).not.toContain('```')
  })

  it('is cut with a word about it when it would be endless', async () => {
    await using at = await delivering(group)
    await at.send('很长的一句话。'.repeat(3000))
    const [nodes = ''] = at.texts()
    expect(nodes).toHaveLength(100)
    expect(nodes[99]).toMatch(/（太长了，后面的没有发）$/)
  })
})

describe('a forward that was refused', () => {
  it('is sent as plain parts, quoting and mentioning in the first', async () => {
    const reply = { ...group.reply, mention: true }
    await using at = await delivering({ kind: 'group', reply, outcomes: [refused] })
    expect(await at.send(four)).toBeNull()
    expect(at.states()).toEqual(['甲 sent', '乙 sent', '丙 sent'])
    expect(at.wire.slice(1)).toEqual([
      [
        { type: 'reply', messageId: 'q1' },
        { type: 'at', userId: '20001' },
        { type: 'text', text: '甲'.repeat(90) },
      ],
      [{ type: 'text', text: '乙'.repeat(90) }],
      [{ type: 'text', text: expect.stringMatching(/^丙+\n（太长了，后面的没有发）$/) }],
    ])
    expect(at.rows().every(({ anchor, turnId }) => anchor === at.question.anchor && turnId !== null)).toBe(
      true,
    )
  })

  it('does not try a forward again with a part of it', async () => {
    const reply = { forwardFrom: 90, maxCharacters: 300, maxParts: 8 }
    await using at = await delivering({ kind: 'group', reply, outcomes: [refused] })
    await at.send(`${four}\n${four}`)
    expect(at.wire.filter((sent) => 'forward' in sent)).toHaveLength(1)
  })

  it('is in the outbox whole or as parts, whenever the process dies', async () => {
    await using at = await delivering({ ...group, outcomes: [refused] })
    const seen: string[][] = []
    at.hooks.onSend = () => {
      const row = at.storage.other.prepare(
        'SELECT delivery, length(text) AS length FROM messages WHERE delivery IS NOT NULL ORDER BY id',
      )
      seen.push(
        (row.all() as { delivery: string; length: number }[]).map((one) => `${one.delivery} ${one.length}`),
      )
    }
    await at.send(four)
    expect(seen.slice(0, 2)).toEqual([['sending 363'], ['sending 90', 'waiting 90', 'waiting 100']])
  })

  it('goes on with its parts after a restart', async () => {
    await using at = await delivering({ ...group, outcomes: [refused] })
    const controller = new AbortController()
    at.hooks.onSend = () => {
      if (at.wire.length === 2) controller.abort(quitting)
    }
    await expect(at.send(four, controller.signal)).rejects.toBe(quitting)
    expect(at.states()).toEqual(['甲 sent', '乙 waiting', '丙 waiting'])
    expect(await at.sendParts(at.storage.messages.inDelivery())).toBeNull()
    expect(at.states()).toEqual(['甲 sent', '乙 sent', '丙 sent'])
  })

  it('is given up with all of its parts when those are refused as well', async () => {
    await using at = await delivering({ ...group, outcomes: [refused, refused] })
    expect(await at.send(four)).toMatchObject({ refused: true })
    expect(at.states()).toEqual([
      '甲 failed send.refused',
      '乙 failed send.skipped',
      '丙 failed send.skipped',
    ])
  })

  it('by a stop is let go of', async () => {
    await using at = await delivering({ ...group, outcomes: [refused] })
    const controller = new AbortController()
    at.hooks.onSend = () => controller.abort('够了')
    await expect(at.send(four, controller.signal)).rejects.toBe('够了')
    expect(at.states()).toEqual(['甲 failed send.refused'])
  })
})

describe('a forward', () => {
  it('that may be there all the same is never repeated, and nothing is sent instead', async () => {
    await using at = await delivering({ ...group, outcomes: [unknown] })
    expect(await at.send(four)).toMatchObject({ problem: { code: 'send.unknown' }, refused: false })
    expect(at.wire).toHaveLength(1)
    expect(at.states()).toEqual(['甲 unknown send.unknown'])
  })

  it('of an account that nobody speaks for stays whole', async () => {
    await using at = await delivering({ ...group, connected: false })
    expect(await at.send(four)).toMatchObject({ problem: { code: 'send.no-account' }, refused: true })
    expect(at.rows()).toMatchObject([{ text: four, delivery: 'failed' }])
  })

  it('that was prepared is sent in parts when forwards were turned off meanwhile', async () => {
    await using at = await delivering(group)
    const parts = await at.prepare(four)
    const off = ChatSettings.parse({ ...at.settings, reply: { ...at.settings.reply, forwardFrom: 0 } })
    expect(await at.sendParts(parts, undefined, off)).toBeNull()
    expect(at.states()).toEqual(['甲 sent', '乙 sent', '丙 sent'])
  })
})
