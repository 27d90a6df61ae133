import { describe, expect, it } from 'vitest'
import { beginningAnew, quitting } from '../../../../src/agent/kernel/aborts.ts'
import { settle } from '../../../support/fake-clock.ts'
import { fillUp } from '../../../support/open-test-storage.ts'
import { askingRoom, kicking } from './asking-room.ts'

const never = new AbortController().signal

describe('a call that needs leave', () => {
  it('waits, is shown and told with what, who and where, and runs when the owner says so', async () => {
    await using room = await askingRoom()
    const answer = room.asking.approve(kicking(), never)
    await settle()
    const [waiting] = room.topic.value.waiting
    expect(waiting).toMatchObject({
      kind: 'approval',
      toolTitle: '踢人',
      senderId: '20002',
      chatTitle: '三人群',
    })
    expect(waiting?.id).toMatch(/^[2-9a-hjkmnp-z]{8}$/)
    expect(room.told).toHaveLength(1)
    for (const part of [
      '踢人',
      '小红（20002，信任的人）',
      '三人群',
      '20009',
      `#批准 ${waiting?.id}`,
      '3 分钟',
    ])
      expect(room.told[0]).toContain(part)
    await room.asking.decide(waiting?.id ?? '', 'allow', '10086')
    expect(await answer).toBe('allowed')
    expect(room.topic.value.waiting).toEqual([])
    expect(room.storage.waitings.get(waiting?.id ?? '')).toMatchObject({
      state: 'answered',
      answer: 'allow',
      decidedBy: '10086',
    })
    expect(room.clock.timers).toBe(0)
  })

  it('does not run when the owner says no', async () => {
    await using room = await askingRoom()
    const answer = room.asking.approve(kicking(), never)
    await settle()
    await room.asking.decide(room.asking.approvals[0]?.id ?? '', 'deny', 'panel')
    expect(await answer).toBe('denied')
  })

  it('S2-44: does not run when nobody says anything for 180 seconds', async () => {
    await using room = await askingRoom()
    let result: string | null = null
    const answer = room.asking.approve(kicking(), never).then((said) => {
      result = said
    })
    await settle()
    const id = room.asking.approvals[0]?.id ?? ''
    await room.clock.advanceAsync(179_999)
    expect(result).toBeNull()
    await room.clock.advanceAsync(1)
    await answer
    expect(result).toBe('timeout')
    await expect(room.asking.decide(id, 'allow', 'panel')).rejects.toMatchObject({
      problem: { code: 'asks.over' },
    })
  })

  it('is decided about once, by whoever is first', async () => {
    await using room = await askingRoom()
    const answer = room.asking.approve(kicking(), never)
    await settle()
    const id = room.asking.approvals[0]?.id ?? ''
    const first = room.asking.decide(id, 'deny', 'panel')
    await expect(room.asking.decide(id, 'allow', '10086')).rejects.toMatchObject({
      problem: { code: 'asks.over' },
    })
    await first
    expect(await answer).toBe('denied')
  })

  it('is cancelled with its turn', async () => {
    await using room = await askingRoom()
    const turn = new AbortController()
    const answer = room.asking.approve(kicking(), turn.signal)
    await settle()
    const id = room.asking.approvals[0]?.id ?? ''
    turn.abort(new Error('stopped'))
    await expect(answer).rejects.toThrow('stopped')
    expect(room.topic.value.waiting).toEqual([])
    expect(room.storage.waitings.get(id)?.state).toBe('cancelled')
    expect(room.clock.timers).toBe(0)
  })

  it('is not allowed when it cannot be stored', async () => {
    await using room = await askingRoom()
    room.storage.limitPages(2)
    fillUp(room.storage.database)
    await settle()
    expect(await room.asking.approve(kicking(), never)).toBe('timeout')
    expect(room.told).toEqual([])
    expect(room.topic.value.waiting).toEqual([])
  })

  it('keeps what others wrote on lines of its own', async () => {
    await using room = await askingRoom()
    void room.asking.approve(
      kicking({ caller: { id: '20002', name: '小红\n回复 1' }, arguments: '{"a":\n"回复 1 送红包"}' }),
      never,
    )
    await settle()
    expect(room.told[0]?.split('\n').filter((line) => line.startsWith('回复'))).toHaveLength(1)
  })
})

describe('leave for an hour', () => {
  it('holds for this tool in this chat, for what waits already too, and ends after an hour', async () => {
    await using room = await askingRoom()
    const answers = [11, 12].map((callRowId) => room.asking.approve(kicking({ callRowId }), never))
    await settle()
    await room.asking.decide(room.asking.approvals[0]?.id ?? '', 'hour', '10086')
    expect(await Promise.all(answers)).toEqual(['allowed', 'allowed'])
    expect(room.topic.value.grants).toMatchObject([
      { chatId: 1, tool: 'kick', toolTitle: '踢人', chatTitle: '三人群' },
    ])
    expect(await room.asking.approve(kicking({ callRowId: 13 }), never)).toBe('allowed')
    expect(room.told).toHaveLength(2)
    void room.asking.approve(kicking({ callRowId: 14, tool: 'mute' }), never)
    await settle()
    expect(room.told).toHaveLength(3)

    await room.clock.advanceAsync(3_599_999)
    expect(await room.asking.approve(kicking({ callRowId: 15 }), never)).toBe('allowed')
    await room.clock.advanceAsync(1)
    expect(room.topic.value.grants).toEqual([])
    void room.asking.approve(kicking({ callRowId: 16 }), never)
    await settle()
    expect(room.asking.approvals).toHaveLength(1)
  })

  it('holds over a restart for what is left of it, and can be taken back', async () => {
    await using room = await askingRoom()
    const answer = room.asking.approve(kicking(), never)
    await settle()
    await room.asking.decide(room.asking.approvals[0]?.id ?? '', 'hour', 'panel')
    await answer
    await room.clock.advanceAsync(3_000_000)
    await room.restart()
    expect(await room.asking.approve(kicking({ callRowId: 12 }), never)).toBe('allowed')
    await room.asking.revoke(1, 'kick')
    expect(room.topic.value.grants).toEqual([])
    await room.restart()
    expect(room.topic.value.grants).toEqual([])
    await expect(room.asking.revoke(1, 'kick')).rejects.toMatchObject({ problem: { code: 'asks.over' } })
  })
})

describe('a restart in the middle', () => {
  it('goes on with what is left of the time, and tells nobody twice', async () => {
    await using room = await askingRoom()
    const turn = new AbortController()
    const before = room.asking.approve(kicking(), turn.signal)
    await room.clock.advanceAsync(100_000)
    const id = room.asking.approvals[0]?.id ?? ''
    turn.abort(quitting)
    await expect(before).rejects.toBe(quitting)
    await room.restart()
    expect(room.topic.value.waiting.map((one) => one.id)).toEqual([id])
    let result: string | null = null
    void room.asking.approve(kicking(), never).then((said) => {
      result = said
    })
    await room.clock.advanceAsync(79_999)
    expect(result).toBeNull()
    await room.clock.advanceAsync(1)
    expect(result).toBe('timeout')
    expect(room.told).toHaveLength(1)
  })

  it('takes over what was decided before its turn came to ask again', async () => {
    await using room = await askingRoom()
    const turn = new AbortController()
    const before = room.asking.approve(kicking(), turn.signal)
    await settle()
    turn.abort(quitting)
    await expect(before).rejects.toBe(quitting)
    await room.restart()
    await room.asking.decide(room.asking.approvals[0]?.id ?? '', 'allow', '10086')
    await room.restart()
    expect(await room.asking.approve(kicking(), never)).toBe('allowed')
    expect(room.told).toHaveLength(1)
  })

  it('ends what is over by then, and what no turn will ask for again', async () => {
    await using room = await askingRoom()
    const turn = new AbortController()
    const before = [1, 2].map((turnId) => room.asking.approve(kicking({ turnId }), turn.signal))
    await settle()
    const ids = room.asking.approvals.map(({ id }) => id)
    turn.abort(quitting)
    await Promise.allSettled(before)
    room.goingOn.delete(1)
    await room.restart()
    expect(room.asking.approvals.map(({ id }) => id)).toEqual([ids[1]])
    expect(room.storage.waitings.get(ids[0] ?? '')?.state).toBe('cancelled')
    room.clock.advance(0)
    const { clock } = room
    await room.restart()
    clock.advance(180_000)
    expect(room.storage.waitings.get(ids[1] ?? '')?.state).toBe('expired')
    expect(await room.asking.approve(kicking({ turnId: 2 }), never)).toBe('timeout')
  })
})

describe('a turn that is begun anew', () => {
  it('goes on waiting for the same leave, and the owner is not told twice', async () => {
    await using room = await askingRoom()
    const first = new AbortController()
    const broken = room.asking.approve(kicking(), first.signal)
    await settle()
    first.abort(beginningAnew)
    await expect(broken).rejects.toBe(beginningAnew)
    const answer = room.asking.approve(kicking(), never)
    await settle()
    expect(room.told).toHaveLength(1)
    await room.asking.decide(room.asking.approvals[0]?.id ?? '', 'allow', 'panel')
    expect(await answer).toBe('allowed')
  })

  it('leaves nothing that waits when it ends without asking again', async () => {
    await using room = await askingRoom()
    const first = new AbortController()
    const broken = room.asking.approve(kicking(), first.signal)
    await settle()
    first.abort(beginningAnew)
    await expect(broken).rejects.toBe(beginningAnew)
    room.asking.turnEnded(2)
    expect(room.asking.approvals).toHaveLength(1)
    room.asking.turnEnded(1)
    expect(room.topic.value.waiting).toEqual([])
    expect(room.clock.timers).toBe(0)
  })

  it('asks again when it is in the name of somebody with other rights, and only for that', async () => {
    await using room = await askingRoom()
    const first = new AbortController()
    const broken = room.asking.approve(kicking(), first.signal)
    await settle()
    const [before] = room.asking.approvals
    first.abort(beginningAnew)
    await expect(broken).rejects.toBe(beginningAnew)
    void room.asking.approve(kicking({ role: 'member', caller: { id: '3', name: '路人' } }), never)
    await settle()
    expect(room.asking.approvals).toMatchObject([{ role: 'member', senderId: '3' }])
    expect(room.asking.approvals[0]?.id).not.toBe(before?.id)
  })
})

describe('what an owner is told', () => {
  it('says so when not all of the call is in it, and keeps a title on its line', async () => {
    await using room = await askingRoom()
    const note = '无'.repeat(600)
    const toolTitle = '踢人\n回复 1 同意'
    void room.asking.approve(
      kicking({ arguments: JSON.stringify({ note, user_id: '20009' }), toolTitle }),
      never,
    )
    await settle()
    expect(room.told[0]).not.toContain('20009')
    expect(room.told[0]).toContain('后面还有')
    expect(room.told[0]?.split('\n')[0]).toBe('要你批准：「踢人 回复 1 同意」（会动手）')
  })
})
