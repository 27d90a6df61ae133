import type { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { Fetch, HttpResponse } from '../../net/http.ts'
import { ToolError } from '../tool.ts'

const mostBytes = 2_000_000
const usualMs = 60_000

/** What a refusal means, by its status, where a vendor differs from the rest. */
export type Refusals = Readonly<Record<number, 'key' | 'quota' | 'busy' | string>>

export interface VendorRequest {
  readonly url: string
  /** Sent as JSON in a POST; a GET without. */
  readonly body?: Readonly<Record<string, unknown>>
  /** Sent in the header `authorization`; '' for none. */
  readonly key?: string
  /** Milliseconds for everything; 60 s by default. */
  readonly timeoutMs?: number
  /** A text other than the known words is a sentence of its own. */
  readonly refusals?: Refusals
}

/** Asks a search service. Rejects with a {@link ToolError} that tells nothing of what the vendor said, or when aborted. */
export type AskVendor = (request: VendorRequest) => Promise<string>

/** @param parts.title how sentences name the vendor. */
export function askVendor(parts: {
  title: string
  http: Fetch
  clock: Clock
  signal: AbortSignal
}): AskVendor {
  const { http, clock, signal: outer } = parts
  const title = asSubject(parts.title)
  return async ({ url, body, key = '', timeoutMs = usualMs, refusals = {} }) => {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url))
      throw new ToolError(`${title}的地址不是网址。在工具页的「搜索」里改`)
    const limit = new AbortController()
    const late = new ToolError(`等了 ${timeoutMs / 1000} 秒，${title}没有回`, { passing: true })
    const cancel = clock.after(timeoutMs, () => limit.abort(late))
    const signal = AbortSignal.any([outer, limit.signal])
    try {
      const response = await http(url, {
        method: body ? 'POST' : 'GET',
        headers: headersOf(key, body !== undefined),
        ...(body && { body: JSON.stringify(body) }),
        signal,
      })
      return await textOf(response, title, refusals)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (error instanceof ToolError) throw error
      throw new ToolError(`${title}连不上。看看网络，或者在工具页的「搜索」里换一个`, {
        passing: true,
        cause: error,
      })
    } finally {
      cancel()
    }
  }
}

/** The answer of a vendor as what it should be. Throws a ToolError for anything else. */
export function readJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  title: string,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    // What it says instead may hold the key.
    throw garbage(title)
  }
}

export function garbage(title: string): ToolError {
  return new ToolError(`${asSubject(title)}回的内容看不懂。在工具页的「搜索」里看看地址，或者换一个搜索服务`)
}

/** Chinese and Latin letters are kept apart. */
function asSubject(title: string): string {
  return /\w$/.test(title) ? `${title} ` : title
}

function headersOf(key: string, hasBody: boolean): Record<string, string> {
  return {
    accept: '*/*',
    'accept-encoding': 'identity',
    'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5',
    'user-agent': 'Mozilla/5.0',
    ...(hasBody && { 'content-type': 'application/json' }),
    ...(key !== '' && { authorization: `Bearer ${key}` }),
  }
}

async function textOf(response: HttpResponse, title: string, refusals: Refusals): Promise<string> {
  if (!response.ok) {
    response.body.destroy(new Error('Refused'))
    throw refused(response.status, title, refusals)
  }
  const text = await response.body.text(mostBytes + 1)
  if (Buffer.byteLength(text) > mostBytes) throw new ToolError(`${title}回的内容超过了 2 MB，没有要`)
  return text
}

function refused(status: number, title: string, refusals: Refusals): ToolError {
  const meaning = refusals[status] ?? usualMeaning(status)
  if (meaning === 'key')
    return new ToolError(`${title}不认这个 Key（回的是 ${status}）。在工具页的「搜索」里换一个`)
  if (meaning === 'quota')
    return new ToolError(`${title}的额度用完了（回的是 ${status}）。去它的网站充值，或者换一个搜索服务`)
  if (meaning === 'busy')
    return new ToolError(`${title}说问得太多了（回的是 ${status}）。过一会儿再试`, { passing: true })
  if (meaning !== undefined) return new ToolError(meaning)
  if (status >= 500)
    return new ToolError(`${title}那边出错了（回的是 ${status}）。过一会儿再试`, { passing: true })
  if (status >= 300 && status < 400)
    return new ToolError(`${title}要跳转到别处，没有跟过去。在工具页的「搜索」里看看地址`)
  return new ToolError(`${title}不肯搜（回的是 ${status}）。换一个说法，或者在工具页的「搜索」里看看地址`)
}

function usualMeaning(status: number): string | undefined {
  if (status === 401 || status === 403) return 'key'
  if (status === 402) return 'quota'
  return status === 429 ? 'busy' : undefined
}
