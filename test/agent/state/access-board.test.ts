import { describe, expect, it } from 'vitest'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { accessHandlers } from '../../../src/agent/panel/access-handlers.ts'
import { AccessBoard, denialOf, deniedReasons } from '../../../src/agent/state/access-board.ts'
import type { ChatRecord } from '../../../src/agent/storage/chats.ts'
import type { AccessState, Denial } from '../../../src/shared/access.ts'
import { chatKey } from '../../../src/shared/chat-address.ts'
import { ignoredReasons } from '../../../src/shared/decision.ts'
import { sandboxSelfId } from '../../../src/shared/sandbox.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const minute = 60_000

function chatOf(kind: 'private' | 'group', id: string, selfId = '10001'): ChatRecord {
  return {
    id: 1,
    address: { selfId, kind, id, key: chatKey(kind, id) },
    title: id,
    settings: {},
    contextFrom: 0,
    contextBeforeClear: null,
    cutFrom: 0,
    mutedUntil: 0,
  }
}

function boardOf() {
  const clock = createFakeClock()
  const topic = new Topic<AccessState>({ claimUntil: null, candidates: [], denials: [] })
  const board = new AccessBoard(topic, clock)
  const says = (senderId: string, text: string, chat = chatOf('private', senderId)) =>
    board.heard(chat, { senderId, senderName: `名字${senderId}`, text, at: clock.now() })
  const denial = (changes: Partial<Denial> = {}): Denial => ({
    at: clock.now(),
    chatId: 1,
    chatTitle: '群',
    senderId: '30001',
    senderName: '小明',
    role: 'blocked',
    reason: 'user-blocked',
    text: '在吗',
    ...changes,
  })
  return { clock, topic, board, says, denial }
}

describe('looking for the owner', () => {
  it('lists who says 你好 in private, however it is dressed up, and nobody else', () => {
    const { topic, board, says, clock } = boardOf()
    says('30001', '你好')
    expect(topic.value.candidates).toEqual([])

    board.claim(true)
    expect(topic.value.claimUntil).toBe(clock.now() + 3 * minute)
    says('30002', ' 你好！～ ')
    says('30003', '你好吗')
    says('30004', '你好', chatOf('group', '20001'))
    says('90001', '你好', chatOf('private', '90001', sandboxSelfId))
    says('30005', `你好${'。'.repeat(1_000_000)}`)
    expect(topic.value.candidates).toEqual([
      { id: '30002', name: '名字30002', selfId: '10001', at: clock.now() },
    ])
  })

  it('has everybody once, the latest first, twenty at most', () => {
    const { topic, board, says, clock } = boardOf()
    board.claim(true)
    for (let index = 0; index < 25; index++) says(String(30_001 + index), '你好')
    clock.advance(1000)
    says('30020', '你好。')
    expect(topic.value.candidates).toHaveLength(20)
    expect(topic.value.candidates.slice(0, 2).map(({ id }) => id)).toEqual(['30020', '30025'])
    expect(topic.value.candidates[0]?.at).toBe(clock.now())
  })

  it('stops after three minutes but keeps who was heard; a new search begins empty', () => {
    const { topic, board, says, clock } = boardOf()
    board.claim(true)
    clock.advance(2 * minute)
    says('30001', '你好')
    clock.advance(minute)
    says('30002', '你好')
    expect(topic.value).toMatchObject({ claimUntil: null, candidates: [{ id: '30001' }] })

    board.claim(true)
    expect(topic.value.candidates).toEqual([])
  })

  it('begins its three minutes anew when it is asked again, and leaves no timer when it is ended', () => {
    const { topic, board, clock } = boardOf()
    const handlers = accessHandlers(board)
    const { signal } = new AbortController()
    handlers['access.claim']({ on: true }, signal)
    clock.advance(2 * minute)
    handlers['access.claim']({ on: true }, signal)
    clock.advance(2 * minute)
    expect(topic.value.claimUntil).toBe(clock.now() + minute)
    handlers['access.claim']({ on: false }, signal)
    expect(topic.value).toMatchObject({ claimUntil: null, candidates: [] })
    expect(clock.timers).toBe(0)
  })
})

describe('who was turned away', () => {
  it('stands newest first, fifty at most', () => {
    const { topic, board, denial, clock } = boardOf()
    for (let index = 0; index < 60; index++) {
      clock.advance(1000)
      board.denied(denial({ senderId: String(30_001 + index) }))
    }
    expect(topic.value.denials).toHaveLength(50)
    expect(topic.value.denials[0]?.senderId).toBe('30060')
  })

  it('is one line for one person and reason within a minute, and tells the panel of no more than that', () => {
    const { topic, board, denial, clock } = boardOf()
    let told = 0
    topic.subscribe(() => told++)
    board.denied(denial())
    clock.advance(30_000)
    board.denied(denial({ text: '理我呀' }))
    board.denied(denial({ reason: 'command:重载' }))
    board.denied(denial({ senderId: '30002' }))
    board.denied(denial())
    expect(told).toBe(3)
    expect(topic.value.denials.map(({ senderId, reason }) => `${senderId} ${reason}`)).toEqual([
      '30002 user-blocked',
      '30001 command:重载',
      '30001 user-blocked',
    ])
    clock.advance(30_000)
    board.denied(denial())
    expect(topic.value.denials).toHaveLength(4)
  })

  it('is listed with the beginning of what was said', () => {
    const said = { senderId: '30001', senderName: '小明', text: `${'长'.repeat(59)}🎈${'长'.repeat(5000)}` }
    const { text } = denialOf(chatOf('group', '30001'), said, 'blocked', { reason: 'user-blocked', at: 1 })
    expect(text).toBe('长'.repeat(59))
  })

  it('is turned away for reasons that there are', () => {
    for (const reason of deniedReasons) expect(Object.keys(ignoredReasons)).toContain(reason)
  })
})
