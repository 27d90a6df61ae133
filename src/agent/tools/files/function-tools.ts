import { createHash } from 'node:crypto'
import { types } from 'node:util'
import type { Declared } from './declared-tools.ts'
import { factOf } from './filled-in.ts'
import type { ReadFunction } from './read-functions.ts'
import { functionsIn, type SourceCode } from './source-code.ts'
import { mayRunBeside, retryCount, timeLimit, toRisk } from './tool-facts.ts'

type AsyncFunction = (...values: unknown[]) => unknown

/** Makes tools of a module's exported async functions; names that begin with `_` are its own business. */
export async function toolsOfFunctions(
  module: Readonly<Record<string, unknown>>,
  source: SourceCode,
  file: string,
): Promise<Declared[]> {
  const exported = Object.entries(module).filter(
    (entry): entry is [string, AsyncFunction] =>
      types.isAsyncFunction(entry[1]) &&
      !types.isGeneratorFunction(entry[1]) &&
      !/^_/.test(spoken(entry[0], entry[1])),
  )
  if (exported.length === 0) return []
  const read = await functionsIn(source)
  return exported.map(([name, run]) => declared(toolName(file, spoken(name, run)), run, read.get(name)))
}

/** What a default export is called is written in the function itself. */
function spoken(exportedAs: string, run: unknown): string {
  return exportedAs === 'default' ? (run as AsyncFunction).name : exportedAs
}

/** `<file>_<function>` in the characters that vendors allow (S0-41). */
function toolName(file: string, name: string): string {
  const base = file.replace(/\.(?:mjs|js|ts)$/, '')
  return `${plainWord(base)}_${plainWord(name)}`.slice(0, 64)
}

/** Words of which nothing would be left, such as Chinese ones, are told apart by a hash. */
function plainWord(word: string): string {
  const kept = word.replace(/[^a-zA-Z0-9_-]+/g, '_')
  return /[a-zA-Z0-9]/.test(kept) ? kept : createHash('sha256').update(word).digest('hex').slice(0, 6)
}

function declared(name: string, run: AsyncFunction, read: ReadFunction | undefined): Declared {
  if (!read)
    return {
      fault: { name, message: '这个函数不是在这个文件里写的，读不到它的参数；在这里包一层 async 函数' },
    }
  const { doc, params, schema } = read
  if (params.includes(null))
    return { fault: { name, message: '参数要一个一个写名字，不能写成 {…}、[…] 或 ...rest' } }
  const title = doc.tags.get('title') ?? ''
  return {
    tool: {
      definition: {
        name,
        title: (title || run.name || name).slice(0, 64),
        description: described(doc.description || title || run.name, doc.tags.get('returns')),
        parameters: schema,
        risk: toRisk(doc.tags.get('risk'), name),
        timeoutMs: timeLimit(doc.tags.get('timeout'), name),
        retries: retryCount(doc.tags.get('retries'), name),
        parallel: mayRunBeside(doc.tags.get('parallel')),
      },
      run(input, context, facts) {
        const values = params.map((param) => {
          if (param === null) return undefined
          if (param === 'context') return context
          const fact = factOf(param)
          return fact ? facts[fact] : Object.hasOwn(input, param) ? input[param] : undefined
        })
        return run(...values)
      },
    },
  }
}

function described(description: string, returns: string | undefined): string {
  return (returns ? `${description}\n返回：${returns}` : description).slice(0, 10_000)
}
