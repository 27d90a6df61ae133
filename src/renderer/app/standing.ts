import { splitModelName } from '../../shared/config.ts'
import type { BudgetUse, UsageToday } from '../../shared/costs.ts'
import type { AccountState, ProblemsState, ProviderState } from '../../shared/state.ts'
import type { AsksState } from '../../shared/tools.ts'
import { t } from '../i18n/i18n.ts'
import { useTopic } from '../live/use-topic.ts'
import { connectionWord } from '../pages/accounts/connection-words.ts'
import type { Tone } from '../ui/dot.tsx'
import { formatCount, formatPercent, formatYuan } from '../ui/format.ts'

/** How one part of the bot is, in a word and a colour. */
export interface Standing {
  tone: Tone
  word: string
}

const gravity: Tone[] = ['err', 'warn', 'ok', 'mute']

/** The worst of all accounts that are switched on. */
export function qqStanding(accounts: AccountState[]): Standing {
  const enabled = accounts.filter((account) => account.state !== 'disabled')
  if (accounts.length === 0) return { tone: 'mute', word: t('还没连') }
  const standings = enabled.map((account) => connectionWord(account.state))
  const worst = standings.toSorted((a, b) => gravity.indexOf(a.tone) - gravity.indexOf(b.tone))[0]
  if (!worst) return connectionWord('disabled')
  if (enabled.length === 1 || worst.tone === 'ok') return worst
  const good = standings.filter((standing) => standing.tone === 'ok').length
  return { tone: worst.tone, word: t('{{good}} / {{all}} 在线', { good, all: enabled.length }) }
}

/** How the model that answers by default is doing. */
export function modelStanding(model: string, providers: Record<string, ProviderState>): Standing {
  const provider = splitModelName(model)?.provider
  if (provider === 'demo') return { tone: 'ok', word: t('演示') }
  const state = provider ? providers[provider] : undefined
  if (!state) return { tone: 'err', word: t('没有这个模型') }
  if (state.health === 'failing') return { tone: 'err', word: t('出错') }
  if (state.health === 'unknown') return { tone: 'mute', word: t('还没用过') }
  return { tone: 'ok', word: t('正常') }
}

/** What today took so far: money, or tokens while nobody knows what any of them cost. */
export function spentWord({ cost, unpriced, inputTokens, outputTokens }: UsageToday): string {
  if (cost === 0 && unpriced > 0) return t('{{n}} 词元', { n: formatCount(inputTokens + outputTokens) })
  return formatYuan(cost)
}

/** How much of a budget is gone; 1 is all of it. Nothing to measure against a budget of 0, which is none. */
export function budgetShare(spent: number, limit: number): number | null {
  return limit > 0 ? spent / limit : null
}

/** `16 %`, never said to be whole before it is: 「用完了」. */
export function shareText(share: number): string {
  return share >= 1 ? t('用完了') : formatPercent(Math.floor(share * 100) / 100)
}

/** At this part of a budget the bot says so, or does something about it. */
const nearShare = 0.8

export function budgetTone(share: number): Tone {
  if (share >= 1) return 'err'
  return share >= nearShare ? 'warn' : 'accent'
}

/** How many calls wait for the owner's leave; questions go to whoever is talking. */
export function approvalsWaiting({ waiting }: AsksState): number {
  return waiting.filter(({ kind }) => kind === 'approval').length
}

export interface NeedFacts {
  problems: ProblemsState
  accounts: Record<string, AccountState>
  providers: Record<string, ProviderState>
  budgets: readonly BudgetUse[]
  /** Calls that wait for the owner's leave. */
  approvals: number
}

/** Pages whose subject has something wrong that waits for a person. */
export function pagesInNeed({ problems, accounts, providers, budgets, approvals }: NeedFacts): Set<string> {
  const paths = Object.values(problems).flatMap(({ page, severity }) =>
    page && severity === 'error' ? [page] : [],
  )
  if (Object.values(accounts).some(({ state }) => connectionWord(state).tone === 'err'))
    paths.push('/accounts')
  if (Object.values(providers).some(({ health }) => health === 'failing')) paths.push('/models')
  if (budgets.some(({ scope, spent, limit }) => scope === 'day' && spent >= limit)) paths.push('/costs')
  if (approvals > 0) paths.push('/tools')
  return new Set(paths)
}

const all = <T>(value: T) => value
const selectBudgets = ({ budgets }: UsageToday) => budgets

export function usePagesInNeed(): Set<string> {
  const problems = useTopic('problems', all) ?? {}
  const accounts = useTopic('accounts', all) ?? {}
  const providers = useTopic('providers', all) ?? {}
  const budgets = useTopic('usage', selectBudgets) ?? []
  const approvals = useTopic('asks', approvalsWaiting) ?? 0
  return pagesInNeed({ problems, accounts, providers, budgets, approvals })
}
