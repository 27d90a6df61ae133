import { expect, it } from 'vitest'
import { faultyPattern } from '../../../src/agent/settings/patterns.ts'

it('is looked for wherever in a value patterns stand', () => {
  expect(faultyPattern({ defaults: { triggers: { patterns: ['好', '(坏'] } } })).toContain('「(坏」')
  expect(faultyPattern({ triggers: { patterns: ['好'], keywords: ['(坏'] } })).toBeNull()
  expect(faultyPattern('(坏')).toBeNull()
})
