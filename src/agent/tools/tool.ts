import { z } from 'zod'

/** What a tool may know and use during one call; grows by small interfaces, never by whole parts. */
export interface ToolContext {
  readonly chatKey: string
  readonly senderId: string
  readonly now: () => Date
  readonly signal: AbortSignal
}

/** Something a model may call. `run` returns the text for the model; what it throws becomes an error text. */
export interface Tool<Input extends z.ZodType = z.ZodType> {
  readonly name: string
  /** As the panel shows it. */
  readonly title: string
  /** For the model: when to use it and what it returns. */
  readonly description: string
  readonly input: Input
  run(input: z.output<Input>, context: ToolContext): Promise<string> | string
}

/** Keeps the input's type while a tool is written down. */
export function defineTool<Input extends z.ZodType>(tool: Tool<Input>): Tool {
  return tool as unknown as Tool
}

/** A tool as a model is told of it. */
export interface ToolDescription {
  readonly name: string
  readonly description: string
  /** JSON Schema of the input object. */
  readonly parameters: Record<string, unknown>
}

export function describeTool(tool: Tool): ToolDescription {
  const { $schema: _, ...parameters } = z.toJSONSchema(tool.input, { io: 'input' }) as Record<string, unknown>
  return { name: tool.name, description: tool.description, parameters }
}
