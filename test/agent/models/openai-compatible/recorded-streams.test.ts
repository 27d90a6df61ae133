import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../../src/agent/kernel/clock.ts'
import type { ModelEvent, Usage } from '../../../../src/agent/models/chat-model.ts'
import { Dialects } from '../../../../src/agent/models/dialects.ts'
import { openAICompatible } from '../../../../src/agent/models/openai-compatible/provider.ts'
import { openWay } from '../../../../src/agent/net/proxy.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../../../support/fake-openai.ts'
import { collect, never, saying, textIn, thinkingIn } from '../../../support/model-calls.ts'

const open: FakeOpenAI[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((fake) => fake.close()))
})

async function replay(name: string, bytesPerWrite?: number): Promise<ModelEvent[]> {
  const body = readFileSync(new URL(`../../../fixtures/streams/${name}.sse`, import.meta.url), 'utf8')
  const fake = await startFakeOpenAI({ answer: { body, ...(bytesPerWrite ? { bytesPerWrite } : {}) } })
  open.push(fake)
  const { baseUrl } = fake
  const timeouts = { connectSeconds: 10, firstTokenSeconds: 60, silenceSeconds: 30 }
  const endpoint = { title: '小店', baseUrl, apiKey: '', headers: {}, timeouts }
  const parts = { clock: systemClock, way: openWay('', ''), dialects: new Dialects(baseUrl) }
  const provider = openAICompatible(endpoint, parts)
  return collect(provider.model('bench-model').stream(saying('杏花开了吗'), never()))
}

function callsIn(events: readonly ModelEvent[]) {
  return events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []))
}

function usage(
  inputTokens: number,
  cachedTokens: number,
  outputTokens: number,
  reasoningTokens: number,
): Usage {
  return { inputTokens, cachedTokens, outputTokens, reasoningTokens }
}

const said: [name: string, text: string, thinking: string, counts: Usage][] = [
  ['openai', '杏花开了🌸，去看吗？', '', usage(31, 0, 12, 0)],
  ['deepseek', '开了。', '他在问花。', usage(20, 16, 18, 9)],
  ['ollama', '开了。', '想一下', usage(26, 0, 298, 0)],
  ['llama-cpp', '开了。', 'We answer.', usage(68, 0, 9, 0)],
  ['openrouter', '开了。', '春天了。', usage(14, 3, 8, 4)],
  ['minimax', '开了。', '花开了吗', usage(40, 0, 20, 10)],
  ['one-api', '开了。', '', usage(5, 0, 2, 0)],
]

const called: [name: string, text: string, thinking: string, calls: object[]][] = [
  [
    'openai-tools',
    '',
    '',
    [
      { id: 'call_aB1', name: 'get_weather', arguments: '{"城市":"苏州"}' },
      { id: 'call_aB2', name: 'get_time', arguments: '{}' },
    ],
  ],
  ['deepseek-tools', '', '要看时间。', [{ id: 'call_00_x1', name: 'get_time', arguments: '{}' }]],
  ['lm-studio', '我看看', '', [{ id: '365174485', name: 'get_time', arguments: '{"zone":"上海"}' }]],
  [
    'gemini-tools',
    '',
    '',
    [
      {
        id: 'function-call-1',
        name: 'get_time',
        arguments: '{"zone":"Asia/Shanghai"}',
        vendor: { extra_content: { google: { thought_signature: 'Cr8DAdHtim9' } } },
      },
    ],
  ],
]

describe.each([undefined, 1, 3, 7])('D2-03 a stream cut every %s bytes', (bytes) => {
  it.each(said)('of %s says what was said, and what it cost', async (name, text, thinking, counts) => {
    const events = await replay(name, bytes)
    expect(textIn(events)).toBe(text)
    expect(thinkingIn(events)).toBe(thinking)
    expect(events.filter(({ type }) => type === 'end')).toEqual([
      { type: 'end', finish: 'stop', usage: counts },
    ])
  })

  it.each(called)('D2-04 of %s calls tools', async (name, text, thinking, calls) => {
    const events = await replay(name, bytes)
    expect(textIn(events)).toBe(text)
    expect(thinkingIn(events)).toBe(thinking)
    expect(callsIn(events)).toEqual(calls)
    expect(events.at(-1)).toMatchObject({ type: 'end', finish: 'tool-calls' })
  })
})
