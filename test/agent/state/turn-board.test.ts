import { expect, it } from 'vitest'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { TurnBoard } from '../../../src/agent/state/turn-board.ts'
import type { TurnRecord } from '../../../src/agent/storage/turns.ts'
import type { Topics } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { chatOf, saidBy, stored } from '../../support/records.ts'

function boardOf() {
  const clock = createFakeClock()
  const turns = new Topic<Topics['turns']>({})
  const recent = new Topic<Topics['recent']>({ replies: [] })
  const board = new TurnBoard({ turns, recent }, clock)
  const begin = (id: number) => {
    const turn: TurnRecord = {
      id,
      chatId: 1,
      messageId: id,
      ended: false,
      modelCalls: [],
      reason: 'private',
      retriedBy: null,
      outcome: null,
      model: '',
      receivedAt: clock.now(),
      endedAt: null,
      problem: null,
      steps: [],
      toolCalls: [],
      reasoning: '',
    }
    board.add(turn, chatOf(), stored(id, saidBy({ text: 'x'.repeat(200) })))
    board.step(id, 'queued')
  }
  return { clock, turns, recent, board, begin, shown: () => Object.keys(turns.value).map(Number) }
}

it('shows what a turn went through and how long each part took', () => {
  const { clock, board, begin } = boardOf()
  begin(1)
  const start = clock.now()
  clock.advance(5)
  board.step(1, 'thinking')
  board.facts(1, { model: 'a/b', requestMessages: 3, requestTokens: 99 })
  clock.advance(7)
  board.step(1, 'sending', '2 条')
  clock.advance(1)
  const ended = board.end(1, 'replied', null)
  expect(ended).toMatchObject({ outcome: 'replied', model: 'a/b', requestMessages: 3, requestTokens: 99 })
  expect(ended?.question).toHaveLength(80)
  expect(ended?.steps).toEqual([
    { stage: 'queued', startedAt: start, endedAt: start + 5, note: '' },
    { stage: 'thinking', startedAt: start + 5, endedAt: start + 12, note: '' },
    { stage: 'sending', startedAt: start + 12, endedAt: start + 13, note: '2 条' },
  ])
})

it('shows until when a turn waits for more, and how much has come', () => {
  const { clock, board, turns, begin } = boardOf()
  begin(1)
  const until = clock.now() + 2000
  board.gather(1, until - 500)
  board.gather(1, until)
  board.facts(1, { messageCount: 2 })
  expect(turns.value['1']).toMatchObject({ mergeUntil: until, messageCount: 2 })
  expect(turns.value['1']?.steps.map(({ stage }) => stage)).toEqual(['queued', 'merging'])
  board.step(1, 'thinking')
  expect(turns.value['1']?.mergeUntil).toBeNull()
})

it('keeps ended turns for ten minutes and running ones for as long as they run', () => {
  const { clock, board, begin, shown } = boardOf()
  begin(1)
  begin(2)
  board.end(1, 'replied', null)
  clock.advance(10 * 60_000)
  begin(3)
  board.end(3, 'replied', null)
  expect(shown()).toEqual([2, 3])
})

it('keeps no more than two hundred ended turns', () => {
  const { board, begin, shown } = boardOf()
  for (let id = 1; id <= 250; id++) {
    begin(id)
    board.end(id, 'silent', null)
  }
  expect(shown()).toHaveLength(200)
  expect(Math.min(...shown())).toBe(51)
})

it('takes no notice of a turn it does not know', () => {
  const { board, shown } = boardOf()
  board.step(9, 'thinking')
  expect(board.end(9, 'stopped', null)).toBeNull()
  expect(shown()).toEqual([])
})

it('keeps the last ten replies, newest first', () => {
  const { board, recent } = boardOf()
  const reply = { chatId: 1, chatTitle: '', at: 0, question: '', reply: '', model: '', tokens: 0, cost: 0 }
  for (let turnId = 1; turnId <= 12; turnId++) board.addReply({ ...reply, turnId })
  expect(recent.value.replies.map(({ turnId }) => turnId)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
})
