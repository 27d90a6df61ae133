import { describe, expect, it } from 'vitest'
import { estimateRequest, estimateTokens, TokenCorrection } from '../../../src/agent/models/tokens.ts'
import { picture } from '../../support/model-calls.ts'

describe('the token estimate', () => {
  it('takes Chinese as about 0.7 a character and English as about 4 characters each', () => {
    expect(estimateTokens('今天天气怎么样啊')).toBe(6)
    expect(estimateTokens('hello world, nice to meet you!!!')).toBe(8)
    expect(estimateTokens('')).toBe(0)
    expect(estimateTokens('😀')).toBeGreaterThan(0)
  })

  it('counts everything a request sends', () => {
    const bare = estimateRequest({ messages: [{ role: 'user', content: '你好' }], tools: [] })
    const call = { id: 'c', name: 'get_time', arguments: '{"where":"here"}' }
    const full = estimateRequest({
      messages: [
        { role: 'user', content: '你好' },
        { role: 'assistant', content: '', toolCalls: [call] },
      ],
      tools: [{ name: 'get_time', description: '看时间', parameters: { type: 'object' } }],
    })
    expect(bare).toBe(6)
    expect(full).toBeGreaterThan(bare + 10)
  })
})

describe('a picture', () => {
  it('counts for about 800 tokens', () => {
    const images = [picture('图1'), picture('图2')]
    const seen = estimateRequest({ messages: [{ role: 'user', content: '看', images }], tools: [] })
    const said = estimateRequest({ messages: [{ role: 'user', content: '看' }], tools: [] })
    expect(seen - said).toBe(1600)
  })
})

describe('the correction', () => {
  it('moves towards what vendors count, each model for itself', () => {
    const correction = new TokenCorrection()
    expect(correction.factor('a/x')).toBe(1)
    correction.learn('a/x', 1000, 1500)
    expect(correction.factor('a/x')).toBe(1.5)
    for (let call = 0; call < 50; call++) correction.learn('a/x', 1000, 1200)
    expect(correction.factor('a/x')).toBeCloseTo(1.2, 2)
    expect(correction.factor('a/y')).toBe(1)
  })

  it('learns nothing from tiny requests and never goes wild', () => {
    const correction = new TokenCorrection()
    correction.learn('a/x', 10, 400)
    correction.learn('a/x', 1000, 0)
    expect(correction.factor('a/x')).toBe(1)
    correction.learn('a/x', 1000, 1_000_000)
    expect(correction.factor('a/x')).toBe(3)
  })
})
