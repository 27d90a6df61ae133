import type { z } from 'zod'
import { type CallName, type CallOutput, type CallParsed, calls, type Reply } from '../../shared/ipc.ts'
import type { Problem } from '../../shared/problem.ts'
import { schemaWords } from '../../shared/schema-words.ts'
import type { Log } from '../kernel/log.ts'
import { ProblemError, toProblem } from '../kernel/problem.ts'

type Handler<N extends CallName> = (
  input: CallParsed<N>,
  signal: AbortSignal,
) => Promise<CallOutput<N>> | CallOutput<N>

/** One handler a call; a missing one does not compile. */
export type Handlers = { [N in Exclude<CallName, 'panel.watch'>]: Handler<N> }

/** Handlers of one link: it answers `panel.watch` itself. */
export type LinkHandlers = { [N in CallName]: Handler<N> }

/**
 * Checks name and input, runs the call and returns failures as values; never rejects.
 * Problems: `call.unknown`, `input.invalid` (names the field), `aborted`, whatever the handler throws.
 */
export async function runCall(
  handlers: LinkHandlers,
  name: string,
  input: unknown,
  options: { signal: AbortSignal; log: Log },
): Promise<Reply<unknown>> {
  try {
    options.signal.throwIfAborted()
    if (!isCallName(name)) {
      throw new ProblemError({
        code: 'call.unknown',
        message: `没有「${name.slice(0, 64)}」这个操作`,
        hint: '面板和机器人的版本可能不一样，刷新一下页面',
      })
    }
    const parsed = calls[name].input.safeParse(input, { error: schemaWords })
    if (!parsed.success) throw invalidInput(parsed.error)
    // The schema just checked is the one the handler's input type is inferred from; the compiler cannot
    // follow that through a name it does not know.
    const handler = handlers[name] as (input: unknown, signal: AbortSignal) => unknown
    return { ok: true, output: await handler(parsed.data, options.signal) }
  } catch (error) {
    return { ok: false, problem: problemOf(error, name, options.log) }
  }
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name)
}

function invalidInput(error: z.ZodError): ProblemError {
  const issue = error.issues[0]
  const field = issue?.path.map(String).join('.') || '整个输入'
  return new ProblemError({
    code: 'input.invalid',
    message: `「${field}」不对：${issue?.message ?? '格式不对'}`,
    hint: '改好再试一次',
  })
}

function problemOf(error: unknown, name: string, log: Log): Problem {
  const problem = toProblem(error)
  if (problem.code !== 'internal') return problem
  log.error('面板的一个操作出了没有料到的错', { call: name, error: problem.detail })
  // The text of an unexpected error may quote anything; the log masks it, a wire does not.
  return { code: problem.code, message: problem.message, hint: problem.hint }
}
