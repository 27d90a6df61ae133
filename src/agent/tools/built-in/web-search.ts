import { z } from 'zod'
import type { SearchConfig } from '../../../shared/tools.ts'
import { askVendor } from '../search/ask-vendor.ts'
import type { SearchBackend } from '../search/search-backend.ts'
import { searchBackends } from '../search/search-backends.ts'
import { showResults } from '../search/show-results.ts'
import { defineTool, type Tool, type ToolContext, ToolError } from '../tool.ts'
import type { WebParts } from './web-tools.ts'

/** Behind the limits of the requests, so that these can say what was slow. */
const timeoutMs = 65_000
const feedMs = 5000

/** Searches the web with the service that the settings name. Its key is in the settings only: no call can tell or ask it. */
export function webSearchTool(parts: WebParts): Tool {
  return defineTool({
    name: 'web_search',
    title: '联网搜索',
    group: '搜索与网页',
    risk: 'yellow',
    description:
      '在网上搜索，返回标题、网址、摘要和日期。问到新闻、价格、天气、版本这些会变的事，或者你不确定的事，先搜一下；要看全文再用 read_page。',
    timeoutMs,
    input: z.strictObject({
      query: z.string().trim().min(1).max(200).describe('要搜的词'),
      max_results: z.int().min(1).max(20).optional().describe('最多几条结果；不写就按设置'),
    }),
    run: ({ query, max_results }, context) => search(parts, query, max_results, context),
  })
}

async function search(
  parts: WebParts,
  query: string,
  wanted: number | undefined,
  { signal, now, note }: ToolContext,
): Promise<string> {
  const { search: config } = parts.config()
  const backend = searchBackends[config.backend]
  const count = wanted ?? config.results
  const { key, baseUrl } = accessOf(parts, config)
  note(`在搜「${query}」（${backend.title}）`)
  try {
    checkAccess(backend, key, baseUrl)
    const found = await backend.search({
      query,
      count,
      key,
      baseUrl,
      ask: askVendor({ title: backend.title, http: parts.http, clock: parts.clock, signal }),
      readFeed: (text) => parts.desk.run('feed', text, { limitMs: feedMs, signal }),
    })
    return withoutKey(showResults(query, found, count, now()), key)
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    throw new ToolError(`【搜索任务失败】${error.message}`, { passing: error.passing, cause: error })
  }
}

function accessOf(parts: WebParts, config: SearchConfig): { key: string; baseUrl: string } {
  const own = config[config.backend]
  const key = 'apiKey' in own ? (parts.secret(own.apiKey) ?? '') : ''
  return { key: key.trim(), baseUrl: own.baseUrl.trim().replace(/\/+$/, '') }
}

function checkAccess({ title, needs }: SearchBackend, key: string, baseUrl: string): void {
  if (needs.key && key === '')
    throw new ToolError(`没有填「${title}」的 Key。在工具页的「搜索」里填上，或者换成不用 Key 的必应`)
  if (needs.baseUrl && baseUrl === '')
    throw new ToolError(`没有填「${title}」的地址。在工具页的「搜索」里填上，或者换成必应`)
  // Node would refuse the header, and name it in doing so.
  if (/[^\x21-\x7e]/.test(key))
    throw new ToolError(`「${title}」的 Key 里有不该有的字符。在工具页的「搜索」里重新填`)
}

function withoutKey(text: string, key: string): string {
  return key === '' ? text : text.replaceAll(key, '***')
}
