import { describe, expect, it } from 'vitest'
import { quitting } from '../../../../src/agent/kernel/aborts.ts'
import {
  answerSchema,
  expected,
  isClearAnswer,
  readAnswer,
} from '../../../../src/agent/tools/asking/answer-schema.ts'
import { settle } from '../../../support/fake-clock.ts'
import { asking, askingRoom } from './asking-room.ts'

const never = new AbortController().signal

describe('a question of a tool', () => {
  it('S3-12: is said with its choices, waits, and brings the answer', async () => {
    await using room = await askingRoom()
    const answer = room.asking.ask(asking(), never)
    await settle()
    expect(room.said).toEqual([
      {
        userId: '20001',
        text: '要什么颜色？\n1. 红\n2. 蓝\n回复序号 1 到 2，或者照着写一个；「取消」就不问了',
      },
    ])
    const question = room.asking.questionFor(1, '20001')
    expect(room.asking.questionFor(1, '20002')).toBeNull()
    expect(room.asking.questionFor(2, '20001')).toBeNull()
    await expect(room.asking.answer(question?.id ?? '', '绿', 'panel')).rejects.toMatchObject({
      problem: { code: 'asks.unfit' },
    })
    await room.asking.answer(question?.id ?? '', '蓝', '20001')
    expect(await answer).toEqual({ kind: 'answer', value: '蓝' })
    expect(room.clock.timers).toBe(0)
  })

  it('can be cancelled, and ends when its time is over', async () => {
    await using room = await askingRoom()
    const first = room.asking.ask(asking(), never)
    await settle()
    await room.asking.answer(room.asking.questionFor(1, '20001')?.id ?? '', null, 'panel')
    expect(await first).toEqual({ kind: 'cancelled' })
    const second = room.asking.ask(asking({ text: '多大？', schema: { type: 'integer' } }), never)
    await room.clock.advanceAsync(60_000)
    expect(await second).toEqual({ kind: 'timeout' })
  })

  it('cannot be answered before it was said, and is none when it could not be said', async () => {
    const saying = Promise.withResolvers<void>()
    await using room = await askingRoom({ say: () => saying.promise })
    const answer = room.asking.ask(asking(), never)
    await settle()
    expect(room.topic.value.waiting).toHaveLength(1)
    expect(room.asking.questionFor(1, '20001')).toBeNull()
    saying.reject(new Error('offline'))
    await expect(answer).rejects.toThrow('没能在聊天里问出来')
    expect(room.topic.value.waiting).toEqual([])
  })

  it('goes on after a restart, and the same question once more is another one', async () => {
    await using room = await askingRoom()
    const turn = new AbortController()
    const before = room.asking.ask(asking(), turn.signal)
    await settle()
    turn.abort(quitting)
    await expect(before).rejects.toBe(quitting)
    await room.restart()
    await room.asking.answer(room.asking.questionFor(1, '20001')?.id ?? '', '红', '20001')
    const attempt = new AbortController().signal
    expect(await room.asking.ask(asking(), attempt)).toEqual({ kind: 'answer', value: '红' })
    expect(room.said).toHaveLength(1)
    void room.asking.ask(asking(), attempt)
    await settle()
    expect(room.said).toHaveLength(2)
  })

  it('is refused when its schema is for something that people cannot be asked', async () => {
    await using room = await askingRoom()
    for (const schema of [{ type: 'object' }, {}, { type: 'integer', enum: [1, 2] }, { enum: [] }])
      await expect(room.asking.ask(asking({ schema }), never)).rejects.toThrow('schema')
    expect(room.storage.waitings.all()).toEqual([])
  })
})

describe('an answer in words', () => {
  const read = (text: string, schema: object) => {
    const known = answerSchema(schema)
    return known && (readAnswer(text, known)?.value ?? null)
  }

  it.each([
    ['2', { enum: ['红', '蓝'] }, '蓝'],
    ['２。', { enum: ['红', '蓝'] }, '蓝'],
    ['红', { enum: ['红', '蓝'] }, '红'],
    ['2', { enum: ['3', '2', '1'] }, '2'],
    ['3', { enum: ['红', '蓝'] }, null],
    ['0', { enum: ['红', '蓝'] }, null],
    ['是的', { type: 'boolean' }, true],
    ['不', { type: 'boolean' }, false],
    ['也许', { type: 'boolean' }, null],
    ['-3.5', { type: 'number' }, -3.5],
    ['3.5', { type: 'integer' }, null],
    ['11', { type: 'integer', maximum: 10 }, null],
    ['１０', { type: 'integer', maximum: 10 }, 10],
    ['十', { type: 'number' }, null],
    [' 随便 ', { type: 'string' }, '随便'],
    ['太长了', { type: 'string', maxLength: 2 }, null],
    [' ', { type: 'string' }, null],
  ])('%j to %j is %j', (text, schema, value) => {
    expect(read(text, schema)).toBe(value)
  })

  it('is unmistakable only where not just anything fits', () => {
    expect(isClearAnswer('1', { enum: ['红'] })).toBe(true)
    expect(isClearAnswer('是', { type: 'boolean' })).toBe(true)
    expect(isClearAnswer('今天好热', { type: 'boolean' })).toBe(false)
    expect(isClearAnswer('1', { type: 'string' })).toBe(false)
  })

  it('is described', () => {
    expect(expected({ type: 'integer', minimum: 1, maximum: 10 })).toBe('回复一个整数，最小 1，最大 10')
    expect(expected({ type: 'string', minLength: 2, maxLength: 5 })).toBe(
      '回复这条消息，至少 2 个字，最多 5 个字',
    )
  })
})
