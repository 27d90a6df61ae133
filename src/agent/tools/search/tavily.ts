import { z } from 'zod'
import { readJson } from './ask-vendor.ts'
import type { SearchBackend } from './search-backend.ts'

const title = 'Tavily'
const vendor = 'https://api.tavily.com'

const Answer = z.object({
  answer: z.string().nullish(),
  results: z.array(
    z.object({
      title: z.string().nullish(),
      url: z.string().nullish(),
      content: z.string().nullish(),
      published_date: z.string().nullish(),
    }),
  ),
})

/** https://docs.tavily.com/documentation/api-reference/endpoint/search */
export const tavily: SearchBackend = {
  title,
  needs: { key: true, baseUrl: false },
  async search({ query, count, baseUrl, key, ask }) {
    const text = await ask({
      url: `${baseUrl || vendor}/search`,
      key,
      body: { query, max_results: count, search_depth: 'basic', include_answer: true },
      // Its own numbers for a plan, and a limit of spending, that is used up.
      refusals: { 432: 'quota', 433: 'quota' },
    })
    const { answer, results } = readJson(text, Answer, title)
    return {
      answer: answer ?? '',
      items: results.map((one) => ({
        title: one.title ?? '',
        url: one.url ?? '',
        snippet: one.content ?? '',
        date: one.published_date ?? '',
      })),
    }
  },
}
