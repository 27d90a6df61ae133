import { z } from 'zod'
import type { Balance } from '../../../shared/costs.ts'

const Amount = z.coerce.number()

/** Vendors that tell what is left, by the host of their address. */
const vendors: readonly {
  readonly host: RegExp
  readonly path: string
  read(answer: unknown, host: string): Balance
}[] = [
  {
    host: /(^|\.)deepseek\.com$/,
    path: '/user/balance',
    read(answer) {
      const Info = z.object({ currency: z.enum(['CNY', 'USD']), total_balance: Amount })
      const infos = z.object({ balance_infos: z.array(Info).min(1) }).parse(answer).balance_infos
      const info = infos.find(({ total_balance }) => total_balance > 0) ?? infos[0]
      return { amount: info?.total_balance ?? 0, currency: info?.currency ?? 'CNY' }
    },
  },
  {
    host: /(^|\.)moonshot\.(cn|ai)$/,
    path: '/v1/users/me/balance',
    read(answer, host) {
      const { data } = z.object({ data: z.object({ available_balance: Amount }) }).parse(answer)
      return { amount: data.available_balance, currency: host.endsWith('.ai') ? 'USD' : 'CNY' }
    },
  },
  {
    host: /(^|\.)siliconflow\.(cn|com)$/,
    path: '/v1/user/info',
    read(answer, host) {
      const { data } = z.object({ data: z.object({ totalBalance: Amount }) }).parse(answer)
      return { amount: data.totalBalance, currency: host.endsWith('.com') ? 'USD' : 'CNY' }
    },
  },
  {
    host: /(^|\.)openrouter\.ai$/,
    path: '/api/v1/credits',
    read(answer) {
      const Credits = z.object({ total_credits: Amount, total_usage: Amount })
      const { data } = z.object({ data: Credits }).parse(answer)
      return { amount: data.total_credits - data.total_usage, currency: 'USD' }
    },
  },
]

/**
 * What is left with the vendor behind an address; null when it does not tell, or not in the way it used to.
 * @param get the text of an answer; what it rejects with is passed on.
 */
export async function balanceAt(
  baseUrl: string,
  get: (url: string) => Promise<string>,
): Promise<Balance | null> {
  if (!URL.canParse(baseUrl)) return null
  const { origin, hostname } = new URL(baseUrl)
  const vendor = vendors.find(({ host }) => host.test(hostname))
  if (!vendor) return null
  const text = await get(`${origin}${vendor.path}`)
  try {
    return vendor.read(JSON.parse(text), hostname)
  } catch {
    return null
  }
}
