import { expect, it } from 'vitest'
import { Ledger } from '../../bench/ledger.ts'

function enter(ledger: Ledger, chat: string, expected = true): string {
  return ledger.enter(chat, { at: 0, expected })
}

it('counts a message without a reply as lost', () => {
  const ledger = new Ledger()
  enter(ledger, 'p1')
  ledger.replied({ chat: 'p1', text: enter(ledger, 'p1'), at: 5 })
  expect(ledger.count(1)).toMatchObject({ expected: 2, answered: 1, lost: 1, doubled: 0 })
})

it('counts every reply after the first as doubled', () => {
  const ledger = new Ledger()
  const text = enter(ledger, 'p1')
  for (const at of [1, 2, 3]) ledger.replied({ chat: 'p1', text, at })
  expect(ledger.count(1)).toMatchObject({ answered: 1, doubled: 2 })
})

it('counts replies that overtake each other within a chat, but not across chats', () => {
  const ledger = new Ledger()
  const [first, elsewhere, second] = [enter(ledger, 'p1'), enter(ledger, 'p2'), enter(ledger, 'p1')]
  ledger.replied({ chat: 'p1', text: second, at: 1 })
  ledger.replied({ chat: 'p2', text: elsewhere, at: 2 })
  expect(ledger.count(1).inversions).toBe(0)
  ledger.replied({ chat: 'p1', text: first, at: 3 })
  expect(ledger.count(1).inversions).toBe(1)
})

it('tells apart replies in the wrong chat, to what nobody asked, and to nothing at all', () => {
  const ledger = new Ledger()
  ledger.replied({ chat: 'p2', text: enter(ledger, 'p1'), at: 1 })
  ledger.replied({ chat: 'g1', text: enter(ledger, 'g1', false), at: 2 })
  ledger.replied({ chat: 'p1', text: '我这会儿有点走神', at: 3 })
  expect(ledger.count(1)).toMatchObject({ misrouted: 1, unwanted: 1, nameless: 1, lost: 0 })
})

it('counts from a mark on, so that what came before the clock does not matter', () => {
  const ledger = new Ledger()
  enter(ledger, 'p1')
  const from = ledger.next
  ledger.replied({ chat: 'p1', text: ledger.enter('p1', { at: 10, expected: true }), at: 14 })
  expect(ledger.count(from)).toMatchObject({ expected: 1, answered: 1, lost: 0 })
  expect(ledger.latencies(from)).toEqual([4])
})

it('is drained as soon as the last message from a mark on is answered, whatever stayed open before', async () => {
  const ledger = new Ledger()
  enter(ledger, 'p1')
  const from = ledger.next
  const text = enter(ledger, 'p1')
  const drained = ledger.drained(from, 60_000)
  ledger.replied({ chat: 'p1', text, at: 1 })
  await drained
  expect(ledger.count(from).lost).toBe(0)
})

it('waits for the reply to one message, whatever else is answered or stays open', async () => {
  const ledger = new Ledger()
  const [first, second] = [enter(ledger, 'p1'), enter(ledger, 'p2')]
  enter(ledger, 'p3')
  let isHere = false
  const answered = ledger.answered(2, 60_000).then(() => {
    isHere = true
  })
  ledger.replied({ chat: 'p1', text: first, at: 1 })
  await Promise.resolve()
  expect(isHere).toBe(false)
  ledger.replied({ chat: 'p2', text: second, at: 2 })
  await answered
  await ledger.answered(2, 60_000)
})

it('gives up on a message that nobody answers', async () => {
  const ledger = new Ledger()
  enter(ledger, 'p1')
  await ledger.answered(1, 1)
  expect(ledger.count(1).lost).toBe(1)
})
