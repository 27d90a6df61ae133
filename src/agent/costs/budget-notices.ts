import { type Budget, type BudgetUse, type UsageToday, yuan } from '../../shared/costs.ts'
import type { Problem } from '../../shared/problem.ts'
import type { StandingProblem } from '../../shared/state.ts'
import { type BudgetLevel, levelOf } from './budget.ts'

export interface BudgetNoticeParts {
  budget(): Budget
  /** Whether a cheap model is chosen. */
  hasCheap(): boolean
  /** Which notices were given on a day. */
  told(day: string): readonly string[]
  setTold(day: string, notices: readonly string[]): void
  /** Says it to the owners; false when that cannot be done now. It is then tried again later. Must not throw. */
  tell(text: string): boolean
  readonly problems: {
    set(
      key: string,
      problem: Problem | null,
      facts: Partial<Pick<StandingProblem, 'severity' | 'page'>>,
    ): void
  }
}

/** Messages to the owners on one day about chats and people; the page tells the rest. */
const mostADay = 20

/** Tells the owners once a day of each budget that nears its end or is over, and stands in the panel meanwhile. */
export class BudgetNotices {
  readonly #parts: BudgetNoticeParts
  #day = ''
  #told = new Set<string>()

  constructor(parts: BudgetNoticeParts) {
    this.#parts = parts
  }

  /** To be called when the budgets of today have changed: they are those of which at least 80 % is spent. */
  review({ day, budgets }: Pick<UsageToday, 'day' | 'budgets'>): void {
    if (day !== this.#day) {
      this.#day = day
      this.#told = new Set(this.#parts.told(day))
    }
    const before = this.#told.size
    for (const use of budgets) this.#tell(use)
    if (this.#told.size > before) this.#parts.setTold(day, [...this.#told])
    this.#parts.problems.set('budget', problemOf(budgets, this.#parts.budget(), this.#parts.hasCheap()), {
      severity: 'warning',
      page: '/costs',
    })
  }

  #tell(use: BudgetUse): void {
    const budget = this.#parts.budget()
    const level = levelOf(use.spent, use.limit)
    // That of the day is everybody's: others must not use up what is said of it.
    if (this.#told.size >= mostADay && use.scope !== 'day') return
    if (level === 'near' && budget.at80 === 'nothing') return
    // A limit that was raised is another one.
    const notice = `${use.scope}:${use.key}:${level}:${use.limit}`
    if (this.#told.has(notice)) return
    const last = this.#told.size + 1 === mostADay ? '今天提醒得够多了，其余的在「费用」里看。' : ''
    const then = consequence(budget, level, this.#parts.hasCheap())
    if (this.#parts.tell(`${sentenceOf(use, level)}${then}${last}`)) this.#told.add(notice)
  }
}

/** 「今天已经花了 ¥4.02，是每天预算 ¥5 的 80 %。」 */
function sentenceOf({ scope, title, spent, limit }: BudgetUse, level: BudgetLevel): string {
  const who = scope === 'day' ? '今天' : scope === 'chat' ? `聊天「${title}」今天` : `「${title}」今天`
  const whose = scope === 'day' ? '每天预算' : scope === 'chat' ? '一个聊天的预算' : '一个人的预算'
  const share =
    level === 'over'
      ? `${whose} ${yuan(limit)} 花完了`
      : `是${whose} ${yuan(limit)} 的 ${percent(spent, limit)}`
  return `${who}已经花了 ${yuan(spent)}，${share}。`
}

/** Rounded down: what is not over does not read 100 %. 4.35 of 5 are 87 %, and not 86.999…. */
function percent(spent: number, limit: number): string {
  return `${Math.floor((spent / limit) * 100 + 1e-6)} %`
}

function consequence({ at80, at100 }: Budget, level: BudgetLevel, hasCheap: boolean): string {
  const cheap = hasCheap ? '现在换便宜的模型来回。' : '还没有选「便宜活」的模型，照旧在回。'
  if (level === 'near') return at80 === 'cheap' ? cheap : ''
  if (at100 === 'stop') return '今天不再回，主人还能用。'
  return at100 === 'cheap' || at80 === 'cheap' ? cheap : ''
}

/** One problem for all budgets, the general one first. Without what was spent: it would be another one at every call. */
function problemOf(budgets: readonly BudgetUse[], budget: Budget, hasCheap: boolean): Problem | null {
  const over = budgets.filter(({ spent, limit }) => levelOf(spent, limit) === 'over')
  const near = budget.at80 === 'nothing' ? [] : budgets
  const level = over.length > 0 ? 'over' : 'near'
  const [first, ...others] = over.length > 0 ? over : near
  if (!first) return null
  const whose = first.scope === 'day' ? '今天' : `「${first.title}」今天`
  const more = others.length > 0 ? `，这样的还有 ${others.length} 个` : ''
  const rest = level === 'over' ? `花完了${more}` : `快花完了${more}`
  return {
    code: level === 'over' ? 'budget.over' : 'budget.near',
    message: `${whose}的预算 ${yuan(first.limit)} ${rest}。${consequence(budget, level, hasCheap)}`.replace(
      /。$/,
      '',
    ),
    hint: '在「费用」里看花在哪里，或者改预算',
  }
}
