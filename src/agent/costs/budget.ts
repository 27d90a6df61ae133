import { type Budget, type BudgetUse, yuan } from '../../shared/costs.ts'

export type BudgetScope = BudgetUse['scope']

/** Yuan spent today: by everybody, in one chat, by one person. */
export type Spending = Readonly<Record<BudgetScope, number>>

/** How far a budget is used up: from 80 % on, and from 100 % on. */
export type BudgetLevel = 'ok' | 'near' | 'over'

export interface Verdict {
  /** Of whichever budget is used up most. */
  readonly level: BudgetLevel
  /** The strictest of what the budgets ask for. */
  readonly act: 'none' | 'tell' | 'cheap' | 'stop'
  /** The budget that asks for it; null for `none`. */
  readonly scope: BudgetScope | null
}

const nearShare = 0.8
/** Yuan: ten times 0.1 add up to a little less than 1. */
const rounding = 1e-9
const scopes = ['day', 'chat', 'person'] as const
const levels = ['ok', 'near', 'over'] as const
const acts = ['none', 'tell', 'cheap', 'stop'] as const

/** What a limit is called, such as 每天预算. */
export const budgetTitles: Record<BudgetScope, string> = {
  day: '每天预算',
  chat: '每个聊天每天的预算',
  person: '每个人每天的预算',
}

/** How far one limit is used up; a limit of 0 never is. */
export function levelOf(spent: number, limit: number): BudgetLevel {
  const sum = spent + rounding
  if (limit <= 0 || sum < limit * nearShare) return 'ok'
  return sum < limit ? 'near' : 'over'
}

/**
 * What is to happen to a question now. Owners have no limit of their own, and are not stopped by the others': what
 * they say goes on being answered.
 */
export function judge(budget: Budget, spent: Spending, isOwner: boolean): Verdict {
  let verdict: Verdict = { level: 'ok', act: 'none', scope: null }
  for (const scope of scopes) {
    if (scope === 'person' && isOwner) continue
    const level = levelOf(spent[scope], budget[scope])
    const act = actAt(level, budget, isOwner)
    const stricter = acts.indexOf(act) > acts.indexOf(verdict.act)
    verdict = {
      level: levels.indexOf(level) > levels.indexOf(verdict.level) ? level : verdict.level,
      act: stricter ? act : verdict.act,
      scope: stricter ? scope : verdict.scope,
    }
  }
  return verdict
}

/** The limit that forbids an answer, in words for the message's reason; null when none does. */
export function stoppedBy(budget: Budget, spent: Spending, isOwner: boolean): string | null {
  const { act, scope } = judge(budget, spent, isOwner)
  return act === 'stop' && scope ? `${budgetTitles[scope]} ${yuan(budget[scope])}` : null
}

/** Whether a question is to be answered by the cheap model. */
export function wantsCheap(budget: Budget, spent: Spending, isOwner: boolean): boolean {
  return judge(budget, spent, isOwner).act === 'cheap'
}

function actAt(level: BudgetLevel, { at80, at100 }: Budget, isOwner: boolean): Verdict['act'] {
  if (level === 'ok') return 'none'
  const near = at80 === 'nothing' ? 'none' : at80
  if (level === 'near') return near
  const over = at100 === 'stop' && isOwner ? 'none' : at100
  // What began at 80 % does not end at 100 %, and not for those who are not stopped then.
  return over !== 'stop' && near === 'cheap' ? 'cheap' : over
}
