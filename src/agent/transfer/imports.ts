import type { ImportPreview } from '../../shared/moving.ts'
import type { Problem } from '../../shared/problem.ts'
import { ProblemError, toProblem } from '../kernel/problem.ts'
import type { ImportParts, Made, TransferFile } from './piece.ts'
import { byRank, type ImportChoice, type Planned, planImport } from './plan-import.ts'
import { type ReadFiles, readFiles } from './read-files.ts'

export interface ImportResult {
  /** What was taken over, a sentence each. */
  readonly done: string[]
  /** What was not, and why. */
  readonly problems: string[]
}

/** How many exports are remembered that may go on in another call. */
const mostContinued = 8
/** An edit of somebody else in between makes ours stale; once more is enough, unless it never stops. */
const attempts = 3

/** Imports: everything is planned before anything of it is done, and the preview is that plan. */
export class Imports {
  readonly #parts: ImportParts
  /** Settles when the import under way is through: two at once would both find a chat empty. */
  #running: Promise<unknown> = Promise.resolve()

  constructor(parts: Omit<ImportParts, 'continued'>) {
    this.#parts = { ...parts, continued: new Map() }
  }

  /** What an import of these files would do. Changes nothing. */
  async preview(files: readonly TransferFile[]): Promise<ImportPreview> {
    const read = await this.#read(files)
    const planned = await planImport(read, this.#parts, { selfId: '', skip: new Set() })
    return {
      source: read.source,
      needsAccount: read.needsAccount,
      items: planned.map(
        ({ piece: { title, file, isRisky }, plan: { carries, leaves, faults, problem } }) => ({
          title,
          file,
          carries,
          leaves: [...faults, ...leaves],
          problem,
          ...(isRisky && { risky: true }),
        }),
      ),
    }
  }

  /** Does what the preview told. Nothing that is wrong in one file, or with one thing in it, stops the others. */
  apply(files: readonly TransferFile[], choice: ImportChoice): Promise<ImportResult> {
    const applied = this.#running.then(() => this.#apply(files, choice))
    this.#running = applied.catch(() => undefined)
    return applied
  }

  #read(files: readonly TransferFile[]): Promise<ReadFiles> {
    return readFiles(files, this.#parts.config().defaults.history.skippedReply)
  }

  async #apply(files: readonly TransferFile[], choice: ImportChoice): Promise<ImportResult> {
    const planned = await planImport(await this.#read(files), this.#parts, choice)
    const refusal = await this.#edit(planned)
    const made: Made = { characters: new Map() }
    const outcomes = new Map<Planned, Outcome>()
    const ranked = planned.map((one) => ({ one, rank: one.piece.rank }))
    // Settings last: which character is the default can only be said when it is there.
    for (const { one } of byRank(ranked, ['character', 'chat', 'settings']))
      outcomes.set(one, await this.#carry(one, refusal, made))
    await this.#parts.storage.database.committed()
    this.#forgetOldest()
    return resultOf(planned, outcomes)
  }

  /** One edit for everything, so that it stands together in 修改记录. Returns why it could not be made. */
  async #edit(planned: readonly Planned[]): Promise<Problem | null> {
    const { editor } = this.#parts
    const ops = planned.flatMap(({ plan }) => plan.ops)
    try {
      for (const { plan } of planned) await plan.before?.()
      for (let attempt = 1; ops.length > 0; attempt++) {
        try {
          await editor.editConfig(editor.revision, ops)
          break
        } catch (error) {
          const isStale = error instanceof ProblemError && error.problem.code === 'edit.stale'
          if (!isStale || attempt === attempts) throw error
        }
      }
      return null
    } catch (error) {
      return toProblem(error)
    }
  }

  async #carry({ plan }: Planned, refusal: Problem | null, made: Made): Promise<Outcome> {
    const problem = plan.problem ?? (plan.ops.length > 0 ? refusal : null)
    if (problem) return { isDone: false, problems: [sentence(problem)] }
    try {
      return { isDone: true, problems: (await plan.carry?.(made)) ?? [] }
    } catch (error) {
      return { isDone: false, problems: [sentence(toProblem(error))] }
    }
  }

  #forgetOldest(): void {
    const { continued } = this.#parts
    for (const id of [...continued.keys()].slice(0, -mostContinued)) continued.delete(id)
  }
}

interface Outcome {
  readonly isDone: boolean
  readonly problems: readonly string[]
}

function resultOf(planned: readonly Planned[], outcomes: ReadonlyMap<Planned, Outcome>): ImportResult {
  const result: ImportResult = { done: [], problems: [] }
  for (const one of planned) {
    const { piece, plan } = one
    const outcome = outcomes.get(one)
    if (outcome?.isDone && plan.carries.length > 0)
      result.done.push(`${piece.title}：${plan.carries.join('；')}`)
    for (const problem of [...plan.faults, ...(outcome?.problems ?? [])])
      result.problems.push(`${piece.title}：${problem}`)
  }
  return { done: capped(result.done), problems: capped(result.problems) }
}

/** Sentences that are told of each kind; nobody reads more. */
const mostTold = 1000

function capped(sentences: string[]): string[] {
  const more = sentences.length - mostTold
  return more > 0 ? [...sentences.slice(0, mostTold), `还有 ${more} 条`] : sentences
}

function sentence({ message, hint }: Problem): string {
  return hint ? `${message}。${hint}` : message
}
