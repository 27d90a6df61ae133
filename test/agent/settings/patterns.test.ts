import { expect, it } from 'vitest'
import { faultyPattern, faultyPatternIn } from '../../../src/agent/settings/patterns.ts'

it('is looked for wherever in a value patterns stand', () => {
  expect(faultyPattern({ defaults: { triggers: { patterns: ['好', '(坏'] } } })).toContain('「(坏」')
  expect(faultyPattern({ triggers: { patterns: ['好'], keywords: ['(坏'] } })).toBeNull()
  expect(faultyPattern('(坏')).toBeNull()
})

it('is found by the way to a value as well', () => {
  const fault = '正则「(坏」用不了：括号没有成对'
  expect(faultyPatternIn(['defaults', 'triggers', 'patterns'], ['好', '(坏'])).toBe(fault)
  expect(faultyPatternIn(['triggers', 'patterns', '新的'], '(坏')).toBe(fault)
  expect(faultyPatternIn(['triggers'], { patterns: ['(坏'] })).toBe(fault)
  expect(faultyPatternIn([], { triggers: { patterns: ['(坏'] } })).toBe(fault)
  expect(faultyPatternIn(['triggers', 'keywords'], ['(坏'])).toBeNull()
})
