import { head } from '../kernel/text.ts'
import { timeTool } from './time.ts'
import { describeTool, type Tool, type ToolContext, type ToolDescription } from './tool.ts'

export const builtInTools: readonly Tool[] = [timeTool]

export interface ToolResult {
  readonly text: string
  readonly failed: boolean
}

/** Longest result given to a model, in characters. */
const resultLimit = 8000

/** The tools a model is offered, and the one way to run them. */
export class Toolbox {
  readonly descriptions: readonly ToolDescription[]
  /** The same as text, to see whether it has changed. */
  readonly text: string
  readonly #tools: ReadonlyMap<string, Tool>

  constructor(tools: readonly Tool[]) {
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]))
    this.descriptions = tools.map(describeTool)
    this.text = JSON.stringify(this.descriptions)
  }

  title(name: string): string {
    return this.#tools.get(name)?.title ?? name
  }

  /** Runs one call. Never rejects but for an abort: a model can read what went wrong and try again. */
  async run(call: { name: string; arguments: string }, context: ToolContext): Promise<ToolResult> {
    const tool = this.#tools.get(call.name)
    if (!tool) return failure(`没有叫 ${call.name} 的工具`)
    let input: unknown
    try {
      input = JSON.parse(call.arguments || '{}')
    } catch {
      return failure('参数不是完整的 JSON')
    }
    const parsed = tool.input.safeParse(input)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      return failure(`参数 ${issue?.path.join('.') ?? ''} 不对：${issue?.message ?? ''}`)
    }
    try {
      const text = await tool.run(parsed.data, context)
      return { text: shorten(text), failed: false }
    } catch (error) {
      context.signal.throwIfAborted()
      return failure(error instanceof Error ? error.message : '工具出错')
    }
  }
}

function failure(message: string): ToolResult {
  return { text: `调用失败：${shorten(message)}`, failed: true }
}

function shorten(text: string): string {
  if (text.length <= resultLimit) return text
  const start = head(text, resultLimit)
  return `${start}\n（后面的 ${text.length - start.length} 个字省略了）`
}
