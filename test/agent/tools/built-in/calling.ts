import type { Tool, ToolOutput } from '../../../../src/agent/tools/tool.ts'
import type { ToolContext } from '../../../../src/agent/tools/tool-context.ts'

/** Calls one of these tools as a model would, with arguments that must fit. */
export async function call(
  tools: readonly Tool[],
  name: string,
  input: object,
  context: ToolContext,
): Promise<ToolOutput> {
  const checked = toolNamed(tools, name).check(input)
  if (!checked.ok) throw new Error(checked.message)
  return await toolNamed(tools, name).run(checked.input, context)
}

/** Whether arguments fit a tool. */
export function fits(tools: readonly Tool[], name: string, input: object): boolean {
  return toolNamed(tools, name).check(input).ok
}

function toolNamed(tools: readonly Tool[], name: string): Tool {
  const tool = tools.find((one) => one.name === name)
  if (!tool) throw new Error(`No tool ${name}`)
  return tool
}
