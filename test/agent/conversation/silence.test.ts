import { expect, it } from 'vitest'
import { isSilence, silenceHint } from '../../../src/agent/conversation/silence.ts'

it.each([
  '[沉默]',
  '【沉默】',
  '(沉默)',
  '（沉默）',
  '<沉默>',
  '<silence>',
  '<silence/>',
  '<silence></silence>',
  '[SILENCE]',
  '[Pass].',
  ' 「[沉默]」。\n',
  '**[沉默]**',
  '[沉默]\n[沉默]',
  '[NO_REPLY]',
  '[无需回复]',
])('%j is silence', (text) => {
  expect(isSilence(text)).toBe(true)
})

it.each([
  '',
  '沉默',
  '沉默是金',
  '[沉默] 其实我想说',
  '我选择 [沉默]',
  '[微笑]',
  'pass',
  '(笑)',
  '。',
  `[沉默]${'。'.repeat(200)}`,
])('%j is something said', (text) => {
  expect(isSilence(text)).toBe(false)
})

it('is what a model is told to write', () => {
  const mark = /\[[^\]]+\]/.exec(silenceHint)?.[0] ?? ''
  expect(isSilence(mark)).toBe(true)
})
