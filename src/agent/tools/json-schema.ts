import { type Schema, Validator } from '@cfworker/json-schema'
import { isRecord } from '../kernel/record.ts'
import type { Checked } from './tool.ts'

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
  return faultIn(schema, '', 0) ?? compileFault(schema)
}

/** Checks values against a schema without running code made of it. */
export function schemaCheck(schema: Readonly<Record<string, unknown>>): (value: unknown) => Checked {
  let validator: Validator | undefined
  return (value) => {
    validator ??= new Validator(withoutPatterns(schema, 0) as Schema, '2020-12')
    const { valid, errors } = validator.validate(value)
    if (valid) return { ok: true, input: value }
    // The last ones are the most exact: the first only say that something below does not fit.
    const fault = errors.at(-1)
    const where = fault?.instanceLocation.replace(/^#\/?/, '').replaceAll('/', '.') ?? ''
    return { ok: false, message: `参数${where && ` ${where}`} 不对：${fault?.error ?? '和要求的格式不一样'}` }
  }
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

/** References that lead nowhere only show when something is checked. */
function compileFault(schema: Record<string, unknown>): string | null {
  try {
    schemaCheck(schema)({})
    return null
  } catch {
    return '参数的格式里有指向别处、又找不到的引用（$ref）'
  }
}

/** Patterns come from strangers and run on the main thread: whoever wrote them checks them himself. */
function withoutPatterns(value: unknown, depth: number): unknown {
  if (depth > deepest) return {}
  if (Array.isArray(value)) return value.map((item) => withoutPatterns(item, depth + 1))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, item]) => !((key === 'pattern' && typeof item === 'string') || key === 'patternProperties'),
      )
      .map(([key, item]) => [key, withoutPatterns(item, depth + 1)]),
  )
}
