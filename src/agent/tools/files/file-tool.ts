import type { Problem } from '../../../shared/problem.ts'
import { isRecord } from '../../kernel/record.ts'
import { schemaCheck, schemaProblem } from '../json-schema.ts'
import type { Tool, ToolContext, ToolOutput } from '../tool.ts'
import type { Loaded, ToolDefinition } from './protocol.ts'

/** Why one tool of a file is not offered. */
export interface ToolProblem {
  readonly name: string
  readonly problem: Problem
}

type Call = (tool: string, input: unknown, context: ToolContext) => Promise<ToolOutput>

/** What a loaded file offers, and which of its tools it cannot; one of them does not spoil the others. */
export function fileTools(
  file: string,
  loaded: Loaded,
  call: Call,
): { tools: Tool[]; problems: ToolProblem[]; settings: Record<string, unknown> | null } {
  const tools: Tool[] = []
  const problems = loaded.faults.map(({ name, message }) => ({ name, problem: unusable(name, message) }))
  for (const definition of loaded.tools) {
    const { name, parameters } = definition
    const fault = schemaProblem(parameters)
    if (fault !== null) problems.push({ name, problem: unusable(name, fault) })
    else tools.push(fileTool(file, definition, call))
  }
  const { settings } = loaded
  return { tools, problems, settings: settings && schemaProblem(settings) === null ? { ...settings } : null }
}

function fileTool(file: string, definition: ToolDefinition, call: Call): Tool {
  const { name, title, description, parameters, risk, timeoutMs, retries, parallel } = definition
  const fits = schemaCheck(parameters)
  return {
    name,
    title,
    description,
    group: file,
    source: { kind: 'file', file },
    risk,
    parameters,
    parallel,
    ...(timeoutMs !== null && { timeoutMs }),
    retries,
    repeatable: risk === 'green',
    check: (input) =>
      isRecord(input) ? fits(input) : { ok: false, message: '参数要是一个对象，比如 {"名字": "值"}' },
    run: (input, context) => call(name, input, context),
  }
}

function unusable(name: string, message: string): Problem {
  return {
    code: 'tools.tool-unusable',
    message: `工具「${name}」用不了：${message}`,
    hint: '同一个文件里的别的工具照常能用；改好存盘就会自动再试',
  }
}
