import { describe, expect, it } from 'vitest'
import { type RemindersParts, startReminders } from '../../../src/agent/conversation/reminders.ts'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import type { Reminder } from '../../../src/shared/tools.ts'
import { createFakeClock, settle } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'
import { waitFor } from '../../support/wait-for.ts'

const minute = 60_000

/** Reminders over real tables, that can be started again. */
async function reminding() {
  const storage = await openTestStorage()
  const clock = createFakeClock()
  const log = createSilentLog()
  const chat = storage.chats.at(addressOf('group', '30001'), '三人群')
  const said: string[] = []
  const sayings: string[] = []
  let paused = false
  let saying: RemindersParts['say'] = async (chatId, userId, text) => {
    const states = storage.other.prepare('SELECT state FROM reminders').pluck()
    sayings.push(states.all().join())
    said.push(`${chatId} ${userId} ${text}`)
  }
  const begin = () => {
    const life = new Lifetime()
    const topic = new Topic<Record<string, Reminder>>({})
    const reminders = startReminders(life, {
      storage,
      clock,
      log,
      topic,
      paused: () => paused,
      say: (...what) => saying(...what),
    })
    return { life, topic, reminders }
  }
  let now = begin()
  return {
    storage,
    clock,
    log,
    said,
    /** Stored states while something was being said, as another process sees them. */
    sayings,
    get topic() {
      return now.topic.value
    },
    get reminders() {
      return now.reminders
    },
    adds: (minutes: number, text = '喝水', userId = '20001') =>
      now.reminders.add({
        chatId: chat.id,
        userId,
        userName: '小明',
        at: clock.now() + minutes * minute,
        text,
      }),
    states: () => storage.other.prepare('SELECT state FROM reminders ORDER BY id').pluck().all(),
    pause: (on: boolean) => {
      paused = on
      now.reminders.review()
    },
    saysBy: (say: RemindersParts['say']) => {
      saying = say
    },
    stop: () => now.life.dispose(),
    start: () => {
      now = begin()
    },
    [Symbol.asyncDispose]: async () => {
      await now.life.dispose()
      await storage[Symbol.asyncDispose]()
    },
  }
}

describe('a reminder', () => {
  it('is said once, in time, and is marked on the disk before it is tried', async () => {
    await using at = await reminding()
    const { id } = await at.adds(90)
    expect(at.topic[id]).toMatchObject({ chatTitle: '三人群', userName: '小明', text: '喝水' })
    await at.clock.advanceAsync(90 * minute - 1)
    expect(at.said).toEqual([])
    await at.clock.advanceAsync(1)
    await waitFor('it to be said', () => at.said.length > 0)
    expect(at.said).toEqual(['1 20001 提醒：喝水'])
    expect(at.sayings).toEqual(['saying'])
    await settle()
    expect(at.topic).toEqual({})
    await at.clock.advanceAsync(5 * minute)
    expect(at.said).toHaveLength(1)
    expect(at.states()).toEqual(['said'])
    expect(at.clock.timers).toBe(0)
  })

  it('waits over a stop, and says how late it is', async () => {
    await using at = await reminding()
    await at.adds(1)
    await at.adds(1000, '起床')
    await at.stop()
    await at.clock.advanceAsync(11 * minute)
    expect(at.said).toEqual([])
    at.start()
    await waitFor('it to be said', () => at.said.length > 0)
    expect(at.said).toEqual(['1 20001 提醒：喝水（迟了 10 分钟）'])
    expect(Object.keys(at.topic)).toHaveLength(1)
  })

  it('is dropped when it is more than a day late', async () => {
    await using at = await reminding()
    await at.adds(1)
    await at.stop()
    await at.clock.advanceAsync(24 * 60 * minute + 2 * minute)
    at.start()
    await settle(10)
    expect(at.said).toEqual([])
    expect(at.states()).toEqual(['dropped'])
    expect(at.log.lines.join()).toContain('迟了一天多')
  })

  it('is never said again when the program died while it was said', async () => {
    await using at = await reminding()
    const { id } = await at.adds(1)
    await at.stop()
    at.storage.reminders.settle(id, 'saying')
    await at.storage.database.committed()
    await at.clock.advanceAsync(2 * minute)
    at.start()
    await settle(10)
    expect(at.said).toEqual([])
    expect(at.states()).toEqual(['unknown'])
  })

  it('is tried again each minute while it certainly was not said, up to a day', async () => {
    await using at = await reminding()
    let tries = 0
    at.saysBy(async () => {
      tries++
      throw new Error('offline')
    })
    await at.adds(1)
    for (let minutes = 1; minutes <= 4; minutes++) {
      await at.clock.advanceAsync(minute)
      await waitFor('a try', () => tries === minutes)
      await settle()
    }
    await at.clock.advanceAsync(minute - 1)
    expect(tries).toBe(4)
    expect(at.states()).toEqual(['waiting'])
    expect(at.log.lines.filter((line) => line.includes('过会儿再试'))).toHaveLength(1)
    at.saysBy(async (_chat, _user, text) => void at.said.push(text))
    await at.clock.advanceAsync(1)
    await waitFor('it to be said', () => at.said.length > 0)
    expect(at.said).toEqual(['提醒：喝水（迟了 4 分钟）'])
  })

  it('is tried more and more seldom when QQ does not take it', async () => {
    await using at = await reminding()
    let tries = 0
    at.saysBy(async () => {
      tries++
      throw new ProblemError({ code: 'onebot.refused', message: '群里禁言了', hint: '' })
    })
    await at.adds(1)
    for (let minutes = 1; minutes <= 10; minutes++) {
      await at.clock.advanceAsync(minute)
      await settle(20)
      // The disk has a say in it.
      await at.storage.database.durable()
      await settle(20)
    }
    // After 1, 2, 4 and 8 minutes.
    expect(tries).toBe(4)
    expect(at.states()).toEqual(['waiting'])
  })

  it('waits while the bot is paused', async () => {
    await using at = await reminding()
    at.pause(true)
    await at.adds(1)
    await at.clock.advanceAsync(5 * minute)
    expect(at.said).toEqual([])
    at.pause(false)
    await waitFor('it to be said', () => at.said.length > 0)
    expect(at.said).toEqual(['1 20001 提醒：喝水（迟了 4 分钟）'])
  })

  it('can be cancelled until it is said, and only once', async () => {
    await using at = await reminding()
    const { id } = await at.adds(1)
    await at.reminders.cancel(id)
    expect(at.topic).toEqual({})
    await at.clock.advanceAsync(2 * minute)
    expect(at.said).toEqual([])
    expect(at.states()).toEqual(['cancelled'])
    await expect(at.reminders.cancel(id)).rejects.toMatchObject({ problem: { code: 'reminders.over' } })
  })

  it('is one of twenty of a person in a chat, also when they come all at once', async () => {
    await using at = await reminding()
    const made = await Promise.allSettled(Array.from({ length: 21 }, () => at.adds(10)))
    expect(made.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1)
    expect(made[20]).toMatchObject({ reason: { problem: { code: 'reminders.full' } } })
    await at.adds(10, '喝水', '20002')
    expect(Object.keys(at.topic)).toHaveLength(21)
  })
})
