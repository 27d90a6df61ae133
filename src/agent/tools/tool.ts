import { z } from 'zod'
import type { Risk, ToolRole, ToolRule, ToolSource } from '../../shared/tools.ts'
import type { ToolContext } from './tool-context.ts'

export type { ToolContext } from './tool-context.ts'

/** What a call came to. Files and pictures that are for the chat are sent by the tool itself, through its context. */
export type ToolOutput = string | { readonly text: string; readonly pictures?: readonly Uint8Array[] }

/** Whether arguments fit, as a value for `run` or as a sentence for the model. */
export type Checked =
  | { readonly ok: true; readonly input: unknown }
  | { readonly ok: false; readonly message: string }

/** Something a model may call. */
export interface Tool {
  /** `^[a-zA-Z0-9_-]{1,64}$`, as models know it. */
  readonly name: string
  /** As the panel shows it. */
  readonly title: string
  /** For the model: when to use it and what it returns. */
  readonly description: string
  /** Heading of the panel it stands under. */
  readonly group: string
  readonly source: ToolSource
  readonly risk: Risk
  /** Rules it has by itself, instead of those of its risk. */
  readonly rules?: Partial<Record<ToolRole, ToolRule>>
  /** Only offered where it is switched on: each tool that is offered costs tokens in every request. */
  readonly offByDefault?: boolean
  /** Only offered in groups. */
  readonly groupOnly?: boolean
  /** What it returns was written by others, although it only reads: it is marked as what is not to be obeyed. */
  readonly outside?: boolean
  /** It changes nothing but the chat it is called in: whoever may change that by a command may call it. */
  readonly ownChat?: boolean
  /** JSON Schema of the input object. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Whether it may run beside others of the same round. */
  readonly parallel: boolean
  /** Milliseconds; null for what waits for people. The general limit holds when absent. */
  readonly timeoutMs?: number | null
  /** How often a passing failure is tried again; 0 by default. */
  readonly retries?: number
  /** Whether nothing is changed by calling it once more, as after the program died in the middle of a call. */
  readonly repeatable: boolean
  check(input: unknown): Checked
  /**
   * Runs one call with what {@link check} returned. Throws a {@link ToolError} for what the model should know; of
   * anything else it is only told that something went wrong. Must end soon after `context.signal` is aborted.
   */
  run(input: unknown, context: ToolContext): Promise<ToolOutput> | ToolOutput
}

/** An expected failure; its message is for the model, and so may come to be said in a chat: nothing internal in it. */
export class ToolError extends Error {
  /** Whether trying again may help, as after a time-out of the network. */
  readonly passing: boolean
  /** Whether it may have been done after all: then only what is repeatable is tried again. */
  readonly unsure: boolean

  constructor(message: string, options: ErrorOptions & { passing?: boolean; unsure?: boolean } = {}) {
    super(message, options)
    this.name = 'ToolError'
    this.passing = options.passing ?? false
    this.unsure = options.unsure ?? false
  }
}

/** A tool of ours as it is written down: its input is a zod schema, and most things have a usual value. */
export interface BuiltInTool<Input extends z.ZodType>
  extends Pick<
    Tool,
    | 'name'
    | 'title'
    | 'description'
    | 'group'
    | 'risk'
    | 'rules'
    | 'offByDefault'
    | 'groupOnly'
    | 'outside'
    | 'ownChat'
    | 'timeoutMs'
    | 'retries'
  > {
  readonly input: Input
  /** True by default. */
  readonly parallel?: boolean
  /** True by default for what only reads (green and yellow). */
  readonly repeatable?: boolean
  run(input: z.output<Input>, context: ToolContext): Promise<ToolOutput> | ToolOutput
}

/** Makes a tool of a built-in definition, and keeps its input's type while it is written down. */
export function defineTool<Input extends z.ZodType>(definition: BuiltInTool<Input>): Tool {
  const { input, run, ...rest } = definition
  const { $schema: _, ...parameters } = z.toJSONSchema(input, { io: 'input' }) as Record<string, unknown>
  return {
    ...rest,
    source: { kind: 'built-in' },
    parameters,
    parallel: definition.parallel ?? true,
    repeatable: definition.repeatable ?? definition.risk !== 'red',
    check(value) {
      const parsed = input.safeParse(value)
      if (parsed.success) return { ok: true, input: parsed.data }
      const issue = parsed.error.issues[0]
      return misfit(issue?.path.join('.') ?? '', issue?.message ?? '')
    },
    run: (value, context) => run(value as z.output<Input>, context),
  }
}

/** Arguments that do not fit. @param path of the argument, such as `items.0`; '' for all of them. */
export function misfit(path: string, why: string): Checked {
  return { ok: false, message: `参数${path === '' ? '' : ` ${path} `}不对：${why}` }
}

/** A tool as a model is told of it. */
export interface ToolDescription {
  readonly name: string
  readonly description: string
  readonly parameters: Record<string, unknown>
}
