import { expect, it } from 'vitest'
import { schemaCheck, schemaProblem } from '../../../src/agent/tools/json-schema.ts'

const schema = {
  type: 'object',
  properties: {
    n: { type: 'integer', minimum: 3 },
    e: { enum: ['a', 'b'] },
    s: { type: 'string', minLength: 2 },
    l: { type: 'array', items: { type: 'string' }, maxItems: 1 },
    u: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  },
  required: ['n'],
  additionalProperties: false,
}

it('D2-24: takes whole numbers, numbers and null for what they are', () => {
  const check = schemaCheck({
    type: 'object',
    properties: { count: { type: 'integer' }, share: { type: 'number' }, none: { type: 'null' } },
  })
  expect(check({ count: 3, share: 0.5, none: null })).toEqual({
    ok: true,
    input: { count: 3, share: 0.5, none: null },
  })
  expect(check({ count: 3.5 }).ok).toBe(false)
})

it.each([
  [{}, '参数不对：缺少 n'],
  [{ n: 'x' }, '参数 n 不对：要是整数'],
  [{ n: 1 }, '参数 n 不对：太小或太短了（1 < 3）'],
  [{ n: 4, e: 'c' }, '参数 e 不对：只能是 ["a","b"]'],
  [{ n: 4, s: 'a' }, '参数 s 不对：太小或太短了（1 < 2）'],
  [{ n: 4, l: ['a', 'b'] }, '参数 l 不对：太大或太长了（2 > 1）'],
  [{ n: 4, l: [1] }, '参数 l.0 不对：要是文字'],
  [{ n: 4, z: 1 }, '参数 z 不对：没有这个参数'],
  [{ n: 4, u: true }, '参数 u 不对：和允许的几种都不一样'],
  [5, '参数不对：要是一对花括号'],
])('says in words what is wrong with %j', (value, message) => {
  expect(schemaCheck(schema)(value)).toEqual({ ok: false, message })
})

it.each([
  ['not an object', '不是一个对象'],
  [{ type: 'string' }, '要是 object'],
  [{ type: 'object', properties: { a: { type: 'text' } } }, '没有 "text" 这种类型'],
  [{ type: 'object', required: 'a' }, 'required'],
  [{ type: 'object', properties: [] }, 'properties'],
  [{ type: 'object', properties: { a: { $ref: '#/$defs/nowhere' } } }, '$ref'],
])('finds what is wrong with the schema %j', (schema, words) => {
  expect(schemaProblem(schema)).toContain(words)
})

it('has no trouble with a pattern that would take for ever', () => {
  const check = schemaCheck({ type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } })
  expect(check({ a: `${'a'.repeat(50)}!` }).ok).toBe(true)
})

it('does not compare each item of a list with each other, whatever a schema wants', () => {
  const check = schemaCheck({
    type: 'object',
    properties: { l: { type: 'array', uniqueItems: true } },
  })
  expect(check({ l: [1, 1] }).ok).toBe(true)
})
