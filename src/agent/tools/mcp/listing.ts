import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { z } from 'zod'
import { cleanLine } from '../../kernel/text.ts'

/** What a server offers. Tools are as it wrote them: whether each can be used is looked at one by one. */
export interface Listing {
  readonly tools: readonly unknown[]
  readonly resources: readonly { uri: string; name: string }[]
  readonly prompts: readonly { name: string; description: string }[]
}

/** More than this no panel shows and no model reads. */
const mostItems = 1000
const mostPages = 100
/** The SDK's own limit; ours are signals. Longest a timer of Node can wait. */
export const noTimeout = 2_147_483_647

const Resource = z.object({ uri: z.string(), name: z.string().catch('') })
const Prompt = z.object({ name: z.string(), description: z.string().catch('') })

/** Asks for everything the server says it has, all pages of it. Rejects when it does not answer in the right shape. */
export async function readListing(client: Client, signal: AbortSignal): Promise<Listing> {
  const can = client.getServerCapabilities() ?? {}
  const [tools, resources, prompts] = await Promise.all([
    can.tools ? pages(client, 'tools', signal) : [],
    can.resources ? pages(client, 'resources', signal).catch(orNothing(signal)) : [],
    can.prompts ? pages(client, 'prompts', signal).catch(orNothing(signal)) : [],
  ])
  return {
    tools,
    resources: resources.flatMap((item) => {
      const { success, data } = Resource.safeParse(item)
      return success ? [{ uri: cleanLine(data.uri, 500), name: cleanLine(data.name, 200) }] : []
    }),
    prompts: prompts.flatMap((item) => {
      const { success, data } = Prompt.safeParse(item)
      return success
        ? [{ name: cleanLine(data.name, 200), description: cleanLine(data.description, 500) }]
        : []
    }),
  }
}

async function pages(
  client: Client,
  what: 'tools' | 'resources' | 'prompts',
  signal: AbortSignal,
): Promise<unknown[]> {
  const Page = z.looseObject({ [what]: z.array(z.unknown()), nextCursor: z.string().nullish() })
  const items: unknown[] = []
  const seen = new Set<string>()
  let cursor: string | undefined
  for (let page = 0; page < mostPages && items.length < mostItems; page++) {
    const request = { method: `${what}/list` as const, ...(cursor !== undefined && { params: { cursor } }) }
    const answer = await client.request(request, Page, { signal, timeout: noTimeout })
    items.push(...(answer[what] as unknown[]))
    cursor = (answer.nextCursor as string | null | undefined) ?? undefined
    // A server that gives out the same page for ever is not asked for ever.
    if (cursor === undefined || seen.has(cursor)) break
    seen.add(cursor)
  }
  return items.slice(0, mostItems)
}

/** Servers say they have resources and prompts, and then do not: their tools are good all the same. */
function orNothing(signal: AbortSignal): () => unknown[] {
  return () => {
    signal.throwIfAborted()
    return []
  }
}
