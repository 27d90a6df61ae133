import { describe, expect, it } from 'vitest'
import { settle } from '../../support/fake-clock.ts'
import { flowOf, group } from './flowing.ts'

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
    expect(at.inbox.stopChat(stop?.chatId ?? 0, '20001', stop?.id)).toBe(1)
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
