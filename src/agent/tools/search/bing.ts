import { ToolError } from '../tool.ts'
import { garbage } from './ask-vendor.ts'
import type { SearchBackend, SearchItem, SearchRequest } from './search-backend.ts'

const title = '必应'
/** In China the first one sends visitors to the second. */
const hosts = ['https://www.bing.com', 'https://cn.bing.com']
/** Milliseconds for each. */
const timeoutMs = 20_000

/** Bing's results as an RSS feed, which needs no key. */
export const bing: SearchBackend = {
  title,
  needs: { key: false, baseUrl: false },
  async search(request) {
    const bases = request.baseUrl === '' ? hosts : [request.baseUrl]
    return { answer: '', items: await firstToAnswer(bases, request) }
  },
}

async function firstToAnswer(
  [base = '', ...rest]: readonly string[],
  request: SearchRequest,
): Promise<readonly SearchItem[]> {
  try {
    return await resultsOf(base, request)
  } catch (error) {
    if (!(error instanceof ToolError) || rest.length === 0) throw error
    return firstToAnswer(rest, request)
  }
}

async function resultsOf(base: string, { query, ask, readFeed }: SearchRequest) {
  const text = await ask({
    url: `${base}/search?${new URLSearchParams({ format: 'rss', q: query })}`,
    timeoutMs,
    refusals: { 401: refusal, 403: refusal },
  })
  if (!/<rss[\s>]/.test(text.slice(0, 1000))) throw garbage(title)
  return readFeed(text)
}

const refusal = '必应不让搜。过一会儿再试，或者在工具页的「搜索」里换一个'
