import { describe, expect, it } from 'vitest'
import type { ModelAnswer } from '../../../src/agent/conversation/model-call.ts'
import { runTurnLoop } from '../../../src/agent/conversation/turn-loop.ts'
import type { ModelRequest, ToolCall } from '../../../src/agent/models/chat-model.ts'
import { settle } from '../../support/fake-clock.ts'
import { problemOf } from '../../support/model-calls.ts'

const tool = { name: 'look', description: '看看', parameters: {} }
const says = (text: string, reasoning = ''): ModelAnswer => ({ text, reasoning, toolCalls: [] })
const callsFor = (...calls: [id: string, args: string][]): ModelAnswer => ({
  text: '',
  reasoning: '',
  toolCalls: calls.map(([id, args]) => ({ id, name: 'look', arguments: args })),
})

/** A model that gives these answers, one a request, the last one again and again. */
function loopOf(
  answers: ModelAnswer[],
  runTool?: (call: ToolCall) => Promise<string>,
  earlier: readonly ModelAnswer[] = [],
) {
  const kept: [round: number, answer: ModelAnswer][] = []
  const requests: ModelRequest[] = []
  /** What is said while the model works, before its next step. */
  const joining: { atRequest: number; text: string }[] = []
  const controller = new AbortController()
  const run = (tools = [tool]) =>
    runTurnLoop({
      messages: [{ role: 'user', content: '问' }],
      tools,
      temperature: null,
      maxOutputTokens: null,
      signal: controller.signal,
      ask: async (request) => {
        requests.push({ ...request, messages: [...request.messages] })
        return answers[requests.length - 1] ?? answers.at(-1) ?? says('')
      },
      joined: async () => {
        const due = joining.filter(({ atRequest }) => atRequest <= requests.length)
        for (const line of due) joining.splice(joining.indexOf(line), 1)
        return due.map(({ text }) => ({ role: 'user' as const, content: text }))
      },
      maxRounds: 10,
      earlier,
      keep: (round, answer) => void kept.push([round, answer]),
      runTools: (_round, calls) =>
        Promise.all(
          calls.map(async (call) => ({
            record: {
              name: call.name,
              arguments: call.arguments,
              result: (await runTool?.(call)) ?? `看到${call.arguments}`,
              ms: 1,
              failed: false,
            },
            pictures: [],
          })),
        ),
    })
  return { run, requests, controller, joining, kept }
}

describe('a turn', () => {
  it('is over with the first answer that asks for no tool', async () => {
    const { run, requests } = loopOf([says('你好')])
    expect(await run()).toEqual({ text: '你好', thinking: '', toolCalls: [] })
    expect(requests).toHaveLength(1)
  })

  it('sends what it should be and leaves out what the vendor decides', async () => {
    const { requests, run } = loopOf([says('你好')])
    await run()
    expect(requests[0]).toEqual({ messages: [{ role: 'user', content: '问' }], tools: [tool] })
  })

  it('shows the model what was said meanwhile, behind the results of its tools', async () => {
    const { run, requests, joining } = loopOf([callsFor(['c1', '{}']), says('好了')])
    joining.push({ atRequest: 1, text: '补一句' })
    expect((await run()).text).toBe('好了')
    expect(requests[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user'])
  })

  it('thinks again when something was said before its answer was out, and gives the new answer', async () => {
    const { run, requests, joining } = loopOf([says('旧的'), says('新的')])
    joining.push({ atRequest: 1, text: '等等，我说错了' })
    expect((await run()).text).toBe('新的')
    expect(requests[1]?.messages.map(({ content }) => content)).toEqual(['问', '等等，我说错了'])
  })

  it('keeps its rounds of tools under numbers without gaps, also when it had to think again between them', async () => {
    const { run, joining, kept } = loopOf([
      callsFor(['c1', '1']),
      says('旧的'),
      callsFor(['c2', '2']),
      says('好了'),
    ])
    joining.push({ atRequest: 2, text: '等等' })
    expect((await run()).text).toBe('好了')
    expect(kept.map(([round, { toolCalls }]) => [round, toolCalls[0]?.id])).toEqual([
      [0, 'c1'],
      [1, 'c2'],
    ])
  })

  it('gives tool results back in the order of the calls, whichever is ready first', async () => {
    const { run, requests } = loopOf(
      [callsFor(['c1', '"慢"'], ['c2', '"快"']), says('好了')],
      async ({ arguments: what }) => {
        if (what === '"慢"') await settle(3)
        return `看到${what}`
      },
    )
    const answer = await run()
    expect(requests[1]?.messages.slice(1)).toEqual([
      { role: 'assistant', content: '', toolCalls: callsFor(['c1', '"慢"'], ['c2', '"快"']).toolCalls },
      { role: 'tool', callId: 'c1', content: '看到"慢"' },
      { role: 'tool', callId: 'c2', content: '看到"快"' },
    ])
    expect(answer.toolCalls.map(({ result }) => result)).toEqual(['看到"慢"', '看到"快"'])
  })

  it('runs the tools of one round side by side', async () => {
    let running = 0
    let most = 0
    const { run } = loopOf([callsFor(['c1', '1'], ['c2', '2']), says('好了')], async () => {
      most = Math.max(most, ++running)
      await settle(1)
      running--
      return ''
    })
    await run()
    expect(most).toBe(2)
  })

  it('keeps thinking out of the answer and out of what the model is told of its own words', async () => {
    const first = { ...callsFor(['c1', '1']), text: '<think>要看看</think>我看看', reasoning: '先想' }
    const { run, requests } = loopOf([first, says('<think>有了</think>看到了')])
    expect(await run()).toMatchObject({ text: '看到了', thinking: '先想\n\n要看看\n\n有了' })
    expect(requests[1]?.messages[1]).toMatchObject({ content: '我看看' })
  })

  it('is silent when the answer is empty or nothing but thinking', async () => {
    expect((await loopOf([says('')]).run()).text).toBe('')
    expect((await loopOf([says('<think>不说')]).run()).text).toBe('')
  })
})

describe('a model that only wants tools', () => {
  it('D0-07 gets ten rounds of them and is then asked for an answer without', async () => {
    const rounds = Array.from({ length: 10 }, (_, round) => callsFor([`c${round}`, `${round}`]))
    const { run, requests } = loopOf([...rounds, says('够了')])
    expect((await run()).text).toBe('够了')
    expect(requests.map(({ tools }) => tools.length)).toEqual([...Array(10).fill(1), 0])
  })

  it('is asked for an answer without tools once the very same call came three times', async () => {
    const { run, requests } = loopOf([
      callsFor(['c1', '1']),
      callsFor(['c2', '1']),
      callsFor(['c3', '1']),
      says('够了'),
    ])
    expect((await run()).text).toBe('够了')
    expect(requests.map(({ tools }) => tools.length)).toEqual([1, 1, 1, 0])
  })

  it('fails with a problem when it still says nothing', async () => {
    expect((await problemOf(loopOf([callsFor(['c', '1'])]).run())).code).toBe('turn.rounds')
  })

  it('is not said to have used tools it was never offered', async () => {
    const problem = await problemOf(loopOf([callsFor(['c', '1'])]).run([]))
    expect(problem.code).toBe('turn.rounds')
    expect(problem.message).not.toMatch(/\d+ 轮/)
  })

  it('is quoted with what it said beside the call it may not make', async () => {
    const { run } = loopOf([{ ...callsFor(['c', '1']), text: '我猜是三点' }])
    expect((await run([])).text).toBe('我猜是三点')
  })
})

it('stops between two requests when it was stopped', async () => {
  const { run, requests, controller } = loopOf([callsFor(['c', '1']), says('晚了')], async () => {
    controller.abort('够了')
    return ''
  })
  await expect(run()).rejects.toBe('够了')
  expect(requests).toHaveLength(1)
})

describe('an attempt that was broken off', () => {
  it('goes on behind what its calls came to, without asking the model for them again', async () => {
    const { run, requests, kept } = loopOf([says('都好了')], undefined, [callsFor(['c1', '{"a":1}'])])
    const answer = await run()
    expect(requests).toHaveLength(1)
    expect(requests[0]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool'])
    expect(answer).toMatchObject({ text: '都好了', toolCalls: [{ name: 'look', arguments: '{"a":1}' }] })
    expect(kept).toEqual([])
  })

  it('keeps each round before its calls run, counted on from those before', async () => {
    const later = callsFor(['c2', '{}'])
    const { run, kept } = loopOf([later, says('好')], undefined, [callsFor(['c1', '{}'])])
    await run()
    expect(kept).toEqual([[1, later]])
  })
})

it('D0-07: lets model and tools talk for as many rounds as are allowed, and then answers from what was found', async () => {
  const many = Array.from({ length: 12 }, (_, index) => callsFor([`c${index}`, `{"n":${index}}`]))
  const { run, requests } = loopOf([...many.slice(0, 10), says('查到这些')])
  expect((await run()).text).toBe('查到这些')
  expect(requests.map(({ tools }) => tools.length)).toEqual([...Array(10).fill(1), 0])
})

it('makes the very same call of one answer three times at most, and 64 calls in all', async () => {
  const same = callsFor(['a', '{}'], ['b', '{}'], ['c', '{}'], ['d', '{}'])
  const many = callsFor(...Array.from({ length: 80 }, (_, n): [string, string] => [`m${n}`, `{"n":${n}}`]))
  const first = loopOf([same, says('好')])
  expect((await first.run()).toolCalls).toHaveLength(3)
  expect(first.requests[1]?.messages.filter(({ role }) => role === 'tool')).toHaveLength(3)
  const second = loopOf([many, says('好')])
  expect((await second.run()).toolCalls).toHaveLength(64)
})
