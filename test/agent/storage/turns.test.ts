import { expect, it } from 'vitest'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'

async function turnsOf() {
  const storage = await openTestStorage()
  const chatId = storage.chats.at(addressOf(), '小明').id
  const messageId = storage.messages.insert(saidBy({ chatId })).id
  const begin = () => storage.turns.insert({ chatId, messageId, reason: 'private', receivedAt: 1 })
  return { storage, begin }
}

it('keeps a turn from its queue to its end', async () => {
  const { storage, begin } = await turnsOf()
  await using _ = storage
  const turn = begin()
  expect(storage.turns.get(turn.id)).toEqual(turn)
  const ended = {
    ...turn,
    ended: true,
    model: 'local/qwen',
    outcome: 'failed' as const,
    endedAt: 9,
    problem: { code: 'model.server', message: '坏了', hint: '' },
    steps: [{ stage: 'thinking' as const, startedAt: 1, endedAt: 9, note: '' }],
    toolCalls: [{ name: 'look', arguments: '{}', result: '看到', ms: 3, failed: false }],
    reasoning: '想想',
  }
  storage.turns.end(ended)
  expect(storage.turns.get(turn.id)).toEqual(ended)
})

it('lists what is under way, oldest first, and forgets what has ended', async () => {
  const { storage, begin } = await turnsOf()
  await using _ = storage
  const [first, second, third] = [begin(), begin(), begin()]
  storage.turns.end({ ...first, outcome: 'replied', endedAt: 2 })
  expect(storage.turns.open().map(({ id }) => id)).toEqual([second.id, third.id])
})

it('finds the last ones, newest first', async () => {
  const { storage, begin } = await turnsOf()
  await using _ = storage
  const [first, second, third] = [begin(), begin(), begin()]
  expect(storage.turns.newest(2).map(({ id }) => id)).toEqual([third.id, second.id])
  expect(storage.turns.newest(9).at(-1)?.id).toBe(first.id)
})

it('counts the replies since a moment', async () => {
  const { storage, begin } = await turnsOf()
  await using _ = storage
  const [chat, message] = [begin().chatId, begin().messageId]
  for (const [receivedAt, outcome] of [
    [1, 'replied'],
    [5, 'failed'],
    [6, 'replied'],
    [7, 'replied'],
  ] as const) {
    const turn = storage.turns.insert({ chatId: chat, messageId: message, reason: 'private', receivedAt })
    storage.turns.end({ ...turn, outcome, endedAt: receivedAt })
  }
  expect(storage.turns.repliesSince(5)).toBe(2)
  expect(storage.turns.repliesSince(8)).toBe(0)
  expect(storage.turns.repliesSince(5, chat)).toBe(2)
  expect(storage.turns.repliesSince(5, chat + 1)).toBe(0)
})

it('finds the newest of a chat that has ended', async () => {
  const { storage, begin } = await turnsOf()
  await using _ = storage
  const [first, second] = [begin(), begin()]
  expect(storage.turns.newestEnded(first.chatId)).toBeNull()
  storage.turns.end({ ...second, outcome: 'silent', endedAt: 2 })
  storage.turns.end({ ...first, outcome: 'replied', endedAt: 3 })
  begin()
  expect(storage.turns.newestEnded(first.chatId)?.id).toBe(second.id)
  expect(storage.turns.newestEnded(first.chatId + 1)).toBeNull()
})

it('forgets what it would have gone on with when it ends, however it does', async () => {
  const { storage, begin } = await turnsOf()
  await using _ = storage
  const turn = begin()
  storage.toolCalls.addRound(turn.id, 0, { content: '', reasoning: '', calls: '[]' })
  expect(storage.toolCalls.rounds(turn.id)).toHaveLength(1)
  storage.turns.end({ ...turn, outcome: 'stopped', endedAt: 1 })
  expect(storage.toolCalls.rounds(turn.id)).toEqual([])
})
