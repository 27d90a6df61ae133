import { t } from '../../i18n/i18n.ts'

type Schema = Record<string, unknown>

/** How one property of a JSON Schema is typed in. Bounds are inclusive; null means unbounded. */
export type SchemaControl =
  | { kind: 'text'; long: boolean; secret: boolean; maxLength: number | null }
  | { kind: 'number'; whole: boolean; min: number | null; max: number | null }
  | { kind: 'switch' }
  | { kind: 'choice'; options: { value: unknown; title: string }[] }
  | { kind: 'words' }
  /** Whatever has no control of its own, as JSON. */
  | { kind: 'json' }

export interface SchemaField {
  name: string
  title: string
  /** Whether the title is the schema's own; else it is the name. */
  titled: boolean
  help: string
  /** What its type is called, for a list of parameters. */
  type: string
  required: boolean
  control: SchemaControl
  /** The schema's own value; undefined when it has none. */
  fallback: unknown
}

/** What stands in a form: text as it is typed, numbers, switches, lists; undefined where nothing was said. */
export type SchemaDraft = Readonly<Record<string, unknown>>

/** The fields of an object's schema, in its order; what is required is first. */
export function schemaFields(schema: Schema): SchemaField[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : [])
  const fields = Object.entries(isRecord(schema.properties) ? schema.properties : {}).map(
    ([name, property]) => fieldOf(name, isRecord(property) ? property : {}, required.has(name)),
  )
  return fields.sort((a, b) => Number(b.required) - Number(a.required))
}

function fieldOf(name: string, property: Schema, required: boolean): SchemaField {
  const shape = withoutNull(property)
  return {
    name,
    title: text(property.title) || name,
    titled: text(property.title) !== '',
    help: text(property.description) || text(shape.description),
    type: typeWords(shape),
    required,
    control: controlOf(name, shape),
    fallback: property.default ?? shape.default,
  }
}

/** A value that may also be null is edited as what else it may be. */
function withoutNull(property: Schema): Schema {
  const { type, anyOf, oneOf } = property
  if (Array.isArray(type)) return { ...property, type: type.find((one) => one !== 'null') }
  const ways = [anyOf, oneOf].find(Array.isArray)?.filter((way) => isRecord(way) && way.type !== 'null')
  const [only] = ways ?? []
  return ways?.length === 1 && isRecord(only) ? { ...property, ...only } : property
}

const longFormats: ReadonlySet<string> = new Set(['textarea', 'multiline', 'markdown'])
/** Longer than fits a line. */
const longFrom = 200
/** A text without limits may be long. */
const shortFormats: ReadonlySet<string> = new Set([
  'uri',
  'url',
  'email',
  'date',
  'time',
  'date-time',
  'uuid',
  'ipv4',
])

function controlOf(name: string, shape: Schema): SchemaControl {
  const options = optionsOf(shape)
  if (options) return { kind: 'choice', options }
  switch (shape.type) {
    case 'string':
      return textControl(name, shape)
    case 'number':
    case 'integer':
      return {
        kind: 'number',
        whole: shape.type === 'integer',
        min: number(shape.minimum),
        max: number(shape.maximum),
      }
    case 'boolean':
      return { kind: 'switch' }
    case 'array':
      return isRecord(shape.items) && shape.items.type === 'string' && !shape.items.enum
        ? { kind: 'words' }
        : { kind: 'json' }
    default:
      return { kind: 'json' }
  }
}

function textControl(name: string, shape: Schema): SchemaControl {
  const maxLength = number(shape.maxLength)
  const format = text(shape.format)
  const secret = format === 'password' || shape.writeOnly === true
  const unlimited = maxLength === null && !shortFormats.has(format) && !/(id|url|uri|name)$/i.test(name)
  const long = longFormats.has(format) || (maxLength ?? 0) > longFrom || unlimited
  return { kind: 'text', long: long && !secret, secret, maxLength }
}

function optionsOf(shape: Schema): { value: unknown; title: string }[] | null {
  if (Array.isArray(shape.enum)) {
    const titles = Array.isArray(shape.enumNames) ? shape.enumNames : []
    return shape.enum.map((value, index) => ({ value, title: String(titles[index] ?? value) }))
  }
  const ways = [shape.oneOf, shape.anyOf].find(Array.isArray)
  if (!ways?.every((way) => isRecord(way) && 'const' in way)) return null
  return ways.map((way) => ({ value: way.const, title: text(way.title) || String(way.const) }))
}

function typeWords(shape: Schema): string {
  if (optionsOf(shape)) return t('几选一')
  const names: Record<string, string> = {
    string: t('文字'),
    number: t('数'),
    integer: t('整数'),
    boolean: t('是否'),
    array: t('列表'),
    object: t('对象'),
  }
  return names[text(shape.type)] ?? t('任意')
}

/** A form before anything is typed: the values there are, else the schema's own. */
export function draftOf(fields: readonly SchemaField[], values: Record<string, unknown> = {}): SchemaDraft {
  return Object.fromEntries(
    fields.map(({ name, control, fallback }) => {
      const value = values[name] ?? fallback
      return [name, control.kind === 'json' && value !== undefined ? JSON.stringify(value, null, 2) : value]
    }),
  )
}

export interface FormResult {
  values: Record<string, unknown>
  /** What is wrong, by the name of the field. */
  problems: Record<string, string>
}

/** What a form says: values for the fields that were filled in, and what keeps it from being sent. */
export function resultOf(fields: readonly SchemaField[], draft: SchemaDraft): FormResult {
  const values: Record<string, unknown> = {}
  const problems: Record<string, string> = {}
  for (const field of fields) {
    // A switch that nobody touched is off.
    const typed = draft[field.name] ?? (field.control.kind === 'switch' && field.required ? false : undefined)
    if (isEmpty(typed)) {
      // A secret that was saved before is not shown, so it may seem to be missing.
      if (field.required && !isSecret(field)) problems[field.name] = t('要填')
      continue
    }
    const { value, problem } = read(field.control, typed)
    if (problem === undefined) values[field.name] = value
    else problems[field.name] = problem
  }
  return { values, problems }
}

export function isSecret({ control }: SchemaField): boolean {
  return control.kind === 'text' && control.secret
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function read(control: SchemaControl, typed: unknown): { value?: unknown; problem?: string } {
  if (control.kind === 'json') return readJson(String(typed))
  if (control.kind === 'text' && control.maxLength !== null && String(typed).length > control.maxLength)
    return { problem: t('最多 {{max}} 个字', { max: control.maxLength }) }
  if (control.kind !== 'number') return { value: typed }
  const problem = aboutNumber(control, Number(typed))
  return problem === null ? { value: typed } : { problem }
}

function aboutNumber(
  { whole, min, max }: Extract<SchemaControl, { kind: 'number' }>,
  value: number,
): string | null {
  if (whole && !Number.isInteger(value)) return t('要填整数')
  if (min !== null && value < min) return t('不能小于 {{min}}', { min })
  return max !== null && value > max ? t('不能大于 {{max}}', { max }) : null
}

function readJson(typed: string): { value?: unknown; problem?: string } {
  try {
    return { value: JSON.parse(typed) }
  } catch {
    return { problem: t('不是 JSON：文字要加双引号，末尾不能有逗号') }
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
