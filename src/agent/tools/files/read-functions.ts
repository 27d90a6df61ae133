import type { Comment, Expression, Function as Fn, Node, Pattern, Program } from 'acorn'
import { type DocComment, readDocComment } from './doc-comment.ts'
import { factOf } from './filled-in.ts'
import { defaultValue, jsonType } from './json-types.ts'

/** An exported function as its source tells of it. */
export interface ReadFunction {
  readonly doc: DocComment
  /** In the order of the signature; null where a parameter has no name of its own. */
  readonly params: readonly (string | null)[]
  /** JSON Schema of what a model gives. */
  readonly schema: Record<string, unknown>
}

interface Found {
  readonly fn: Fn
  /** Where the statement begins that its comment stands above. */
  readonly start: number
}

interface Source {
  readonly code: string
  /** The same with types, at the same places; null when there are none. */
  readonly typed: string | null
}

/**
 * The functions that a module exports, by the name they are exported under.
 * @param comments of the whole source, in order.
 */
export function readFunctions(
  program: Program,
  comments: readonly Comment[],
  source: Source,
): Map<string, ReadFunction> {
  const read = new Map<string, ReadFunction>()
  for (const [name, { fn, start }] of exportedFunctions(program)) {
    const doc = readDocComment(commentAbove(start, comments, source.code))
    read.set(name, {
      doc,
      params: fn.params.map((param) => nameOf(param)),
      schema: schemaOf(fn, doc, source),
    })
  }
  return read
}

function exportedFunctions(program: Program): Map<string, Found> {
  const locals = new Map<string, Found>()
  const exported = new Map<string, string>()
  for (const statement of program.body) {
    if (statement.type === 'ExportNamedDeclaration') {
      for (const name of declare(statement.declaration, statement.start, locals)) exported.set(name, name)
      if (!statement.source)
        for (const { local, exported: outer } of statement.specifiers)
          exported.set(wordOf(outer), wordOf(local))
    } else if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement
      if (declaration.type === 'Identifier') exported.set('default', declaration.name)
      else if (isFunction(declaration)) locals.set('default', { fn: declaration, start: statement.start })
      if (isFunction(declaration)) exported.set('default', 'default')
    } else declare(statement, statement.start, locals)
  }
  return new Map(
    [...exported].flatMap(([outer, local]) => {
      const found = locals.get(local)
      return found ? [[outer, found] as const] : []
    }),
  )
}

/** Notes the functions that a statement declares; returns all names it declares. */
function declare(statement: Node | null | undefined, start: number, locals: Map<string, Found>): string[] {
  const node = statement as Program['body'][number] | null | undefined
  if (node?.type === 'FunctionDeclaration') {
    locals.set(node.id.name, { fn: node, start })
    return [node.id.name]
  }
  if (node?.type !== 'VariableDeclaration') return []
  return node.declarations.flatMap(({ id, init }) => {
    if (id.type !== 'Identifier') return []
    if (init && isFunction(init)) locals.set(id.name, { fn: init, start })
    return [id.name]
  })
}

function isFunction(node: Node): node is Fn {
  return /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression)$/.test(node.type)
}

function wordOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.name ?? String(node.value)
}

/** The last JSDoc comment before a statement that nothing but other comments separates from it. */
function commentAbove(start: number, comments: readonly Comment[], code: string): string {
  let edge = start
  for (const comment of comments.filter(({ end }) => end <= start).reverse()) {
    if (code.slice(comment.end, edge).trim() !== '') return ''
    if (comment.type === 'Block' && comment.value.startsWith('*')) return `/*${comment.value}*/`
    edge = comment.start
  }
  return ''
}

function nameOf(param: Pattern): string | null {
  if (param.type === 'Identifier') return param.name
  return param.type === 'AssignmentPattern' && param.left.type === 'Identifier' ? param.left.name : null
}

function schemaOf(fn: Fn, doc: DocComment, source: Source): Record<string, unknown> {
  const properties: [string, Record<string, unknown>][] = []
  const required: string[] = []
  fn.params.forEach((param, index) => {
    const name = nameOf(param)
    if (name === null || name === 'context' || factOf(name)) return
    const told = doc.params.get(name)
    const given = param.type === 'AssignmentPattern' ? param.right : null
    const typed = annotation(param, fn.params[index + 1]?.start ?? fn.body.start, source)
    const schema = jsonType(told?.type || typed.type || literalType(given))
    const usual = told?.default ?? (given ? source.code.slice(given.start, given.end) : undefined)
    const value = usual === undefined ? undefined : defaultValue(usual, schema)
    properties.push([
      name,
      {
        ...schema,
        ...(told?.text && { description: told.text }),
        ...(value !== undefined && { default: value }),
      },
    ])
    if (!given && !told?.optional && !typed.optional) required.push(name)
  })
  return { type: 'object', properties: Object.fromEntries(properties), required }
}

/** What stands behind a name in TypeScript, where the source without types has only spaces. */
function annotation(
  param: Pattern,
  next: number,
  { code, typed }: Source,
): { type: string; optional: boolean } {
  if (!typed) return { type: '', optional: false }
  const name = param.type === 'AssignmentPattern' ? param.left : param
  const until = param.type === 'AssignmentPattern' ? param.right.start : next
  const kept = code.slice(name.end, until)
  // Where code was kept, the annotation is over: a comma, a bracket, an equals sign.
  const end = kept.search(/\S/)
  const written = typed.slice(name.end, end < 0 ? until : name.end + end).trim()
  const [, mark, type = ''] = /^(\?)?\s*:?\s*(.*)$/s.exec(written) ?? []
  return { type: type.trim(), optional: mark !== undefined }
}

function literalType(value: Expression | null): string {
  return value?.type === 'Literal' && value.value !== null ? typeof value.value : ''
}
