import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goesOnLater } from '../../../src/agent/kernel/aborts.ts'
import { settle } from '../../support/fake-clock.ts'
import { type Attempt, flowOf, group } from './flowing.ts'

const atOnce = { merge: { maxSeconds: 0 } }

describe('a turn that is begun anew', () => {
  it('ends as stopped when it is stopped before its last attempt has let go', async () => {
    await using at = await flowOf({ ...atOnce, whileRunning: 'restart' }, { slowToStop: true })
    await at.calls('一')
    await at.calls('二')
    expect(at.attempts[0]?.signal.aborted).toBe(true)
    expect(at.inbox.stopTurn(1, '够了')).toBe(true)
    await at.attempts[0]?.end()
    expect(at.begun()).toEqual(['一'])
    expect(at.storage.turns.get(1)).toMatchObject({ outcome: 'stopped', problem: { message: '够了' } })
    expect(at.turns.value['1']).toMatchObject({ outcome: 'stopped' })
    await at.calls('三')
    expect(at.begun()).toEqual(['一', '三'])
    await at.attempts[1]?.end()
  })

  it('is not answered when all of it is taken back before its last attempt has let go', async () => {
    await using at = await flowOf({ ...atOnce, whileRunning: 'restart' }, { slowToStop: true })
    const ids = [await at.calls('一'), await at.calls('二')]
    for (const id of ids) at.inbox.recalled(group, id)
    await at.attempts[0]?.end()
    expect(at.begun()).toEqual(['一'])
    expect(at.storage.turns.open()).toEqual([])
  })

  it('stays open for the next start when the program quits before its last attempt has let go', async () => {
    await using at = await flowOf({ ...atOnce, whileRunning: 'restart' }, { slowToStop: true })
    await at.calls('一')
    await at.calls('二')
    const closed = at.inbox.close()
    await at.attempts[0]?.end()
    await closed
    const [turn] = at.storage.turns.open()
    expect(turn && at.storage.messages.askedIn(turn).map(({ text }) => text)).toEqual(['一', '二'])
  })

  it('leaves nothing behind when it is stopped in between, not even what had only joined it', async () => {
    await using at = await flowOf({ merge: { seconds: 1, maxSeconds: 10 }, whileRunning: 'join' })
    const first = await at.calls('一')
    await at.clock.advanceAsync(1100)
    await at.calls('二')
    at.inbox.recalled(group, first)
    expect(at.inbox.stopTurn(1, '够了')).toBe(true)
    await at.clock.advanceAsync(20_000)
    expect(at.begun()).toEqual(['一'])
    expect(at.storage.turns.open()).toEqual([])
  })
})

describe('what is said too late for an answer', () => {
  it('is a question of its own, and not the one that is answered', async () => {
    await using at = await flowOf({ ...atOnce, whileRunning: 'join' })
    await at.calls('问题')
    const question = at.attempts[0]?.question
    for (const text of ['补一', '补二', '补三']) {
      await at.calls(text)
      expect(question?.takeJoined(true)).toHaveLength(1)
    }
    await at.calls('还有')
    expect(question?.takeJoined(true)).toEqual([])
    expect(question?.messages.at(-1)?.text).toBe('补三')
    await at.attempts[0]?.end()
    expect(at.begun()).toEqual(['问题', '还有'])
  })

  it.each(['join', 'restart'])('with %s, does not touch the words about a failure', async (whileRunning) => {
    await using at = await flowOf({ ...atOnce, whileRunning })
    const first = await at.calls('问题')
    at.attempts[0]?.question.finish()
    await at.calls('还有')
    at.inbox.recalled(group, await at.calls('没了'))
    expect(at.attempts[0]?.signal.aborted).toBe(false)
    await at.attempts[0]?.end()
    expect(at.begun()).toEqual(['问题', '还有'])
    at.inbox.recalled(group, first)
    expect(at.attempts[1]?.signal.aborted).toBe(false)
  })

  it('is not what #停止 meant that was said before it', async () => {
    await using at = await flowOf(atOnce)
    await at.calls('一')
    at.send('#停止', '20001', { chat: group, mentionsBot: true })
    const stop = at.storage.messages.last(at.storage.chats.at(group, null).id)
    at.send('二', '20001', { chat: group, mentionsBot: true })
    expect(
      at.inbox.stopChat(stop?.chatId ?? 0, { reason: '够了', askedBy: '20001', before: stop?.id ?? 0 }),
    ).toBe(1)
    await settle(3)
    expect(at.begun()).toEqual(['一', '二'])
    expect(at.attempts[1]?.signal.aborted).toBe(false)
  })
})

describe('while the program quits', () => {
  it('what is still said begins nothing, and is taken up by the next start', async () => {
    await using at = await flowOf({}, { slowToStop: true })
    await at.calls('一')
    await at.clock.advanceAsync(2100)
    await at.calls('二', '20002')
    const closed = at.inbox.close()
    await at.calls('三', '20003')
    await at.calls('四', '20002')
    await at.attempts[0]?.end()
    await closed
    expect(at.begun()).toEqual(['一'])
    expect(at.clock.timers).toBe(0)
    expect(at.reasons()).toEqual(['mention', 'mention', 'mention', 'mention'])
    expect(at.storage.turns.open()).toHaveLength(4)
  })
})

describe('an answer that is ready', () => {
  it('is never taken for a turn without a sign of life, however long it waits for its turn to be sent', async () => {
    await using at = await flowOf(atOnce)
    await at.calls('问题')
    at.attempts[0]?.question.takeJoined(true)
    await at.clock.advanceAsync(60 * 60_000)
    at.inbox.endIdle()
    expect(at.attempts[0]?.signal.aborted).toBe(false)
  })
})

describe('questions that still gather', () => {
  it('make room for newer ones as well, so that there never are more than may be', async () => {
    await using at = await flowOf(
      { merge: { seconds: 30, maxSeconds: 60 } },
      { inbox: { laneLength: 2, overflow: 'old' } },
    )
    for (const [index, text] of ['一', '二', '三'].entries()) await at.calls(text, `2000${index}`)
    expect(at.storage.turns.get(1)).toMatchObject({
      outcome: 'stopped',
      problem: { message: '排队的太多，让给了后面的' },
    })
    await at.clock.advanceAsync(31_000)
    await at.attempts[0]?.end()
    expect(at.begun()).toEqual(['二', '三'])
    expect(at.clock.timers).toBe(0)
  })
})

it('a disk that takes nothing ends a turn whose rest cannot be stored, and nothing else', async () => {
  await using at = await flowOf({ ...atOnce, whileRunning: 'join' })
  await at.calls('一')
  await at.calls('没赶上')
  const writable = (on: boolean) =>
    at.storage.database.prepare(`PRAGMA query_only = ${on ? 'OFF' : 'ON'}`).run()
  writable(false)
  await at.attempts[0]?.end()
  expect(at.log.lines.some((line) => line.includes('没有收下'))).toBe(true)
  writable(true)
  await at.calls('之后')
  expect(at.begun()).toEqual(['一', '之后'])
})

it('ends every turn exactly once, whatever is said, stopped, recalled, failed and let go of when', async () => {
  const kinds = [
    'call',
    'call',
    'call',
    'talk',
    'wait',
    'let go',
    'let go',
    'fail',
    'recall',
    'stop',
    'stop',
    'idle',
  ] as const
  const acts = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 9 })), {
    maxLength: 30,
  })
  const settings = fc.record({
    merge: fc.record({
      scope: fc.constantFrom('sender', 'chat'),
      seconds: fc.constantFrom(0, 1),
      maxSeconds: fc.constant(3),
      maxMessages: fc.constantFrom(2, 20),
    }),
    whileRunning: fc.constantFrom('wait', 'join', 'restart', 'restart'),
    queueMode: fc.constantFrom('wait', 'all'),
  })
  const inbox = fc.record({
    laneLength: fc.constantFrom(1, 2, 50),
    overflow: fc.constantFrom('new', 'old'),
    maxTurns: fc.constantFrom(1, 5),
    idleMinutes: fc.constant(0.1),
  })
  const property = fc.asyncProperty(
    settings,
    inbox,
    acts,
    fc.boolean(),
    async (defaults, config, chosen, quits) => {
      await using at = await flowOf(defaults, { slowToStop: true, inbox: config })
      const ends: number[] = []
      const end = at.storage.turns.end.bind(at.storage.turns)
      at.storage.turns.end = (turn) => {
        ends.push(turn.id)
        end(turn)
      }
      const over = new Set<Attempt>()
      const letGo = async (attempt: Attempt | undefined, fails = false) => {
        if (!attempt) return
        over.add(attempt)
        const { question, signal } = attempt
        if (fails) question.finish()
        else if (!signal.aborted && question.takeJoined(true).length > 0) question.takeJoined(true)
        if (!goesOnLater(signal)) at.storage.turns.end({ ...question.turn, outcome: 'replied', endedAt: 1 })
        await attempt.end()
      }
      const waiting = () => at.attempts.filter((one) => !over.has(one))
      const ids: string[] = []
      for (const [kind, which] of chosen) {
        const person = `2000${which % 2}`
        if (kind === 'call') ids.push(await at.calls(`问${ids.length}`, person))
        else if (kind === 'talk') ids.push(await at.talks(`说${ids.length}`, person))
        else if (kind === 'wait') await at.clock.advanceAsync(which * 250)
        else if (kind === 'recall') at.inbox.recalled(group, ids.at(-which) ?? 'none')
        else if (kind === 'stop')
          at.inbox.stopChat(at.storage.chats.at(group, null).id, { reason: '够了', askedBy: person })
        else if (kind === 'idle') at.inbox.endIdle()
        else await letGo(waiting()[which % Math.max(1, waiting().length)], kind === 'fail')
      }
      const closed = quits ? at.inbox.close() : null
      for (let round = 0; round < 60 && (waiting().length > 0 || round < 3); round++) {
        await letGo(waiting()[0])
        await at.clock.advanceAsync(4000)
      }
      await closed
      expect(new Set(ends).size).toBe(ends.length)
      expect(at.clock.timers).toBe(0)
      expect(at.load.value).toMatchObject({ running: 0, queued: 0 })
      const open = at.storage.turns.open()
      if (!quits) expect(open).toEqual([])
      // What the next start takes up still has its question, unless that was recalled.
      const rows = at.storage.messages.page(at.storage.chats.at(group, null).id, Number.MAX_SAFE_INTEGER, 99)
      for (const row of rows)
        expect(row.turnId === null).toBe(row.reason === 'not-addressed' || row.reason === 'lane-full')
    },
  )
  await fc.assert(property, { numRuns: 300 })
}, 120_000)
