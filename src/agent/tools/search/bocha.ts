import { z } from 'zod'
import { readJson } from './ask-vendor.ts'
import type { SearchBackend } from './search-backend.ts'

const title = '博查'
const vendor = 'https://api.bochaai.com'

const Answer = z.object({
  data: z.object({
    webPages: z
      .object({
        value: z.array(
          z.object({
            name: z.string().nullish(),
            url: z.string().nullish(),
            snippet: z.string().nullish(),
            summary: z.string().nullish(),
            datePublished: z.string().nullish(),
          }),
        ),
      })
      .nullish(),
  }),
})

/** https://open.bochaai.com, document “Web Search API”. */
export const bocha: SearchBackend = {
  title,
  needs: { key: true, baseUrl: false },
  async search({ query, count, baseUrl, key, ask }) {
    const text = await ask({
      url: `${baseUrl || vendor}/v1/web-search`,
      key,
      body: { query, count, summary: true, freshness: 'noLimit' },
      // There it says that no money is left; a wrong key is a 401.
      refusals: { 403: 'quota' },
    })
    const { data } = readJson(text, Answer, title)
    return {
      answer: '',
      items: (data.webPages?.value ?? []).map((one) => ({
        title: one.name ?? '',
        url: one.url ?? '',
        snippet: one.summary || one.snippet || '',
        date: one.datePublished ?? '',
      })),
    }
  },
}
