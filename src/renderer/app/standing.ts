import { splitModelName } from '../../shared/config.ts'
import type { AccountState, ProblemsState, ProviderState } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { useTopic } from '../live/use-topic.ts'
import { connectionWord } from '../pages/accounts/connection-words.ts'
import type { Tone } from '../ui/dot.tsx'

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

/** Pages whose subject has something wrong that waits for a person. */
export function pagesInNeed(
  problems: ProblemsState,
  accounts: Record<string, AccountState>,
  providers: Record<string, ProviderState>,
): Set<string> {
  const paths = Object.values(problems).flatMap(({ page, severity }) =>
    page && severity === 'error' ? [page] : [],
  )
  if (Object.values(accounts).some(({ state }) => connectionWord(state).tone === 'err'))
    paths.push('/accounts')
  if (Object.values(providers).some(({ health }) => health === 'failing')) paths.push('/models')
  return new Set(paths)
}

const all = <T>(value: T) => value

export function usePagesInNeed(): Set<string> {
  const problems = useTopic('problems', all) ?? {}
  const accounts = useTopic('accounts', all) ?? {}
  const providers = useTopic('providers', all) ?? {}
  return pagesInNeed(problems, accounts, providers)
}
