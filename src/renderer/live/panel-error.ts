import type { Problem } from '../../shared/problem.ts'

/** A call that the other side refused or that never came back; `problem` is what to show. */
export class PanelError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.name = 'PanelError'
    this.problem = problem
  }
}

/** What to show for anything that was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof PanelError) return error.problem
  return {
    code: 'panel.unexpected',
    message: '面板自己出了错',
    hint: '再试一次；还是这样就刷新面板。',
    detail: error instanceof Error ? error.message : String(error),
  }
}
