import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../../src/agent/kernel/clock.ts'
import type { ModelEvent, ModelMessage, ModelRequest } from '../../../../src/agent/models/chat-model.ts'
import { demoModel, demoProvider } from '../../../../src/agent/models/demo/xiaoxing.ts'
import { describeModelProvider } from '../../../contracts/model-provider.ts'
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts'
import { collect, never, problemOf, saying, textIn } from '../../../support/model-calls.ts'

const provider = demoProvider({ clock: systemClock, botName: () => '小杏' })
describeModelProvider('the demo model', async () => ({ provider, model: demoModel.name }))

const getTime = { name: 'get_time', description: '', parameters: {} }

function says(text: string, name = '阿岚'): ModelMessage {
  return { role: 'user', content: JSON.stringify({ id: '90002', name, text }) }
}

/** Runs an answer on a clock that moves as fast as it is asked to; returns how long it took by that clock. */
async function answer(request: ModelRequest): Promise<{ events: ModelEvent[]; ms: number }> {
  const clock: FakeClock = createFakeClock(0)
  const model = demoProvider({ clock, botName: () => '小杏' }).model(demoModel.name)
  let done = false
  const reading = collect(model.stream(request, never())).finally(() => {
    done = true
  })
  while (!done) await clock.advanceAsync(10)
  return { events: await reading, ms: clock.monotonic() }
}

describe('the demo model', () => {
  it('quotes the text of the last line, not its JSON, and calls the speaker by name', async () => {
    const content = [
      '{"id":"1","name":"大橘","text":"早"}',
      '{"id":"90002","name":"阿岚","text":"吃了吗"}',
      '现在 12:00',
    ]
    const { events } = await answer({ messages: [{ role: 'user', content: content.join('\n') }], tools: [] })
    const text = textIn(events)
    expect(text).toContain('阿岚，你说「吃了吗」，小杏听到啦！')
    expect(text).not.toContain('{')
  })

  it('answers within 0.3 s, and in about 5 s when asked to be slow', async () => {
    expect((await answer(saying('你好'))).ms).toBeLessThan(300)
    const slow = (await answer({ messages: [says('慢一点')], tools: [] })).ms
    expect(slow).toBeGreaterThanOrEqual(4500)
    expect(slow).toBeLessThanOrEqual(5500)
  })

  it('says only once in a conversation that it is the demo model', async () => {
    const first = textIn((await answer({ messages: [says('你好')], tools: [] })).events)
    expect(first).toContain('演示模型')
    expect(first).toContain('模型」页')
    const messages: ModelMessage[] = [says('你好'), { role: 'assistant', content: first }, says('再见')]
    expect(textIn((await answer({ messages, tools: [] })).events)).not.toContain('演示模型')
  })

  it('asks the clock tool for the time and says what it answers', async () => {
    const messages = [says('现在几点')]
    const asked = (await answer({ messages, tools: [getTime] })).events
    expect(asked).toMatchObject([
      { type: 'tool-call', call: { name: 'get_time', arguments: '{}' } },
      { type: 'end', finish: 'tool-calls' },
    ])
    const call = asked[0]?.type === 'tool-call' ? asked[0].call : undefined
    const after: ModelMessage[] = [
      ...messages,
      { role: 'assistant', content: '', toolCalls: call ? [call] : [] },
      { role: 'tool', callId: call?.id ?? '', content: '下午三点' },
    ]
    const said = (await answer({ messages: after, tools: [getTime] })).events
    expect(textIn(said)).toContain('下午三点')
    expect(said.at(-1)).toMatchObject({ finish: 'stop' })
  })

  it('does without the clock tool where it is not offered', async () => {
    const { events } = await answer({ messages: [says('现在几点')], tools: [] })
    expect(events.some((event) => event.type === 'tool-call')).toBe(false)
    expect(textIn(events)).toContain('现在几点')
  })

  it('fails, thinks and talks at length on demand', async () => {
    expect(await problemOf(provider.model('xiaoxing').stream(saying('出错'), never()))).toMatchObject({
      code: 'model.server',
    })
    const thinking = (await answer(saying('思考一下'))).events
    expect(thinking[0]?.type).toBe('reasoning')
    const long = textIn((await answer(saying('说个很长的'))).events)
    expect(long.length).toBeGreaterThan(3500)
    expect(long.length).toBeLessThan(4500)
  })

  it('calls a tool that is asked for by name, when it is offered', async () => {
    const flipCoin = { name: 'flip_coin', description: '', parameters: {} }
    const request = { messages: [says('用 flip_coin 抛一次')], tools: [getTime, flipCoin] }
    expect((await answer(request)).events[0]).toMatchObject({
      type: 'tool-call',
      call: { name: 'flip_coin' },
    })
    const without = (await answer({ ...request, tools: [getTime] })).events
    expect(without.some((event) => event.type === 'tool-call')).toBe(false)
  })

  it('takes a message that is no JSON as it is', async () => {
    expect(textIn((await answer(saying('{"id": 坏的'))).events)).toContain('你说「{"id": 坏的」')
  })
})
