import { type Schema, Validator } from '@cfworker/json-schema'
import { isRecord } from '../kernel/record.ts'
import { type Checked, misfit } from './tool.ts'

const types = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])
/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const single = ['items', 'additionalProperties', 'not', 'contains', 'propertyNames', 'if', 'then', 'else']
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const named = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']
const deepest = 40

/**
 * What is wrong with a JSON Schema that comes from outside, in words; null when it can describe the input of a tool.
 * It is not complete: what it lets through, a vendor may still refuse.
 */
export function schemaProblem(schema: unknown): string | null {
  if (!isRecord(schema)) return '参数的格式（JSON Schema）不是一个对象'
  const { type } = schema
  if (type !== undefined && type !== 'object') return `参数的格式要是 object，现在是 ${JSON.stringify(type)}`
  const isLost = refsIn(schema).some((ref) => !leadsSomewhere(ref, schema))
  return faultIn(schema, '', 0) ?? (isLost ? '参数的格式里有指向别处、又找不到的引用（$ref）' : null)
}

/** Checks values against a schema without running code made of it. */
export function schemaCheck(schema: Readonly<Record<string, unknown>>): (value: unknown) => Checked {
  let validator: Validator | undefined
  return (value) => {
    validator ??= new Validator(withoutPatterns(schema, 0) as Schema, '2020-12')
    const { valid, errors } = validator.validate(value)
    return valid ? { ok: true, input: value } : wordsOf(errors)
  }
}

type Fault = ReturnType<Validator['validate']>['errors'][number]

/** The most exact one: the first only say that something below does not fit. */
function wordsOf(errors: readonly Fault[]): Checked {
  const last = errors.at(-1)
  const choice = errors.find(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  const fault = choice?.instanceLocation === last?.instanceLocation ? choice : last
  if (!fault) return misfit('', '和要求的格式不一样')
  const path = fault.instanceLocation.replace(/^#\/?/, '').replaceAll('/', '.')
  return misfit(path, why(fault))
}

/** What the checker says in English, by its keyword. */
function why({ keyword, error }: Fault): string {
  const quoted = /"([^"]*)"\.?$/.exec(error)?.[1] ?? ''
  switch (keyword) {
    case 'type':
      return `要是${typeWords[quoted] ?? quoted}`
    case 'required':
      return `缺少 ${quoted}`
    case 'enum':
    case 'const':
      return `只能是 ${/\[.*\]|".*"/.exec(error)?.[0] ?? '规定的值'}`
    case 'false':
      return '没有这个参数'
    case 'anyOf':
    case 'oneOf':
      return '和允许的几种都不一样'
    case 'minimum':
    case 'exclusiveMinimum':
    case 'minLength':
    case 'minItems':
      return `太小或太短了（${limitIn(error)}）`
    case 'maximum':
    case 'exclusiveMaximum':
    case 'maxLength':
    case 'maxItems':
      return `太大或太长了（${limitIn(error)}）`
    default:
      return '和要求的格式不一样'
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  integer: '整数',
  boolean: ' true 或 false',
  array: '列表',
  object: '一对花括号',
  null: ' null',
}

/** The comparison that failed: `1 < 3`. */
function limitIn(error: string): string {
  const bracketed = /\(([^)]*)\)/.exec(error)?.[1]
  return (
    bracketed ??
    error
      .replace(/ is less than /, ' < ')
      .replace(/ is greater than /, ' > ')
      .replace(/\.$/, '')
  )
}

function faultIn(schema: unknown, path: string, depth: number): string | null {
  const here = path === '' ? '参数的格式' : `参数的格式里的 ${path}`
  if (typeof schema === 'boolean') return null
  if (!isRecord(schema)) return `${here} 不是一个对象`
  if (depth > deepest) return `${here} 嵌得太深`
  for (const type of [schema.type].flat())
    if (type !== undefined && !types.has(String(type)))
      return `${here}：没有 ${JSON.stringify(type)} 这种类型`
  const { required } = schema
  if (
    required !== undefined &&
    !(Array.isArray(required) && required.every((name) => typeof name === 'string'))
  )
    return `${here}：required 要是一列名字`
  if (schema.enum !== undefined && !Array.isArray(schema.enum)) return `${here}：enum 要是一列值`
  return below(schema).reduce<string | null>(
    (found, [key, part]) => found ?? faultIn(part, path === '' ? key : `${path}.${key}`, depth + 1),
    notNamed(schema, here),
  )
}

function notNamed(schema: Record<string, unknown>, here: string): string | null {
  const wrong = named.find((key) => schema[key] !== undefined && !isRecord(schema[key]))
  return wrong ? `${here}：${wrong} 要是一个对象` : null
}

function below(schema: Record<string, unknown>): [string, unknown][] {
  return [
    ...single.flatMap((key): [string, unknown][] =>
      schema[key] === undefined ? [] : [schema[key]].flat().map((part) => [key, part]),
    ),
    ...lists.flatMap((key) =>
      Array.isArray(schema[key]) ? schema[key].map((part): [string, unknown] => [key, part]) : [],
    ),
    ...named.flatMap((key) => (isRecord(schema[key]) ? Object.entries(schema[key]) : [])),
  ]
}

function refsIn(value: unknown, depth = 0): unknown[] {
  if (typeof value !== 'object' || value === null || depth > deepest) return []
  const own = isRecord(value) && value.$ref !== undefined ? [value.$ref] : []
  return [...own, ...Object.values(value).flatMap((item) => refsIn(item, depth + 1))]
}

/** Only within the schema: nothing is fetched. */
function leadsSomewhere(ref: unknown, root: Record<string, unknown>): boolean {
  if (typeof ref !== 'string' || !/^#(\/|$)/.test(ref)) return false
  const steps = ref.split('/').slice(1)
  const target = steps.reduce<unknown>((at, step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    return typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined
  }, root)
  return target !== undefined
}

/**
 * Patterns come from strangers and run on the main thread, and so do comparisons of each item with each other: whoever
 * wrote them checks them himself.
 */
function withoutPatterns(value: unknown, depth: number): unknown {
  if (depth > deepest) return {}
  if (Array.isArray(value)) return value.map((item) => withoutPatterns(item, depth + 1))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, item]) =>
          !(
            (key === 'pattern' && typeof item === 'string') ||
            (key === 'uniqueItems' && typeof item === 'boolean') ||
            key === 'patternProperties'
          ),
      )
      .map(([key, item]) => [key, withoutPatterns(item, depth + 1)]),
  )
}
