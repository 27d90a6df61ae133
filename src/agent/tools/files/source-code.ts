import { writeFile } from 'node:fs/promises'
import type { Comment, Program } from 'acorn'
import type { ReadFunction } from './read-functions.ts'

/** Why a file cannot be used, in words for whoever wrote it. */
export class BrokenFile extends Error {
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.name = 'BrokenFile'
    this.hint = hint
  }
}

/** What a file says, as JavaScript. */
export interface SourceCode {
  readonly code: string
  /** With types at the same places; null when it has none. */
  readonly typed: string | null
  /** What is to be imported. */
  readonly path: string
}

const mend = '改好存盘就会自动再试'

/**
 * Reads a file's source; of TypeScript the types are taken out, and the rest is written to `stripped`, which stands in
 * the same folder so that relative imports go on working. Throws {@link BrokenFile}.
 */
export async function openSource(
  source: string,
  file: { readonly file: string; readonly path: string; readonly stripped: string },
): Promise<SourceCode> {
  if (!file.file.endsWith('.ts')) return { code: source, typed: null, path: file.path }
  const { default: amaro } = await import('amaro')
  let code: string
  try {
    code = amaro.transformSync(source, { mode: 'strip-only', filename: file.file }).code
  } catch (error) {
    throw typeScriptFault(error)
  }
  await writeFile(file.stripped, code)
  // Characters of several bytes may have moved everything behind them.
  return { code, typed: code.length === source.length ? source : null, path: file.stripped }
}

/** The exported functions of a file by the name they are exported under. Throws {@link BrokenFile}. */
export async function functionsIn({ code, typed }: SourceCode): Promise<Map<string, ReadFunction>> {
  const { readFunctions } = await import('./read-functions.ts')
  const { program, comments } = await parse(code)
  return readFunctions(program, comments, { code, typed })
}

/** Where the grammar is broken; null when it is not this file whose grammar is broken. */
export async function syntaxFault(code: string): Promise<BrokenFile | null> {
  try {
    await parse(code)
    return null
  } catch (error) {
    return error instanceof BrokenFile ? error : null
  }
}

async function parse(code: string): Promise<{ program: Program; comments: Comment[] }> {
  const acorn = await import('acorn')
  const comments: Comment[] = []
  try {
    const program = acorn.parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowHashBang: true,
      onComment: comments,
    })
    return { program, comments }
  } catch (error) {
    const { loc, message } = error as { loc?: { line: number; column: number }; message: string }
    if (!loc) throw error
    throw fault(loc.line, loc.column + 1, message.replace(/\s*\(\d+:\d+\)$/, ''))
  }
}

function typeScriptFault(error: unknown): unknown {
  const { code, message, startLine, startColumn } = error as {
    code?: string
    message: string
    startLine: number
    startColumn: number
  }
  if (code === 'InvalidSyntax') return fault(startLine, startColumn + 1, message)
  if (code !== 'UnsupportedSyntax') return error
  return new BrokenFile(
    `第 ${startLine} 行第 ${startColumn + 1} 列用了不支持的 TypeScript 写法：${message.slice(0, 200)}`,
    `只去掉类型、不作转换：enum、namespace 和构造函数里的 public 参数换个写法。${mend}`,
  )
}

function fault(line: number, column: number, message: string): BrokenFile {
  return new BrokenFile(`第 ${line} 行第 ${column} 列有语法错误`, `${mend}（${message.slice(0, 200)}）`)
}
