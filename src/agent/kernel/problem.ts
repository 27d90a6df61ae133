import type { Problem } from '../../shared/problem.ts'

/** An expected failure that carries its {@link Problem}; everything else that is thrown is a bug. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Omit<Problem, 'hint'> & { hint?: string }, options?: ErrorOptions) {
    super(problem.message, options)
    this.name = 'ProblemError'
    this.problem = { hint: '', ...problem }
  }
}

/** The one place that makes a {@link Problem} out of anything thrown. Detail is for the log, never for a chat. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (isAbort(error)) return { code: 'aborted', message: '已停止', hint: '' }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return {
    code: 'internal',
    message: '程序内部出了一个没有料到的错',
    hint: '在日志页找到这一条，复制诊断后反馈给我们',
    detail,
  }
}

/** True for what an aborted signal makes a promise reject with. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'APIUserAbortError')
}

/** The compiler complains here when a case of a union was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
