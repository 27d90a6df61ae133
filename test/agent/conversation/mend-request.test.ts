import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mendRequest } from '../../../src/agent/conversation/mend-request.ts'
import type { ModelMessage } from '../../../src/agent/models/chat-model.ts'

const system: ModelMessage = { role: 'system', content: '你是猫' }
const asks = (content: string): ModelMessage => ({ role: 'user', content })
const says = (content: string): ModelMessage => ({ role: 'assistant', content })
const calls = (...ids: string[]): ModelMessage => ({
  role: 'assistant',
  content: '',
  toolCalls: ids.map((id) => ({ id, name: 'look', arguments: '{}' })),
})
const result = (callId: string): ModelMessage => ({ role: 'tool', callId, content: '看到了' })

describe('a sound request', () => {
  it('is left as it is', () => {
    const messages = [system, asks('一'), calls('a', 'b'), result('b'), result('a'), asks('二')]
    expect(mendRequest(messages)).toEqual({ messages, aside: [] })
    expect(mendRequest(messages).messages).toBe(messages)
  })
})

describe('D0-06 a broken request', () => {
  it.each<[string, ModelMessage[], ModelMessage[], string]>([
    ['a call without its result', [system, asks('一'), calls('a')], [system, asks('一')], '对不上'],
    [
      'a result that is missing one of two',
      [system, asks('一'), calls('a', 'b'), result('a'), asks('二')],
      [system, asks('一'), asks('二')],
      '对不上',
    ],
    [
      'a result without its call',
      [system, asks('一'), result('x'), asks('二')],
      [system, asks('一'), asks('二')],
      '没有对应的调用',
    ],
    ['something empty', [system, asks(' '), asks('二')], [system, asks('二')], '是空的'],
    ['a second system prompt', [system, system, asks('二')], [system, asks('二')], '不在最前面'],
    ['a last word of the bot', [system, asks('一'), says('好')], [system, asks('一')], '最后一句'],
  ])('loses %s, and a copy of it is kept', (_what, messages, wanted, why) => {
    const mended = mendRequest(messages)
    expect(mended.messages).toEqual(wanted)
    expect(mended.aside[0]?.why).toContain(why)
  })

  it('keeps what the bot said beside its broken calls', () => {
    const talking: ModelMessage = { ...calls('a'), content: '我看看' } as ModelMessage
    expect(mendRequest([system, asks('一'), talking, asks('二')]).messages).toEqual([
      system,
      asks('一'),
      says('我看看'),
      asks('二'),
    ])
  })

  it('is cut where a single message has no end', () => {
    const { messages } = mendRequest([system, asks('长'.repeat(1_000_000))])
    expect(messages[1]?.content.length).toBeLessThan(200_100)
  })

  it('is sound afterwards, whatever it was', () => {
    const id = fc.constantFrom('a', 'b', 'c')
    const message = fc.oneof(
      fc.constantFrom(system, asks('一'), asks(''), says('好'), says('')),
      fc.array(id, { maxLength: 3 }).map((ids) => calls(...ids)),
      id.map(result),
    )
    fc.assert(
      fc.property(fc.array(message, { maxLength: 20 }), (messages) => {
        const once = mendRequest([...messages, asks('问')])
        const again = mendRequest(once.messages)
        expect(again.aside).toEqual([])
        expect(again.messages).toBe(once.messages)
        expect(once.messages.at(-1)).toEqual(asks('问'))
      }),
    )
  })
})
