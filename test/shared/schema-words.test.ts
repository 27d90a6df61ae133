import { expect, it } from 'vitest'
import { z } from 'zod'
import { schemaWords } from '../../src/shared/schema-words.ts'

function words(schema: z.ZodType, input: unknown): string | undefined {
  return schema.safeParse(input, { error: schemaWords }).error?.issues[0]?.message
}

it.each([
  [z.string().max(5), '123456', '太长了：有 6 个字，最多 5 个'],
  [z.string().min(1), '', '不能空着'],
  [z.string().min(3), 'a', '太短了，最少 3 个字'],
  [z.string(), 5, '要填文字'],
  [z.number().max(3), 9, '太大了，最大 3'],
  [z.int().min(1), 0, '太小了，最小 1'],
  [z.int(), 1.5, '要填整数'],
  [z.boolean(), '是', '要填true 或 false'],
  [z.array(z.string()).max(1), ['a', 'b'], '太多了：有 2 项，最多 1 项'],
  [z.array(z.string()).min(1), [], '太少了，最少 1 项'],
  [z.strictObject({}), [], '要填一对花括号 { }'],
  [z.strictObject({ a: z.string() }), {}, '少了这一项'],
  [z.enum(['wait', 'all']), 'some', '只能是 wait、all'],
  [z.union([z.string(), z.number()]), true, '写法不对'],
] as const)('says what is wrong %#', (schema, input, expected) => {
  expect(words(schema, input)).toBe(expected)
})

it('leaves what a schema says itself, and what is rare, as it is', () => {
  expect(words(z.string().max(1, '最多一个字'), 'ab')).toBe('最多一个字')
  expect(words(z.string().startsWith('/'), 'a')).toContain('/')
})
