import { z } from 'zod'
import { head } from '../../kernel/text.ts'
import { schemaCheck } from '../json-schema.ts'

const none = z.undefined().optional()
const words = { title: z.string().max(100).optional(), description: z.string().max(500).optional() }
const length = z.int().min(0).max(10_000).optional()

const Choice = z.object({
  type: z.literal('string').optional(),
  enum: z.array(z.string().trim().min(1).max(100)).min(1).max(50),
  ...words,
})
const Text = z.object({
  type: z.literal('string'),
  enum: none,
  minLength: length,
  maxLength: length,
  ...words,
})
const Quantity = z.object({
  type: z.enum(['number', 'integer']),
  enum: none,
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  ...words,
})
const YesOrNo = z.object({ type: z.literal('boolean'), enum: none, ...words })

const AnswerSchema = z.union([Choice, Text, Quantity, YesOrNo])
/** What answer is wanted: one of some texts, any text, a number, or yes or no. */
export type AnswerSchema = z.infer<typeof AnswerSchema>

/** The part of a JSON Schema that people can be asked for; null when it is for something else. */
export function answerSchema(schema: unknown): AnswerSchema | null {
  const parsed = AnswerSchema.safeParse(schema)
  return parsed.success ? parsed.data : null
}

const yes = new Set(['是', '是的', '对', '好', '好的', '可以', '要', '行', '嗯', 'yes', 'y', 'true', '1'])
const no = new Set(['否', '不', '不是', '不要', '不行', '不可以', '不用', 'no', 'n', 'false', '2'])
const cancelling = new Set(['取消', '算了', 'cancel'])

/** Whether somebody does not want to answer. */
export function isCancel(text: string): boolean {
  return cancelling.has(plain(text))
}

/** What somebody's words are as an answer; null when they do not fit. */
export function readAnswer(text: string, schema: AnswerSchema): { readonly value: unknown } | null {
  const value = meantBy(text, schema)
  return value !== undefined && fits(value, schema) ? { value } : null
}

/** Whether a value fits, from wherever it comes. */
export function fits(value: unknown, schema: AnswerSchema): boolean {
  return schemaCheck(schema)(value).ok
}

/** Whether words can hardly be anything but an answer, so that nobody has to be addressed by them. */
export function isClearAnswer(text: string, schema: AnswerSchema): boolean {
  const free = schema.type === 'string' && !schema.enum
  return !free && readAnswer(text, schema) !== null
}

/** What is expected, as a sentence such as 回复一个整数，最小 1，最大 10. */
export function expected(schema: AnswerSchema): string {
  if (schema.enum) return `回复序号 1 到 ${schema.enum.length}，或者照着写一个`
  if (schema.type === 'boolean') return '回复「是」或者「否」'
  if (schema.type === 'string') {
    const { minLength = 0, maxLength } = schema
    return `回复这条消息${minLength > 1 ? `，至少 ${minLength} 个字` : ''}${maxLength ? `，最多 ${maxLength} 个字` : ''}`
  }
  if (schema.type === undefined) return ''
  const { minimum, maximum } = schema
  const kind = schema.type === 'integer' ? '整数' : '数字'
  return `回复一个${kind}${minimum === undefined ? '' : `，最小 ${minimum}`}${maximum === undefined ? '' : `，最大 ${maximum}`}`
}

function meantBy(text: string, schema: AnswerSchema): unknown {
  const said = plain(text)
  if (schema.enum) return choiceOf(said, schema.enum)
  if (schema.type === 'boolean') return yes.has(said) ? true : no.has(said) ? false : undefined
  if (schema.type === 'string') return text.trim() === '' ? undefined : head(text.trim(), 10_000)
  return /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(said) ? Number(said) : undefined
}

/** One that is written out comes before its number: choices may be numbers themselves. */
function choiceOf(said: string, choices: readonly string[]): string | undefined {
  const number = /^(\d{1,2})[.、)）]?$/.exec(said)?.[1]
  return choices.find((choice) => plain(choice) === said) ?? choices[Number(number ?? 0) - 1]
}

/** Full-width digits and capitals are the same, and so is a full stop more or less. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[。!.~]+$/, '')
}
