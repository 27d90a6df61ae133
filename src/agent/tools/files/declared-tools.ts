import { isRecord } from '../../kernel/record.ts'
import { fillIn, withoutFilledIn } from './filled-in.ts'
import { toolsOfFunctions } from './function-tools.ts'
import type { CallFacts, ToolDefinition, ToolFault } from './protocol.ts'
import { BrokenFile, type SourceCode } from './source-code.ts'
import { mayRunBeside, retryCount, timeLimit, toRisk } from './tool-facts.ts'
import type { UserContext } from './user-context.ts'

/** A tool as its own process knows it. */
export interface DeclaredTool {
  readonly definition: ToolDefinition
  run(input: Record<string, unknown>, context: UserContext, facts: CallFacts): unknown
}

/** A tool, or why it cannot be one. */
export type Declared = { readonly tool: DeclaredTool } | { readonly fault: ToolFault }

/** A schema longer than this, in characters of JSON, would not be read by any model. */
const mostSchema = 100_000
const nameRule = /^[a-zA-Z0-9_-]{1,64}$/

/**
 * The tools that a loaded module declares: exported definitions, and only when there are none, its exported async
 * functions. Of two with one name the first counts. Throws {@link BrokenFile} when there is nothing that could be one.
 */
export async function declaredTools(
  module: Readonly<Record<string, unknown>>,
  source: SourceCode,
  file: string,
): Promise<{ tools: DeclaredTool[]; faults: ToolFault[] }> {
  const definitions = [module.default, module.tools]
    .flat()
    .filter((one) => isRecord(one) && (typeof one.run === 'function' || 'parameters' in one))
  const all =
    definitions.length > 0
      ? definitions.map((one) => toolOf(one as Record<string, unknown>))
      : await toolsOfFunctions(module, source, file)
  if (all.length === 0)
    throw new BrokenFile(
      '没有导出能用的工具',
      '导出一个 { name, description, parameters, run } 对象，或者导出名字不以 _ 开头的 async 函数；给别的文件用的代码放进子文件夹',
    )
  return withoutRepeated(all)
}

function withoutRepeated(all: readonly Declared[]): { tools: DeclaredTool[]; faults: ToolFault[] } {
  const tools = new Map<string, DeclaredTool>()
  const faults: ToolFault[] = []
  for (const one of all) {
    if ('fault' in one) faults.push(one.fault)
    else if (tools.has(one.tool.definition.name))
      faults.push({
        name: one.tool.definition.name,
        message: '这个文件里有两个工具用了同一个名字，只用前一个',
      })
    else tools.set(one.tool.definition.name, one.tool)
  }
  return { tools: [...tools.values()], faults }
}

function toolOf(written: Record<string, unknown>): Declared {
  const name = String(written.name ?? '')
  const message = faultOf(written, name)
  if (message !== null) return { fault: { name: name.slice(0, 64), message } }
  const { schema, names } = withoutFilledIn(plain(written.parameters ?? { type: 'object', properties: {} }))
  const run = written.run as (input: unknown, context: UserContext) => unknown
  const { title, description, retries, parallel } = written
  return {
    tool: {
      definition: {
        name,
        title: typeof title === 'string' && title.trim() !== '' ? title.trim().slice(0, 64) : name,
        description: String(description ?? title ?? name).slice(0, 10_000),
        parameters: { type: 'object', properties: {}, ...schema },
        risk: toRisk(written.risk, name),
        timeoutMs: timeLimit(written.timeoutSeconds, name),
        retries: retryCount(retries, name),
        parallel: mayRunBeside(parallel),
      },
      run: (input, context, facts) => run.call(written, fillIn(input, names, facts), context),
    },
  }
}

function faultOf(written: Record<string, unknown>, name: string): string | null {
  if (!nameRule.test(name)) return '名字（name）只能用字母、数字、下划线和短横线，最多 64 个'
  if (typeof written.run !== 'function') return '少了 run 函数'
  try {
    const schema = plain(written.parameters ?? {})
    if (!isRecord(schema)) return '参数的格式（parameters）要是一个 JSON Schema 对象'
    if (schema.properties !== undefined && !isRecord(schema.properties))
      return '参数的格式（parameters）里的 properties 要是一个对象'
    return JSON.stringify(schema).length > mostSchema ? '参数的格式（parameters）太长' : null
  } catch {
    return '参数的格式（parameters）变不成 JSON'
  }
}

/** As it would arrive over a wire: without functions and classes. */
function plain(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value))
}
