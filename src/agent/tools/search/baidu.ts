import { z } from 'zod'
import { readJson } from './ask-vendor.ts'
import type { SearchBackend } from './search-backend.ts'

const title = '百度千帆'
const vendor = 'https://qianfan.baidubce.com'

const Answer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  references: z
    .array(
      z.object({
        title: z.string().nullish(),
        web_anchor: z.string().nullish(),
        url: z.string().nullish(),
        content: z.string().nullish(),
        date: z.string().nullish(),
      }),
    )
    .nullish(),
})

/** Baidu's AI search: a model searches and writes an answer. https://cloud.baidu.com/doc/qianfan-api/s/em82g4tlk */
export const baidu: SearchBackend = {
  title,
  needs: { key: true, baseUrl: false },
  async search({ query, count, baseUrl, key, ask }) {
    const text = await ask({
      url: `${baseUrl || vendor}/v2/ai_search/chat/completions`,
      key,
      body: {
        messages: [{ role: 'user', content: query }],
        model: 'ernie-4.5-turbo-32k',
        search_source: 'baidu_search_v2',
        search_mode: 'required',
        resource_type_filter: [{ type: 'web', top_k: count }],
        stream: false,
        max_completion_tokens: 2000,
      },
    })
    const { choices, references } = readJson(text, Answer, title)
    return {
      answer: choices[0]?.message.content ?? '',
      items: (references ?? []).map((one) => ({
        title: one.title || one.web_anchor || '',
        url: one.url ?? '',
        snippet: one.content ?? '',
        date: one.date ?? '',
      })),
    }
  },
}
