import { expect, it } from 'vitest'
import { apologyFor } from '../../../src/agent/conversation/apology.ts'
import { lateProblem, refusedProblem } from '../../../src/agent/models/openai-compatible/errors.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'

const settings = ChatSettings.parse({
  apology: '走神了',
  apologies: { busy: '太忙了', slow: '太慢了', unavailable: '用不了' },
})
const target = {
  title: '硅基',
  model: 'qwen',
  baseUrl: 'https://api.example.com/v1',
  apiKey: 'sk-secret',
  proxy: '',
  pictures: false,
  headerValues: [],
}
const refusal = (status: number) =>
  refusedProblem(target, { status, body: 'sk-secret at /home/me' }, 0).problem

it.each([
  [429, '太忙了'],
  [503, '太忙了'],
  [529, '太忙了'],
  [504, '太慢了'],
  [401, '用不了'],
  [402, '用不了'],
  [403, '用不了'],
  [404, '用不了'],
  [400, '走神了'],
  [500, '走神了'],
])('D0-39 says of a refusal with %i only what its owner wrote: %s', (status, words) => {
  expect(apologyFor(settings, refusal(status))).toBe(words)
})

it.each(['first-token', 'silence'] as const)('says that it took too long: %s', (kind) => {
  expect(apologyFor(settings, lateProblem(target, kind, 30).problem)).toBe('太慢了')
})

it.each([
  ['model.timeout.connect', '太慢了'],
  ['turn.idle', '太慢了'],
  ['model.unknown', '用不了'],
  ['model.ambiguous', '用不了'],
  ['internal', '走神了'],
  ['storage.full', '走神了'],
])('D0-39 says nothing of %s itself', (code, words) => {
  expect(apologyFor(settings, { code, message: 'TypeError: x', hint: '' })).toBe(words)
})

it('says the general words where there are no own ones, and nothing when there are none at all', () => {
  const plain = ChatSettings.parse({ apology: '走神了', apologies: { busy: ' ' } })
  expect(apologyFor(plain, refusal(429))).toBe('走神了')
  expect(apologyFor(ChatSettings.parse({ apology: '' }), refusal(429))).toBe('')
})
