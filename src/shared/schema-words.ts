import { z } from 'zod'

type Issue = z.core.$ZodRawIssue

const usual = z.locales.zhCN().localeError

const kinds: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表 [ ]',
  object: '一对花括号 { }',
  record: '一对花括号 { }',
}

/** What is wrong with a value, in words for somebody who does not program; zod's own for what is rare. */
export const schemaWords: z.core.$ZodErrorMap = (issue) => wordsFor(issue) ?? usual(issue)

function wordsFor(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'too_big':
      return tooMuch(issue.origin, issue.maximum, issue.input)
    case 'too_small':
      return tooLittle(issue.origin, issue.minimum)
    case 'invalid_type':
      return issue.input === undefined ? '少了这一项' : wanted(issue.expected)
    case 'invalid_value':
      return `只能是 ${issue.values.map(String).join('、')}`
    case 'invalid_union':
      return '写法不对'
    default:
      return undefined
  }
}

function tooMuch(origin: string, maximum: number | bigint, input: unknown): string | undefined {
  if (origin === 'string') return `太长了：有 ${String(input).length} 个字，最多 ${maximum} 个`
  if (origin === 'array')
    return `太多了：有 ${Array.isArray(input) ? input.length : 0} 项，最多 ${maximum} 项`
  return origin === 'number' || origin === 'int' ? `太大了，最大 ${maximum}` : undefined
}

function tooLittle(origin: string, minimum: number | bigint): string | undefined {
  if (origin === 'string') return minimum === 1 ? '不能空着' : `太短了，最少 ${minimum} 个字`
  if (origin === 'array') return `太少了，最少 ${minimum} 项`
  return origin === 'number' || origin === 'int' ? `太小了，最小 ${minimum}` : undefined
}

function wanted(expected: string): string | undefined {
  const kind = kinds[expected]
  return kind && `要填${kind}`
}
