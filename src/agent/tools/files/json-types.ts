type Schema = Record<string, unknown>

const simple: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  str: { type: 'string' },
  number: { type: 'number' },
  float: { type: 'number' },
  integer: { type: 'integer' },
  int: { type: 'integer' },
  boolean: { type: 'boolean' },
  bool: { type: 'boolean' },
  object: { type: 'object' },
  dict: { type: 'object' },
  array: { type: 'array', items: {} },
  list: { type: 'array', items: {} },
  any: {},
  unknown: {},
  '*': {},
}
const literal = /^(?:'[^']*'|"[^"]*"|-?\d+(?:\.\d+)?)$/

/**
 * The JSON Schema of a type as people write it in JSDoc or TypeScript: `string`, `int`, `number[]`, `Array<string>`,
 * `'a' | 'b'`, `string | null`. What is not known becomes a string (S0-41).
 */
export function jsonType(written: string): Schema {
  const type = unwrapped(written.trim())
  const known = type.toLowerCase()
  if (Object.hasOwn(simple, known)) return { ...simple[known] }
  const items =
    /^(?:readonly\s+)?(.+)\[\]$/s.exec(type)?.[1] ?? /^(?:Readonly)?Array\.?<(.+)>$/s.exec(type)?.[1]
  if (items !== undefined && !splits(type)) return { type: 'array', items: jsonType(items) }
  if (/^(?:Record|Map|Object)\.?</.test(type) || type.startsWith('{')) return { type: 'object' }
  return union(type.split('|').map((part) => part.trim()))
}

/** `?string`, `!string`, `string=` and brackets around it mean the same to a model. */
function unwrapped(type: string): string {
  const bare = type.replace(/^[?!]/, '').replace(/=$/, '')
  const inner = /^\(([^()]*)\)$/.exec(bare)?.[1]
  return (inner ?? bare).trim()
}

/** Whether a bar stands outside of brackets, so that the whole is a union. */
function splits(type: string): boolean {
  return /\|/.test(type.replace(/[(<][^()<>]*[)>]/g, ''))
}

function union(parts: string[]): Schema {
  const given = parts.filter((part) => part !== '' && part !== 'null' && part !== 'undefined')
  if (given.length > 0 && given.every((part) => literal.test(part))) {
    const values = given.map((part) => (/^['"]/.test(part) ? part.slice(1, -1) : Number(part)))
    return { type: typeof values[0] === 'number' ? 'number' : 'string', enum: values }
  }
  const [only] = given
  if (given.length === 1 && parts.length > 1 && only !== undefined) return jsonType(only)
  if (given.length > 1) return { anyOf: given.map(jsonType) }
  return { type: 'string' }
}

/** A value as written in JSDoc or code, for a parameter of this schema; undefined when it does not say one. */
export function defaultValue(written: string, schema: Schema): unknown {
  const text = written.trim()
  try {
    return JSON.parse(text)
  } catch {
    if (/^'[^'\\]*'$/.test(text)) return text.slice(1, -1)
    return schema.type === 'string' && /^[\p{L}\p{N} _-]+$/u.test(text) ? text : undefined
  }
}
