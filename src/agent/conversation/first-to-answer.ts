import type { Problem } from '../../shared/problem.ts'
import { isAbort, ProblemError } from '../kernel/problem.ts'
import type { Models } from '../models/models.ts'

export interface Candidates {
  /** As they are written in the settings, the first choice first; what is not usable is left out. */
  readonly names: readonly string[]
  readonly models: Pick<Models, 'resolve' | 'resting'>
  readonly signal: AbortSignal
  /** Told when the next one is asked because of what happened to the one before. */
  switched(from: string, to: string, why: Problem): void
}

/**
 * Asks models in order until one answers. Those that rest after too many failures are passed over, unless all do.
 * Rejects with an AbortError, or with the problem of the first choice.
 */
export async function firstToAnswer<T>(
  { names, models, signal, switched }: Candidates,
  ask: (name: string) => Promise<T>,
): Promise<T> {
  const usable: string[] = []
  let missing: Problem | null = null
  let failure: Problem | null = null
  for (const name of names) {
    const resolved = models.resolve(name)
    if ('problem' in resolved) missing ??= resolved.problem
    else if (!usable.includes(resolved.name)) usable.push(resolved.name)
  }
  const awake = usable.filter((name) => models.resting(name) === null)
  const order = awake.length > 0 ? awake : usable
  const first = usable[0]
  if (first !== undefined && order[0] !== undefined && order[0] !== first)
    switched(first, order[0], resting(first))
  for (const [index, name] of order.entries()) {
    try {
      return await ask(name)
    } catch (error) {
      if (signal.aborted || isAbort(error) || !isOfModel(error)) throw error
      failure ??= error.problem
      const next = order[index + 1]
      if (next !== undefined) switched(name, next, error.problem)
    }
  }
  throw new ProblemError(withOthers(failure ?? missing ?? nothingChosen, order.slice(1)))
}

const nothingChosen: Problem = {
  code: 'model.unknown',
  message: '没有选模型',
  hint: '在模型页选一个默认模型',
}

function isOfModel(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.problem.code.startsWith('model.')
}

function resting(name: string): Problem {
  return { code: 'model.resting', message: `${name} 连着出错，先歇一会儿`, hint: '' }
}

function withOthers(problem: Problem, others: readonly string[]): Problem {
  if (others.length === 0) return problem
  return {
    ...problem,
    hint: [problem.hint, `备用的 ${others.join('、')} 也没有答上来`].filter(Boolean).join('；'),
  }
}
