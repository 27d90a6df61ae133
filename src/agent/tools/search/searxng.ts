import { z } from 'zod'
import { readJson } from './ask-vendor.ts'
import type { SearchBackend } from './search-backend.ts'

const title = 'SearXNG'

const Answer = z.object({
  results: z.array(
    z.object({
      title: z.string().nullish(),
      url: z.string().nullish(),
      content: z.string().nullish(),
      publishedDate: z.string().nullish(),
    }),
  ),
})

/** A search engine that people run themselves. https://docs.searxng.org/dev/search_api.html */
export const searxng: SearchBackend = {
  title,
  needs: { key: false, baseUrl: true },
  async search({ query, baseUrl, ask }) {
    const text = await ask({
      url: `${baseUrl}/search?${new URLSearchParams({ format: 'json', q: query })}`,
      refusals: {
        403: 'SearXNG 不给 JSON（回的是 403）。在它的 settings.yml 里给 search.formats 加上 json',
        401: 'SearXNG 要登录（回的是 401）。换一个不用登录的',
      },
    })
    const { results } = readJson(text, Answer, title)
    return {
      answer: '',
      items: results.map((one) => ({
        title: one.title ?? '',
        url: one.url ?? '',
        snippet: one.content ?? '',
        date: one.publishedDate ?? '',
      })),
    }
  },
}
