import { describe, expect, it } from 'vitest'
import { fitContext } from '../../../src/agent/conversation/fit-context.ts'
import type { PromptMessage } from '../../../src/agent/conversation/prompt-message.ts'

const call = { id: '1', name: 'get_time', arguments: '{}' }
const messages: PromptMessage[] = [
  { role: 'system', content: '系统' },
  { role: 'user', content: '一' },
  { role: 'assistant', content: '', toolCalls: [call] },
  { role: 'tool', callId: '1', content: '九点' },
  { role: 'assistant', content: '九点了' },
  { role: 'user', content: '二' },
  { role: 'assistant', content: '好' },
  { role: 'user', content: '三' },
]
const each = () => 10
const fitted = (contextTokens: number) =>
  fitContext(messages, contextTokens, each).map(({ role, content }) => (role === 'user' ? content : role))

describe('a request for a model that reads less', () => {
  it('stays as it is when there is room', () => {
    expect(fitContext(messages, 1000, each)).toBe(messages)
  })

  it('loses its oldest, and no result is left without its call', () => {
    expect(fitted(100)).toEqual(['system', '二', 'assistant', '三'])
    expect(fitted(60)).toEqual(['system', '二', 'assistant', '三'])
  })

  it('keeps the system prompt and the question, however little can be read', () => {
    expect(fitted(20)).toEqual(['system', '三'])
  })
})
