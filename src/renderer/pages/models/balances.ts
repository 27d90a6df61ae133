import { useEffect, useState } from 'react'
import type { Balance } from '../../../shared/costs.ts'
import type { Provider } from '../../../shared/provider.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { formatYuan } from '../../ui/format.ts'
import { presetOf } from './presets.ts'

/** What is left at a provider; null when the vendor did not tell. */
export type Balances = Readonly<Record<string, Balance | null | 'asking'>>

/** Asks each vendor that tells what is left, once per visit of the page; a new key or address asks again. */
export function useBalances(providers: readonly Provider[]): Balances {
  const [balances, setBalances] = useState<Balances>({})
  const asked = providers
    .filter(({ enabled, baseUrl }) => enabled && presetOf(baseUrl)?.tellsBalance)
    .map(({ id, baseUrl, apiKey }) => JSON.stringify({ id, baseUrl, apiKey }))
    .join('\n')
  useEffect(() => {
    let gone = false
    for (const line of asked === '' ? [] : asked.split('\n')) {
      const { id } = JSON.parse(line) as { id: string }
      const put = (balance: Balances[string]) =>
        gone || setBalances((others) => ({ ...others, [id]: balance }))
      put('asking')
      call('models.balance', { provider: id }).then(put, () => put(null))
    }
    return () => {
      gone = true
    }
  }, [asked])
  return balances
}

/** `¥42.10`, `$3.21`; 不提供 where nobody tells. */
export function balanceWords(balance: Balances[string] | undefined): string {
  if (balance === undefined) return t('不提供')
  if (balance === 'asking' || balance === null) return '–'
  return balance.currency === 'CNY' ? formatYuan(balance.amount) : `$${balance.amount.toFixed(2)}`
}
