import { describe, expect, it } from 'vitest'
import { balanceAt } from '../../../../src/agent/models/openai-compatible/balance.ts'

const vendors: [baseUrl: string, asked: string, answer: unknown, left: object][] = [
  [
    'https://api.deepseek.com/v1',
    'https://api.deepseek.com/user/balance',
    {
      is_available: true,
      balance_infos: [
        { currency: 'CNY', total_balance: '110.00', granted_balance: '10.00', topped_up_balance: '100.00' },
      ],
    },
    { amount: 110, currency: 'CNY' },
  ],
  [
    'https://api.moonshot.cn/v1',
    'https://api.moonshot.cn/v1/users/me/balance',
    {
      code: 0,
      data: { available_balance: 49.58894, voucher_balance: 46.58893, cash_balance: 3.00001 },
      status: true,
    },
    { amount: 49.58894, currency: 'CNY' },
  ],
  [
    'https://api.moonshot.ai/v1',
    'https://api.moonshot.ai/v1/users/me/balance',
    { data: { available_balance: 3 } },
    { amount: 3, currency: 'USD' },
  ],
  [
    'https://api.siliconflow.cn/v1/',
    'https://api.siliconflow.cn/v1/user/info',
    { code: 20000, data: { balance: '0.88', chargeBalance: '88.00', totalBalance: '88.88' } },
    { amount: 88.88, currency: 'CNY' },
  ],
  [
    'https://openrouter.ai/api/v1',
    'https://openrouter.ai/api/v1/credits',
    { data: { total_credits: 100.5, total_usage: 25.75 } },
    { amount: 74.75, currency: 'USD' },
  ],
]

describe('what is left at a vendor', () => {
  it.each(vendors)('%s', async (baseUrl, asked, answer, left) => {
    const urls: string[] = []
    const get = async (url: string) => {
      urls.push(url)
      return JSON.stringify(answer)
    }
    expect(await balanceAt(baseUrl, get)).toEqual(left)
    expect(urls).toEqual([asked])
  })

  it('is unknown elsewhere, without asking', async () => {
    const get = () => Promise.reject(new Error('Nobody should ask'))
    for (const url of [
      'https://api.openai.com/v1',
      'https://deepseek.com.example',
      'nothing',
      'http://127.0.0.1:1',
    ])
      expect(await balanceAt(url, get)).toBeNull()
  })

  it('is unknown when the vendor no longer tells it in this way', async () => {
    for (const text of ['{}', '<html>', '{"balance_infos":[]}'])
      expect(await balanceAt('https://api.deepseek.com', async () => text)).toBeNull()
  })
})
