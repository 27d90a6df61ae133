import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginningAnew } from '../../../src/agent/kernel/aborts.ts'
import { settle } from '../../support/fake-clock.ts'
import { addressOf } from '../../support/records.ts'
import { type Attempt, flowOf, group } from './flowing.ts'

describe('a burst', () => {
  it('S1-05 is one question: each line begins the wait anew', async () => {
    await using at = await flowOf({})
    await at.calls('在吗')
    await at.clock.advanceAsync(1500)
    await at.talks('我想问一下')
    await at.clock.advanceAsync(1500)
    await at.talks('明天开会吗')
    expect(at.begun()).toEqual([])
    await at.clock.advanceAsync(2100)
    expect(at.begun()).toEqual(['在吗+我想问一下+明天开会吗'])
    expect(at.reasons()).toEqual(['mention', 'follow-up', 'follow-up'])
    expect(at.storage.turns.open()).toHaveLength(1)
  })

  it('D1-01 does not wait for ever, however much is said', async () => {
    await using at = await flowOf({ merge: { seconds: 2, maxSeconds: 10 } })
    for (let second = 0; second < 12; second++) {
      if (at.attempts.length > 0) break
      await at.calls(`第 ${second} 句`)
      await at.clock.advanceAsync(1000)
    }
    expect(at.begun()).toHaveLength(1)
    expect(at.attempts[0]?.question.messages).toHaveLength(10)
  })

  it('D1-01 is answered when enough has come together', async () => {
    await using at = await flowOf({ merge: { maxMessages: 3 } })
    for (const text of ['一', '二', '三', '四']) await at.calls(text)
    expect(at.begun()).toEqual(['一+二+三'])
    await at.clock.advanceAsync(3000)
    await at.attempts[0]?.end()
    expect(at.begun()).toEqual(['一+二+三', '四'])
  })

  it('is not waited for where one message is enough', async () => {
    await using at = await flowOf({ merge: { maxMessages: 1 } })
    await at.calls('一')
    expect(at.begun()).toEqual(['一'])
    expect(at.clock.timers).toBe(0)
  })

  it('of one person does not take in what another one says', async () => {
    await using at = await flowOf({})
    await at.calls('一', '20001')
    await at.talks('别人的闲话', '20002')
    await at.calls('二', '20003')
    await at.clock.advanceAsync(2100)
    await at.attempts[0]?.end()
    expect(at.begun()).toEqual(['一', '二'])
    expect(at.reasons()).toEqual(['mention', 'not-addressed', 'mention'])
  })

  it('S1-04 of several people is one question, where the whole chat is gathered', async () => {
    await using at = await flowOf({ merge: { scope: 'chat', seconds: 10, maxSeconds: 60, follow: false } })
    await at.talks('.ai 谁知道怎么去黄山', '20001')
    await at.clock.advanceAsync(9000)
    await at.talks('.ai 最好坐高铁', '20002')
    await at.talks('（旁人插一句）', '20003')
    await at.clock.advanceAsync(9000)
    expect(at.begun()).toEqual([])
    await at.clock.advanceAsync(1100)
    expect(at.begun()).toEqual(['.ai 谁知道怎么去黄山+.ai 最好坐高铁'])
    expect(at.reasons()).toEqual(['prefix', 'prefix', 'not-addressed'])
  })

  it('D1-07 has a wait of its own in private, which may be none', async () => {
    await using at = await flowOf({ merge: { privateSeconds: 0 } })
    await at.says('你好')
    expect(at.begun()).toEqual(['你好'])
  })

  it('begins with a picture, or only the bot’s name, and waits longer for its words', async () => {
    await using at = await flowOf({})
    await at.calls('[图片]')
    await at.clock.advanceAsync(5000)
    expect(at.begun()).toEqual([])
    await at.talks('这是什么花')
    await at.clock.advanceAsync(2100)
    expect(at.begun()).toEqual(['[图片]+这是什么花'])
  })

  it('D1-09 that was stopped leaves no timer and no answer', async () => {
    await using at = await flowOf({})
    await at.calls('算了')
    expect(at.clock.timers).toBe(1)
    expect(at.inbox.stopAll('不用了')).toBe(1)
    expect(at.clock.timers).toBe(0)
    await at.clock.advanceAsync(60_000)
    expect(at.begun()).toEqual([])
    expect(at.storage.turns.get(1)).toMatchObject({ ended: true, outcome: 'stopped' })
  })

  it('is shown while it waits, with the time it waits until', async () => {
    await using at = await flowOf({})
    await at.calls('一')
    const now = at.clock.now()
    expect(at.turns.value['1']).toMatchObject({ mergeUntil: now + 2000, messageCount: 1 })
    await at.clock.advanceAsync(500)
    await at.talks('二')
    expect(at.turns.value['1']).toMatchObject({ mergeUntil: now + 2500, messageCount: 2 })
    expect(at.turns.value['1']?.steps.map(({ stage }) => stage)).toEqual(['merging'])
  })

  it('D1-04 is still there after a restart in the middle of its window', async () => {
    await using at = await flowOf({})
    await at.calls('一')
    await at.talks('二')
    await at.inbox.close()
    const [turn] = at.storage.turns.open()
    expect(turn && at.storage.messages.askedIn(turn).map(({ text }) => text)).toEqual(['一', '二'])
  })

  it('loses what is recalled, and is not answered when nothing is left', async () => {
    await using at = await flowOf({})
    const first = await at.calls('说错了')
    const second = await at.talks('这才是问题')
    at.inbox.recalled(group, first)
    await at.clock.advanceAsync(2100)
    expect(at.begun()).toEqual(['这才是问题'])
    at.inbox.recalled(group, second)
    expect(at.attempts[0]?.signal.aborted).toBe(true)
  })
})

describe('what comes while an answer is made', () => {
  it('D1-02 waits its turn: never two at once', async () => {
    await using at = await flowOf({ merge: { maxSeconds: 0 } })
    await at.calls('一')
    await at.calls('二')
    expect(at.begun()).toEqual(['一'])
    await at.attempts[0]?.end()
    expect(at.begun()).toEqual(['一', '二'])
  })

  it('joins it, to be seen at the next step', async () => {
    await using at = await flowOf({ merge: { maxSeconds: 0 }, whileRunning: 'join' })
    await at.calls('一')
    const [attempt] = at.attempts
    await at.calls('补一句')
    expect(at.begun()).toEqual(['一'])
    expect(attempt?.question.takeJoined(false).map(({ text }) => text)).toEqual(['补一句'])
    expect(attempt?.question.takeJoined(true)).toEqual([])
    expect(attempt?.question.messages.map(({ text }) => text)).toEqual(['一', '补一句'])
    await at.calls('太晚了')
    await attempt?.end()
    expect(at.begun()).toEqual(['一', '太晚了'])
  })

  it('joins it too late to be seen, and is then a question of its own', async () => {
    await using at = await flowOf({ merge: { maxSeconds: 0 }, whileRunning: 'join' })
    await at.calls('一')
    await at.calls('没赶上')
    await at.attempts[0]?.end()
    expect(at.begun()).toEqual(['一', '没赶上'])
    expect(at.storage.messages.get(2)).toMatchObject({ turnId: 2 })
  })

  it('joins it up to as many as are gathered at most', async () => {
    await using at = await flowOf({ merge: { maxSeconds: 0, maxMessages: 3 }, whileRunning: 'join' })
    for (const text of ['一', '二', '三', '四']) await at.calls(text)
    expect(at.attempts[0]?.question.messages.map(({ text }) => text)).toEqual(['一', '二', '三'])
    expect(at.begun()).toEqual(['一'])
  })

  it('begins it anew, with everything that was said', async () => {
    await using at = await flowOf({ merge: { seconds: 1, maxSeconds: 10 }, whileRunning: 'restart' })
    await at.calls('一')
    await at.clock.advanceAsync(1100)
    await at.calls('不对')
    await at.calls('我是说二')
    expect(at.attempts[0]?.signal.reason).toBe(beginningAnew)
    expect(at.begun()).toEqual(['一'])
    await at.clock.advanceAsync(1100)
    expect(at.begun()).toEqual(['一', '一+不对+我是说二'])
    expect(at.storage.turns.open()).toHaveLength(1)
  })

  it('begins it anew only so often, then it waits', async () => {
    await using at = await flowOf({ merge: { maxSeconds: 0 }, whileRunning: 'restart' })
    for (let time = 0; time < 8; time++) await at.calls(`${time}`)
    expect(at.attempts).toHaveLength(6)
    await at.attempts.at(-1)?.end()
    expect(at.begun().at(-1)).toBe('6')
  })

  it('can be stopped between two attempts', async () => {
    await using at = await flowOf({ merge: { seconds: 5, maxSeconds: 10 }, whileRunning: 'restart' })
    await at.calls('一')
    await at.clock.advanceAsync(5100)
    await at.calls('二')
    expect(at.inbox.stopTurn(1, '够了')).toBe(true)
    await at.clock.advanceAsync(20_000)
    expect(at.begun()).toEqual(['一'])
    expect(at.storage.turns.open()).toEqual([])
  })
})

describe('several at once', () => {
  it('S0-22 is for chats that want it, switched while it runs', async () => {
    await using at = await flowOf({ merge: { maxSeconds: 0 } })
    for (const text of ['一', '二', '三']) await at.calls(text)
    expect(at.begun()).toEqual(['一'])
    at.reconfigure({ merge: { maxSeconds: 0 }, queueMode: 'all' })
    await settle(3)
    expect(at.begun()).toEqual(['一', '二', '三'])
    expect(at.inbox.stopChat(at.storage.chats.at(group, null).id, { reason: '够了' })).toBe(3)
    at.reconfigure({ merge: { maxSeconds: 0 } })
    await settle(3)
    await at.calls('四')
    await at.calls('五')
    expect(at.begun().slice(3)).toEqual(['四'])
  })

  it('D0-18 never are more than there may be, over all chats', async () => {
    await using at = await flowOf({ merge: { maxSeconds: 0 } }, { inbox: { maxTurns: 2 } })
    for (const id of ['20001', '20002', '20003'])
      await at.says(`问 ${id}`, id, { chat: addressOf('private', id) })
    expect(at.begun()).toEqual(['问 20001', '问 20002'])
    await at.attempts[0]?.end()
    expect(at.begun()).toEqual(['问 20001', '问 20002', '问 20003'])
  })
})

it('D0-16 nothing is left of chats whose questions were answered: no timer, no turn, no place taken', async () => {
  await using at = await flowOf({}, { inbox: { maxTurns: 200 } })
  for (let index = 0; index < 100; index++) {
    const id = String(20_000 + index)
    await at.says('在吗', id, { chat: addressOf('private', id) })
  }
  expect(at.clock.timers).toBe(1)
  await at.clock.advanceAsync(3000)
  for (const attempt of at.attempts) await attempt.end()
  expect(at.attempts).toHaveLength(100)
  expect(at.clock.timers).toBe(0)
  expect(at.inbox.stopAll('有什么剩下吗')).toBe(0)
  expect(at.load.value).toMatchObject({ running: 0, queued: 0 })
})

describe('too many', () => {
  it('D0-15 are not taken, and marked', async () => {
    await using at = await flowOf({ merge: { maxSeconds: 0 } }, { inbox: { laneLength: 2 } })
    for (const text of ['一', '二', '三', '四']) await at.calls(text)
    expect(at.reasons()).toEqual(['mention', 'mention', 'mention', 'lane-full'])
  })

  it('push out the one that waits longest, where that is wanted', async () => {
    await using at = await flowOf({ merge: { maxSeconds: 0 } }, { inbox: { laneLength: 2, overflow: 'old' } })
    for (const text of ['一', '二', '三', '四']) await at.calls(text)
    expect(at.storage.turns.get(2)).toMatchObject({
      outcome: 'stopped',
      problem: { message: '排队的太多，让给了后面的' },
    })
    await at.attempts[0]?.end()
    await at.attempts[1]?.end()
    expect(at.begun()).toEqual(['一', '三', '四'])
  })
})

describe('D0-18 a turn without a sign of life', () => {
  it('is ended after a while, and one that shows some is not', async () => {
    await using at = await flowOf({ merge: { maxSeconds: 0 } })
    await at.calls('卡住的', '20001')
    await at.says('慢的', '20009', { chat: addressOf('private', '20009') })
    for (let minute = 0; minute < 6; minute++) {
      await at.clock.advanceAsync(60_000)
      at.attempts[1]?.question.touch()
      at.inbox.endIdle()
    }
    expect(at.attempts[0]?.signal.reason).toMatchObject({ problem: { code: 'turn.idle' } })
    expect(at.attempts[1]?.signal.aborted).toBe(false)
  })
})

describe('answering again', () => {
  it('is refused for what is being gathered, waits or runs: it would be answered twice', async () => {
    await using at = await flowOf({})
    await at.calls('一')
    for (let round = 0; round < 2; round++) {
      await expect(at.inbox.retry(1, 'retry')).rejects.toMatchObject({ problem: { code: 'turn.under-way' } })
      await at.clock.advanceAsync(2100)
    }
    await at.attempts[0]?.end()
    await at.inbox.retry(1, 'retry')
    expect(at.storage.turns.get(2)).toMatchObject({ reason: 'retry' })
  })

  it('is bound by what binds everybody, when a member asks for it, and by nothing from the panel', async () => {
    const rateLimit = { perMinute: 1 }
    await using at = await flowOf({ merge: { maxSeconds: 0 }, rateLimit })
    await at.calls('一')
    await at.attempts[0]?.end()
    await expect(at.inbox.retry(1, 'retry', '20001')).rejects.toMatchObject({
      problem: { code: 'turn.not-now', message: '现在不能重答：这一分钟回得够多了' },
    })
    await at.inbox.retry(1, 'retry')
    await settle(3)
    expect(at.attempts).toHaveLength(2)
    await at.attempts[1]?.end()
    const chat = at.storage.chats.at(group, null)
    at.storage.chats.change(chat.id, { mutedUntil: at.clock.now() + 60_000 })
    await expect(at.inbox.retry(1, 'retry', '20001')).rejects.toMatchObject({
      problem: { message: '现在不能重答：被静音了' },
    })
  })
})

it('a notice keeps the group through which a temporary chat runs, and makes no chat of its own', async () => {
  await using at = await flowOf({ merge: { maxSeconds: 0 }, triggers: { poke: true } })
  const temporary = { ...addressOf('private', '20009'), viaGroup: '30001' }
  await at.says('在吗', '20009', { chat: temporary })
  const by = { id: '20009', name: '小马', groupRole: null, anonymous: false }
  at.inbox.poked(addressOf('private', '20009'), by)
  at.inbox.recalled(addressOf('private', '20009'), 'm1')
  at.inbox.left(addressOf('group', '39999'))
  at.inbox.recalled(addressOf('group', '39998'), 'm9')
  expect(at.storage.chats.all().map(({ address }) => address.viaGroup)).toEqual(['30001'])
})

it('a poke is a question where pokes are answered, and nothing elsewhere', async () => {
  await using at = await flowOf({ merge: { maxSeconds: 0 }, triggers: { poke: true } })
  const by = { id: '20001', name: '小明', groupRole: null, anonymous: false }
  at.inbox.poked(group, by)
  await settle(3)
  expect(at.begun()).toEqual(['[戳了戳你]'])
  at.reconfigure({ merge: { maxSeconds: 0 } })
  at.inbox.poked(group, by)
  expect(at.reasons()).toEqual(['poke'])
})

it('a private chat keeps its name when somebody pokes whose name the end does not tell', async () => {
  await using at = await flowOf({ merge: { maxSeconds: 0 }, triggers: { poke: true } })
  await at.says('你好')
  at.inbox.poked(addressOf(), { id: '20001', name: '20001', groupRole: null, anonymous: false })
  await settle(3)
  expect(at.storage.chats.at(addressOf(), null).title).toBe('人20001')
  expect(at.storage.messages.last(1)).toMatchObject({ text: '[戳了戳你]', reason: 'poke' })
})

it('loses nothing and answers nothing twice, whatever is said, stopped, recalled and ended when', async () => {
  const act = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('call' as const), who: fc.integer({ min: 1, max: 3 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('talk' as const), who: fc.integer({ min: 1, max: 3 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), who: fc.integer({ min: 1, max: 40 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('end' as const), who: fc.integer({ min: 0, max: 9 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('recall' as const), who: fc.integer({ min: 0, max: 9 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('stop' as const), who: fc.integer({ min: 1, max: 3 }) }),
    },
  )
  const settings = fc.record({
    scope: fc.constantFrom('sender', 'chat'),
    seconds: fc.constantFrom(0, 1, 3),
    whileRunning: fc.constantFrom('wait', 'join', 'restart'),
    queueMode: fc.constantFrom('wait', 'all'),
  })
  await fc.assert(
    fc.asyncProperty(settings, fc.array(act, { maxLength: 25 }), async (chosen, acts) => {
      const { scope, seconds, whileRunning, queueMode } = chosen
      await using at = await flowOf({ merge: { scope, seconds, maxSeconds: 6 }, whileRunning, queueMode })
      const ids: string[] = []
      const live = () => at.attempts.filter(({ signal }) => !signal.aborted)
      const ended = new Set<Attempt>()
      for (const { kind, who } of acts) {
        const person = `2000${who}`
        if (kind === 'call') ids.push(await at.calls(`问${ids.length}`, person))
        else if (kind === 'talk') ids.push(await at.talks(`说${ids.length}`, person))
        else if (kind === 'wait') await at.clock.advanceAsync(who * 100)
        else if (kind === 'recall') at.inbox.recalled(group, ids[who] ?? 'none')
        else if (kind === 'stop')
          at.inbox.stopChat(at.storage.chats.at(group, null).id, { reason: '够了', askedBy: person })
        else {
          const attempt = live().find((one) => !ended.has(one))
          if (!attempt) continue
          attempt.question.takeJoined(true)
          ended.add(attempt)
          await attempt.end()
        }
        await settle(3)
        const running = live().filter((one) => !ended.has(one))
        if (queueMode === 'wait') expect(running.length).toBeLessThanOrEqual(1)
      }
      // Let everything come to its end.
      for (let round = 0; round < 60; round++) {
        await at.clock.advanceAsync(7000)
        for (const attempt of live().filter((one) => !ended.has(one))) {
          attempt.question.takeJoined(true)
          ended.add(attempt)
          await attempt.end()
        }
      }
      const rows = at.storage.messages.page(at.storage.chats.at(group, null).id, Number.MAX_SAFE_INTEGER, 99)
      expect(rows).toHaveLength(ids.length)
      const answered = [...ended].flatMap(({ question }) => question.messages.map(({ id }) => id))
      expect(new Set(answered).size).toBe(answered.length)
      for (const row of rows) {
        expect(row.turnId !== null).toBe(row.reason !== 'not-addressed')
        if (row.turnId === null || row.recalled) continue
        const wasStopped = at.storage.turns.get(row.turnId)?.outcome === 'stopped'
        const wasAborted = at.attempts.some(
          ({ question, signal }) => question.turn.id === row.turnId && typeof signal.reason === 'string',
        )
        if (!wasStopped && !wasAborted) expect(answered, row.text).toContain(row.id)
      }
    }),
    { numRuns: 40 },
  )
}, 60_000)
