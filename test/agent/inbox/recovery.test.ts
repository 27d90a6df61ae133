import { describe, expect, it } from 'vitest'
import { recover } from '../../../src/agent/inbox/recovery.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import type { Delivery } from '../../../src/agent/storage/messages.ts'
import type { MissedItem } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, answeredWith, saidBy } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'

const minute = 60_000

/** A store as a process left it that died, and what the next start makes of it. */
async function afterCrash() {
  const storage = await openTestStorage()
  const clock = createFakeClock()
  const chat = storage.chats.at(addressOf(), '小明')
  /** A question asked so long ago, whose turn did not end. */
  const asked = (text: string, ago = minute) => {
    const at = clock.now() - ago
    const question = storage.messages.insert(saidBy({ chatId: chat.id, text, at }))
    const turn = storage.turns.insert({
      chatId: chat.id,
      messageId: question.id,
      reason: 'private',
      receivedAt: at,
    })
    storage.messages.setTurn(question.id, turn.id, 'private')
    const answered = (answer: string, delivery: Delivery, kind: 'said' | 'notice' = 'said') =>
      storage.messages.insert(
        answeredWith(answer, { chatId: chat.id, anchor: question.anchor, turnId: turn.id, delivery, kind }),
      )
    return { question, turn, answered }
  }
  const start = (options: { paused?: boolean } = {}) => {
    const missed = new Topic<Record<string, MissedItem>>({})
    const resumed: string[] = []
    recover({
      storage,
      missed,
      clock,
      log: createSilentLog(),
      resumeMs: 10 * minute,
      paused: options.paused ?? false,
      resume: (_turn, _chat, messages, unsent) =>
        void resumed.push(
          [messages.map(({ text }) => text).join('+'), ...unsent.map(({ text }) => text)].join(' → '),
        ),
    })
    return { resumed, missed: Object.values(missed.value).map(({ kind, text }) => `${kind} ${text}`) }
  }
  return { storage, asked, start, [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose]() }
}

describe('a young turn', () => {
  it('runs again when it had no answer yet, oldest first', async () => {
    await using at = await afterCrash()
    at.asked('一', 3 * minute)
    at.asked('二')
    expect(at.start()).toEqual({ resumed: ['一', '二'], missed: [] })
    expect(at.storage.turns.open()).toHaveLength(2)
  })

  it('goes on sending what was certainly not tried, and never what may have been sent', async () => {
    await using at = await afterCrash()
    const { answered } = at.asked('一')
    answered('甲', 'sent')
    const sending = answered('乙', 'sending')
    answered('丙', 'waiting')
    expect(at.start()).toEqual({ resumed: ['一 → 丙'], missed: ['unknown-send 乙'] })
    expect(at.storage.messages.get(sending.id)).toMatchObject({ delivery: 'unknown' })
  })

  it('runs again when only an apology was on its way', async () => {
    await using at = await afterCrash()
    const { answered } = at.asked('一')
    const apology = answered('走神了', 'waiting', 'notice')
    expect(at.start().resumed).toEqual(['一'])
    expect(at.storage.messages.get(apology.id)).toMatchObject({ delivery: 'failed' })
  })

  it('is over when all of its answer was sent', async () => {
    await using at = await afterCrash()
    const { turn, answered } = at.asked('一')
    answered('甲', 'sent')
    expect(at.start()).toEqual({ resumed: [], missed: [] })
    const ended = {
      ended: true,
      outcome: 'replied',
      problem: { hint: '可能没有说完；要重新回答，点「重答」' },
    }
    expect(at.storage.turns.get(turn.id)).toMatchObject(ended)
  })

  it('does not answer what was taken back meanwhile', async () => {
    await using at = await afterCrash()
    const { question, turn } = at.asked('一')
    at.storage.messages.setRecalled(question.id)
    expect(at.start().resumed).toEqual([])
    expect(at.storage.turns.get(turn.id)?.ended).toBe(true)
  })
})

describe('a turn that is too old, or found paused', () => {
  it('is listed as missed', async () => {
    await using at = await afterCrash()
    const { turn } = at.asked('一', 11 * minute)
    expect(at.start()).toEqual({ resumed: [], missed: ['unanswered 一'] })
    expect(at.storage.turns.get(turn.id)).toMatchObject({
      outcome: 'stopped',
      problem: { code: 'turn.interrupted' },
    })
    await using other = await afterCrash()
    other.asked('二')
    expect(other.start({ paused: true })).toEqual({ resumed: [], missed: ['unanswered 二'] })
  })

  it('is listed by what is left of it, and not at all when nothing is', async () => {
    await using at = await afterCrash()
    const { question, turn } = at.asked('说错了', 11 * minute)
    at.storage.messages.setRecalled(question.id)
    expect(at.start()).toEqual({ resumed: [], missed: [] })
    const burst = at.asked('也说错了', 11 * minute)
    const rest = at.storage.messages.insert(saidBy({ chatId: turn.chatId, text: '这才是问题' }))
    at.storage.messages.setTurn(rest.id, burst.turn.id, 'private')
    at.storage.messages.setRecalled(burst.question.id)
    expect(at.start()).toEqual({ resumed: [], missed: ['unanswered 这才是问题'] })
  })

  it('sends nothing late', async () => {
    await using at = await afterCrash()
    const { answered } = at.asked('一', 11 * minute)
    answered('甲', 'sent')
    const waiting = answered('乙', 'waiting')
    expect(at.start().resumed).toEqual([])
    expect(at.storage.messages.get(waiting.id)).toMatchObject({ delivery: 'failed' })
  })
})

it('lists a missed thing at every start until somebody deals with it, and acts on nothing twice', async () => {
  await using at = await afterCrash()
  at.asked('一', 11 * minute)
  const { answered } = at.asked('二')
  answered('乙', 'sending')
  const first = at.start()
  expect(first.missed).toEqual(['unanswered 一', 'unknown-send 乙'])
  expect(at.start()).toEqual({ resumed: [], missed: first.missed })
})

it('does not send what a command wanted to say before the stop', async () => {
  await using at = await afterCrash()
  const chatId = at.storage.chats.at(addressOf(), null).id
  const reply = at.storage.messages.insert(
    answeredWith('可用指令', { chatId, kind: 'command', delivery: 'waiting' }),
  )
  expect(at.start()).toEqual({ resumed: [], missed: [] })
  expect(at.storage.messages.get(reply.id)).toMatchObject({ delivery: 'failed' })
})
