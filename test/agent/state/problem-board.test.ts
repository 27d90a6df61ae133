import { expect, it } from 'vitest'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { ProblemBoard } from '../../../src/agent/state/problem-board.ts'
import type { ProblemsState } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createSilentLog } from '../../support/silent-log.ts'

const full = { code: 'storage.full', message: '磁盘满了', hint: '清出一些空间' }

function boardOf() {
  const clock = createFakeClock()
  const topic = new Topic<ProblemsState>({})
  const log = createSilentLog()
  return { clock, topic, log, board: new ProblemBoard(topic, clock, log) }
}

it('shows a problem since it began, and logs it once', () => {
  const { clock, topic, log, board } = boardOf()
  const since = clock.now()
  board.set('storage', full, { page: '/settings' })
  clock.advance(1000)
  board.set('storage', { ...full })
  expect(topic.value.storage).toEqual({ ...full, severity: 'error', since, page: '/settings' })
  expect(log.lines).toHaveLength(1)
})

it('shows what became of it, and takes it away when it is over', () => {
  const { topic, log, board } = boardOf()
  board.set('storage', full)
  board.set('storage', { ...full, code: 'storage.failed', message: '读写磁盘出错' })
  expect(topic.value.storage?.message).toBe('读写磁盘出错')
  board.set('storage', null)
  board.set('storage', null)
  expect(topic.value).toEqual({})
  expect(log.lines.map((line) => line.split(' ')[0])).toEqual([
    '磁盘满了',
    '读写磁盘出错',
    '恢复正常：读写磁盘出错',
  ])
})
