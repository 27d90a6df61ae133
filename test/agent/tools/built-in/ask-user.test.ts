import { expect, it } from 'vitest'
import { askTool } from '../../../../src/agent/tools/built-in/ask-user.ts'
import type { Answered, Asked } from '../../../../src/agent/tools/tool-context.ts'
import { acting, saysNo } from '../../conversation/acting.ts'
import { call, fits } from './calling.ts'

async function ask(input: object, answered: Answered) {
  const asked: Asked[] = []
  const at = await acting()
  const context = {
    ...at.context,
    ask: async (question: Asked) => {
      asked.push(question)
      return answered
    },
  }
  return { asked, run: call([askTool], 'ask_user', input, context) }
}

const answer = (value: unknown): Answered => ({ kind: 'answer', value })

it.each([
  ['a text', {}, { type: 'string' }, '红的', '红的'],
  ['a number', { kind: 'number' }, { type: 'number' }, 3, '3'],
  ['yes', { kind: 'yes_no' }, { type: 'boolean' }, true, '是'],
  ['no', { kind: 'yes_no' }, { type: 'boolean' }, false, '否'],
  ['one of several', { choices: ['红', '蓝'] }, { type: 'string', enum: ['红', '蓝'] }, '蓝', '蓝'],
])('asks for %s, and returns what was answered', async (_what, input, schema, value, said) => {
  const { asked, run } = await ask({ text: '哪个？', ...input }, answer(value))
  expect(await run).toBe(said)
  expect(asked).toEqual([{ text: '哪个？', schema, timeoutMs: 300_000 }])
})

it('says when nobody wanted to answer, or did in time', async () => {
  expect(await (await ask({ text: '？' }, { kind: 'cancelled' })).run).toBe('他不想回答')
  const { asked, run } = await ask({ text: '？', minutes: 15 }, { kind: 'timeout' })
  expect(await run).toBe('等了 15 分钟没有回答')
  expect(asked[0]?.timeoutMs).toBe(900_000)
})

it('asks nothing that cannot be answered, and waits for no longer than a quarter of an hour', async () => {
  for (const input of [{ text: ' ' }, { text: '？', choices: ['一'] }, { text: '？', minutes: 16 }]) {
    expect(fits([askTool], 'ask_user', input)).toBe(false)
  }
  const { asked, run } = await ask({ text: '？', choices: ['一', '一'] }, answer('一'))
  expect(await saysNo(run)).toMatch(/一样/)
  expect(asked).toEqual([])
  // A person is waited for, not a network.
  expect(askTool.timeoutMs).toBeNull()
})
