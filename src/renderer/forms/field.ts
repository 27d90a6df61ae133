import { z } from 'zod'

/** How a value is edited. Bounds are inclusive; null means unbounded. */
export type Control =
  | { kind: 'switch' }
  | { kind: 'number'; min: number | null; max: number | null; integer: boolean; nullable: boolean }
  | { kind: 'text'; minLength: number; maxLength: number | null; multiline: boolean }
  /** The name of a model; `optional` when it may be empty. */
  | { kind: 'model'; optional: boolean }
  /** Names of models in the order they are asked; with `vision` only of those that see pictures. */
  | { kind: 'models'; maxItems: number | null; vision: boolean }
  | { kind: 'choice'; options: { value: string; title: string }[] }
  | {
      kind: 'list'
      /** Tags beside each other, one a line, or times of day from–to. */
      shape: 'tags' | 'lines' | 'hours'
      pattern: string | null
      maxItems: number | null
      maxLength: number | null
    }
export type ControlOf<K extends Control['kind']> = Extract<Control, { kind: K }>

/** Whether a control takes what is typed; such a one says itself what is wrong with it. */
export function isTyped({ kind }: Control): boolean {
  return kind === 'text' || kind === 'number' || kind === 'list'
}

/** Settings that are more than their type says, by the last name of their path. */
const models: ReadonlySet<string> = new Set(['model', 'summaryModel'])
const modelLists: ReadonlySet<string> = new Set(['fallbacks', 'vision', 'summary', 'cheap'])
const listShapes: Record<string, ControlOf<'list'>['shape']> = { patterns: 'lines', quietHours: 'hours' }

/** One setting, as a form draws it. */
export interface Field {
  /** From the root of the schema, as an edit addresses it. */
  path: string[]
  title: string
  help: string
  unit: string | null
  depth: 'simple' | 'all'
  control: Control
  /** The built-in value. */
  fallback: unknown
}

type JsonSchema = z.core.JSONSchema.JSONSchema

/**
 * The settings of a schema in the order they are declared. Only what carries a title is one: ids, lists of
 * objects and what is not built yet have none. A choice of one is no setting either.
 */
export function fieldsOf(schema: z.ZodType): Field[] {
  return collect(z.toJSONSchema(schema, { io: 'output' }) as JsonSchema, [])
}

function collect(node: JsonSchema, path: string[]): Field[] {
  const control = node.title === undefined ? null : controlOf(node, path.at(-1) ?? '')
  if (control) return [fieldOf(node, path, control)]
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    typeof child === 'object' ? collect(child, [...path, name]) : [],
  )
}

function fieldOf(node: JsonSchema, path: string[], control: Control): Field {
  return {
    path,
    title: node.title ?? '',
    help: node.description ?? '',
    unit: typeof node.unit === 'string' ? node.unit : null,
    depth: node.depth === 'simple' ? 'simple' : 'all',
    control,
    fallback: node.default,
  }
}

function controlOf(node: JsonSchema, name: string): Control | null {
  const options = node.anyOf?.filter((option) => option.type !== 'null')
  const nullable = options !== undefined && options.length < (node.anyOf?.length ?? 0)
  const shape = options?.length === 1 && options[0] ? options[0] : node
  if (shape.enum) return choiceOf(shape.enum, node.options)
  switch (shape.type) {
    case 'boolean':
      return { kind: 'switch' }
    case 'number':
    case 'integer':
      return {
        kind: 'number',
        min: shape.minimum ?? null,
        max: shape.maximum ?? null,
        integer: shape.type === 'integer',
        nullable,
      }
    case 'string':
      if (models.has(name)) return { kind: 'model', optional: node.default === '' }
      return {
        kind: 'text',
        minLength: shape.minLength ?? 0,
        maxLength: shape.maxLength ?? null,
        multiline: node.multiline === true,
      }
    case 'array':
      if (modelLists.has(name)) {
        return { kind: 'models', maxItems: shape.maxItems ?? null, vision: name === 'vision' }
      }
      return listOf(shape, listShapes[name] ?? 'tags')
    default:
      return null
  }
}

function choiceOf(values: readonly unknown[], titles: unknown): Control | null {
  if (values.length < 2) return null
  const named = isRecord(titles) ? titles : {}
  return {
    kind: 'choice',
    options: values.map(String).map((value) => ({ value, title: String(named[value] ?? value) })),
  }
}

function listOf(node: JsonSchema, shape: ControlOf<'list'>['shape']): Control | null {
  const items = Array.isArray(node.items) ? undefined : node.items
  if (typeof items !== 'object' || items.type !== 'string') return null
  const { pattern = null, maxLength = null } = items
  return { kind: 'list', shape, pattern, maxItems: node.maxItems ?? null, maxLength }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
