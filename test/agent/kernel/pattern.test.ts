import { expect, it } from 'vitest'
import { compilePattern } from '../../../src/agent/kernel/pattern.ts'

function test(source: string, text: string): boolean {
  const compiled = compilePattern(source)
  if ('fault' in compiled) throw new Error(compiled.fault)
  return compiled.test(text)
}

it('fits anywhere in a text, whatever the case', () => {
  expect(test('明天.*雨', '听说明天要下大雨吗')).toBe(true)
  expect(test('HELLO', 'oh hello there')).toBe(true)
  expect(test('^开头', '不是开头')).toBe(false)
})

it('is tried in linear time, also where others would backtrack for ever', () => {
  expect(test('^(a+)+$', `${'a'.repeat(1900)}b`)).toBe(false)
  expect(test('(x|x)*y', 'x'.repeat(100_000))).toBe(false)
})

it('looks at the first 2,000 characters only', () => {
  expect(test('终点', `${'一'.repeat(2000)}终点`)).toBe(false)
  expect(test('终点', `${'一'.repeat(1990)}终点`)).toBe(true)
})

it.each([
  ['(?=以后)', '不支持前后查找'],
  ['(a)\\1', '不支持反向引用'],
  ['(没关', '括号没有成对'],
  ['[没关', '方括号没有成对'],
  ['*星号', '重复次数'],
  ['a{99999}', '重复次数'],
  ['((((a?){10}){10}){10})', '太复杂'],
  ['([a-z]{1,30}){1,30}!', '太复杂'],
])('says what is wrong with %s', (source, words) => {
  const compiled = compilePattern(source)
  expect('fault' in compiled && compiled.fault).toContain(words)
})
