import { z } from 'zod'
import type { Problem } from '../../../shared/problem.ts'
import type { McpServer } from '../../../shared/tools.ts'
import { cleanLine, head, withoutLoneSurrogates } from '../../kernel/text.ts'
import { schemaCheck, schemaProblem } from '../json-schema.ts'
import type { Tool, ToolOutput } from '../tool.ts'
import { titleOf } from './problems.ts'

/** Calls a tool by the name the server has for it. */
export type CallTool = (tool: string, input: unknown, signal: AbortSignal) => Promise<ToolOutput>

/** A tool that cannot be used, by the name it would have. */
export interface UnusableTool {
  readonly name: string
  readonly problem: Problem
}

/** As the protocol has it, as far as it matters here. What only describes a tool may be missing or wrong. */
const Listed = z.object({
  name: z.string().min(1),
  title: z.string().optional().catch(undefined),
  description: z.string().catch(''),
  inputSchema: z.unknown().optional(),
  annotations: z
    .object({
      title: z.string().optional().catch(undefined),
      readOnlyHint: z.boolean().optional().catch(undefined),
    })
    .catch({}),
  execution: z.object({ taskSupport: z.string().optional().catch(undefined) }).catch({}),
})
type Listed = z.infer<typeof Listed>

const longestDescription = 2000
/** A schema of more characters costs more than any tool is worth. */
const longestSchema = 100_000

/** Makes tools of what a server listed, and says of the others why they cannot be used. */
export function readTools(
  server: McpServer,
  listed: readonly unknown[],
  call: CallTool,
): { tools: Tool[]; problems: UnusableTool[] } {
  const tools = new Map<string, Tool>()
  const problems: UnusableTool[] = []
  for (const entry of listed) {
    const parsed = Listed.safeParse(entry)
    const name = toolName(server.id, parsed.data?.name ?? '')
    const problem = parsed.success ? fault(server, parsed.data) : notATool(server)
    if (problem) problems.push({ name, problem })
    else if (tools.has(name)) problems.push({ name, problem: sameName(server, parsed.data?.name ?? '') })
    else if (parsed.data) tools.set(name, makeTool(server, name, parsed.data, call))
  }
  return { tools: [...tools.values()], problems }
}

/** `<server>_<tool>` in the characters that vendors allow. */
export function toolName(server: string, tool: string): string {
  return `${server}_${tool}`.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64)
}

function makeTool(server: McpServer, name: string, listed: Listed, call: CallTool): Tool {
  const { annotations, description } = listed
  const title = cleanLine(annotations.title ?? listed.title ?? listed.name) || listed.name
  const readOnly = annotations.readOnlyHint === true
  const { $schema: _, ...schema } = listed.inputSchema as Record<string, unknown>
  const parameters = { type: 'object', properties: {}, ...schema }
  return {
    name,
    title,
    description: withoutLoneSurrogates(head(description.trim(), longestDescription)) || title,
    group: `MCP · ${titleOf(server)}`,
    source: { kind: 'mcp', server: server.id },
    // A program on this computer can do anything, whatever it says of itself: the owner lowers it tool by tool.
    risk: server.transport !== 'stdio' && readOnly ? 'yellow' : 'red',
    parameters,
    parallel: true,
    repeatable: readOnly,
    timeoutMs: server.timeoutSeconds * 1000,
    check: schemaCheck(parameters),
    run: (input, { signal }) => call(listed.name, input, signal),
  }
}

function fault(server: McpServer, { name, inputSchema, execution }: Listed): Problem | null {
  const shown = cleanLine(name)
  const wrong = schemaProblem(inputSchema) ?? (isTooLong(inputSchema) ? '参数的格式太长' : null)
  if (wrong)
    return {
      code: 'mcp.schema',
      message: `「${titleOf(server)}」的工具 ${shown} 用不了：${wrong}`,
      hint: '更新这个服务器，或者告诉它的作者',
    }
  if (execution.taskSupport === 'required')
    return {
      code: 'mcp.task',
      message: `「${titleOf(server)}」的工具 ${shown} 只能当后台任务跑，这里不支持`,
      hint: '用它别的工具',
    }
  return null
}

function isTooLong(schema: unknown): boolean {
  return JSON.stringify(schema).length > longestSchema
}

function notATool(server: McpServer): Problem {
  return {
    code: 'mcp.schema',
    message: `「${titleOf(server)}」列出了一个没有名字的工具`,
    hint: '更新这个服务器，或者告诉它的作者',
  }
}

function sameName(server: McpServer, name: string): Problem {
  return {
    code: 'mcp.same-name',
    message: `「${titleOf(server)}」的工具 ${cleanLine(name)} 换成能用的字符以后，和它的另一个工具重名`,
    hint: '用的是先列出的那个；给这个服务器换个短一点的名字也许就分得开',
  }
}
