import { describe, expect, it } from 'vitest'
import type { ModelEvent } from '../../../../src/agent/models/chat-model.ts'
import { AnswerReader } from '../../../../src/agent/models/openai-compatible/stream-to-events.ts'

function read(...chunks: unknown[]): ModelEvent[] {
  const reader = new AnswerReader(() => 'made-up')
  return [...chunks.flatMap((chunk) => reader.read(chunk)), ...reader.end()]
}

function delta(fields: object, finish: string | null = null) {
  return { choices: [{ index: 0, delta: fields, finish_reason: finish }] }
}

function piece(index: number | undefined, fn: object, id?: string | null) {
  return delta({ tool_calls: [{ ...(index === undefined ? {} : { index }), id, function: fn }] })
}

function calls(events: readonly ModelEvent[]) {
  return events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []))
}

describe('chunks of a chat completion', () => {
  it('give text, skipping what is empty, null or missing', () => {
    const events = read(
      { choices: [] },
      delta({ role: 'assistant', content: '' }),
      delta({ content: '你', tool_calls: null, reasoning_content: null }),
      { choices: [{ index: 0, delta: null }] },
      { object: 'ping' },
      null,
      'text',
      delta({ content: [{ type: 'text', text: '好' }] }),
      delta({}, 'stop'),
    )
    expect(events).toEqual([
      { type: 'text', text: '你' },
      { type: 'text', text: '好' },
      { type: 'end', finish: 'stop', usage: null },
    ])
  })

  it.each(['reasoning_content', 'reasoning'])('give thinking that comes as %s, before the text', (field) => {
    expect(read(delta({ [field]: '想', content: '说' })).slice(0, 2)).toEqual([
      { type: 'reasoning', text: '想' },
      { type: 'text', text: '说' },
    ])
  })

  it('join the pieces of interleaved tool calls', () => {
    const events = read(
      piece(0, { name: 'one', arguments: '' }, 'a'),
      piece(1, { name: 'two', arguments: '{"x"' }, 'b'),
      piece(0, { arguments: '{}' }),
      piece(1, { name: null, arguments: ':1}' }, null),
      delta({}, 'tool_calls'),
    )
    expect(calls(events)).toEqual([
      { id: 'a', name: 'one', arguments: '{}' },
      { id: 'b', name: 'two', arguments: '{"x":1}' },
    ])
    expect(events.at(-1)).toMatchObject({ finish: 'tool-calls' })
  })

  it('tell tool calls apart that all claim the same index', () => {
    const events = read(
      piece(0, { name: 'one', arguments: '{"n":1}' }, 'a'),
      piece(0, { name: 'one', arguments: '{"n":2}' }, 'b'),
      piece(0, { arguments: '' }, 'b'),
    )
    expect(calls(events).map((call) => call.arguments)).toEqual(['{"n":1}', '{"n":2}'])
  })

  it('give a tool call another id when the one before it has the same', () => {
    const events = read(
      piece(0, { name: 'a', arguments: '{}' }, 'x'),
      piece(1, { name: 'b', arguments: '{}' }, 'x'),
    )
    expect(calls(events).map(({ id, name }) => [id, name])).toEqual([
      ['x', 'a'],
      ['made-up', 'b'],
    ])
  })

  it('make up what a tool call lacks, and drop one without a name', () => {
    const events = read(
      piece(undefined, { name: 'one', arguments: { city: '苏州' } }),
      piece(3, { arguments: '{}' }),
    )
    expect(calls(events)).toEqual([{ id: 'made-up', name: 'one', arguments: '{"city":"苏州"}' }])
    expect(calls(read(piece(0, { name: 'one' }, 'a')))).toEqual([{ id: 'a', name: 'one', arguments: '{}' }])
  })

  it('count as tool calls even when the vendor says stop', () => {
    expect(read(piece(0, { name: 'one', arguments: '{}' }, 'a'), delta({}, 'stop')).at(-1)).toMatchObject({
      finish: 'tool-calls',
    })
  })

  it.each([
    ['length', 'length'],
    ['max_tokens', 'length'],
    ['content_filter', 'filtered'],
    ['sensitive', 'filtered'],
    ['eos', 'stop'],
  ])('end with %s as %s', (reason, finish) => {
    expect(read(delta({}, reason)).at(-1)).toMatchObject({ finish })
  })

  it('know when the vendor broke off for its own sake', () => {
    const reader = new AnswerReader()
    reader.read(delta({}, 'insufficient_system_resource'))
    expect(reader.brokenOff).toBe(true)
  })

  it.each([
    [{ prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 4 } }, 4, 0],
    [{ prompt_tokens: 10, completion_tokens: 5, prompt_cache_hit_tokens: 6 }, 6, 0],
    [{ prompt_tokens: 10, completion_tokens: 5, completion_tokens_details: { reasoning_tokens: 3 } }, 0, 3],
    [{ prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: null }, 0, 0],
  ])('count tokens as vendors name them: %j', (usage, cachedTokens, reasoningTokens) => {
    expect(read({ choices: [], usage }).at(-1)).toMatchObject({
      usage: { inputTokens: 10, outputTokens: 5, cachedTokens, reasoningTokens },
    })
  })

  it.each([
    [
      'xAI',
      { completion_tokens: 2, total_tokens: 331, completion_tokens_details: { reasoning_tokens: 317 } },
      319,
      317,
    ],
    ['Gemini', { completion_tokens: 198, total_tokens: 615 }, 603, 405],
    [
      'OpenAI',
      { completion_tokens: 9, total_tokens: 21, completion_tokens_details: { reasoning_tokens: 4 } },
      9,
      4,
    ],
    ['beside a cache', { completion_tokens: 9, total_tokens: 85, prompt_cache_hit_tokens: 64 }, 9, 0],
  ])(
    'count thinking as output, where it stands beside it: %s',
    (_, counted, outputTokens, reasoningTokens) => {
      expect(read({ choices: [], usage: { prompt_tokens: 12, ...counted } }).at(-1)).toMatchObject({
        usage: { inputTokens: 12, outputTokens, reasoningTokens },
      })
    },
  )

  it('take the last counts, also from inside a choice', () => {
    const inChoice = { choices: [{ delta: {}, finish_reason: 'stop', usage: { prompt_tokens: 7 } }] }
    expect(
      read({ choices: [], usage: { prompt_tokens: 1 } }, inChoice, { choices: [], usage: null }).at(-1),
    ).toMatchObject({ usage: { inputTokens: 7 } })
  })
})
