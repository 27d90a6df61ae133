import { createHash } from 'node:crypto'
import type { PromptPart } from '../../shared/prompts.ts'
import type { Price } from '../../shared/provider.ts'
import type { PricedTokens } from './price.ts'

/** What the beginning of a chat's request is made of. */
export interface RequestPrefix {
  /** Full name. */
  readonly model: string
  /** The tools as they are described to the model, as text; '' for none. */
  readonly tools: string
  /** Of the system message, in order; what changes at every turn is not among them. */
  readonly parts: readonly { readonly kind: PromptPart['kind']; readonly text: string }[]
  /** Where the history begins. */
  readonly cutFrom: number
  /** What was said before is forgotten on purpose. */
  readonly contextFrom: number
}

/** What a vendor's prompt cache did not serve, and why. `lost` is yuan, null when the price is unknown. */
export interface CacheLoss {
  readonly reason: string
  readonly lost: number | null
}

/** One request of a chat that is being made. */
export interface WatchedRequest {
  /** Why its beginning is another one than the last time; null when it is the same or there was no last time. */
  readonly reason: string | null
  /** To be called with what the vendor counted, never with an estimate; null when nothing was lost. */
  settle(usage: PricedTokens, price: Price | null): CacheLoss | null
}

interface Remembered {
  readonly prefix: HashedPrefix
  readonly at: number
  /** Of the last request that was counted; null before the first. */
  usage: PricedTokens | null
}

interface HashedPrefix {
  readonly model: string
  readonly tools: string
  readonly parts: Partial<Record<PromptPart['kind'], string>>
  readonly cutFrom: number
  readonly contextFrom: number
}

/** Chats that are remembered. */
const mostChats = 500
/** Vendors keep what they cached for some minutes at least. */
const expiresMs = 10 * 60_000
const servedShare = 0.1
const longestKept = 4000
const million = 1_000_000

const expired = '离上次太久，对方的缓存过期了'
const partReasons: Partial<Record<PromptPart['kind'], string>> = {
  character: '角色提示词改了',
  core: '基础提示词改了',
  own: '专属提示词改了',
  facts: '机器人的名字或群名改了',
  summary: '摘要更新了',
}

/**
 * Compares the beginning of each chat's request with that of the one before: a vendor's prompt cache serves what is the
 * same from the very start. Keeps hashes, not texts; a restart forgets.
 */
export class CacheWatch {
  readonly #chats = new Map<number, Remembered>()

  /**
   * A chat's request begins; to be called once for a turn, with its first request.
   * @param at milliseconds since the epoch
   */
  begin(chatId: number, prefix: RequestPrefix, at: number): WatchedRequest {
    const last = this.#chats.get(chatId)
    const hashed = hashedPrefix(prefix)
    // What was counted stays until the next is: two requests may be under way.
    const now: Remembered = { prefix: hashed, at, usage: last?.usage ?? null }
    this.#chats.delete(chatId)
    this.#chats.set(chatId, now)
    this.#forgetOldest()
    const reason = last ? whyOther(last.prefix, hashed) : null
    const before = last?.usage ?? null
    return {
      reason,
      settle: (usage, price) => {
        now.usage = usage
        if (!last || !before) return null
        const why =
          reason ?? (at - last.at > expiresMs && isServed(before) && !isServed(usage) ? expired : null)
        return why === null ? null : lossOf(why, before, usage, price)
      },
    }
  }

  #forgetOldest(): void {
    for (const chatId of this.#chats.keys()) {
      if (this.#chats.size <= mostChats) return
      this.#chats.delete(chatId)
    }
  }
}

/** The first difference in the order of the request: what stands behind it was not served either. */
function whyOther(last: HashedPrefix, now: HashedPrefix): string | null {
  if (now.model !== last.model) return `换了模型「${last.model}」→「${now.model}」`
  if (now.tools !== last.tools) return '工具变了'
  for (const kind of ['character', 'core', 'own', 'facts'] as const)
    if (now.parts[kind] !== last.parts[kind]) return partReasons[kind] ?? kind
  // Both take the summary and the history along with them.
  if (now.contextFrom > last.contextFrom) return '上下文被清空'
  if (now.contextFrom < last.contextFrom) return '清空上下文被撤销了'
  if (now.parts.summary !== last.parts.summary) return partReasons.summary ?? 'summary'
  return now.cutFrom === last.cutFrom ? null : '历史太长，前面的被省去了'
}

function lossOf(
  reason: string,
  before: PricedTokens,
  now: PricedTokens,
  price: Price | null,
): CacheLoss | null {
  const tokens = Math.min(before.inputTokens, now.inputTokens) - now.cachedTokens
  if (tokens <= 0) return null
  if (!price) return { reason, lost: null }
  return { reason, lost: Math.max(0, (tokens * (price.input - (price.cached ?? price.input))) / million) }
}

function isServed({ inputTokens, cachedTokens }: PricedTokens): boolean {
  return inputTokens > 0 && cachedTokens >= inputTokens * servedShare
}

function hashedPrefix({ model, tools, parts, cutFrom, contextFrom }: RequestPrefix): HashedPrefix {
  const hashes = Object.fromEntries(parts.map(({ kind, text }) => [kind, hashOf(text)]))
  return { model, tools: hashOf(tools), parts: hashes, cutFrom, contextFrom }
}

/** A text stands for itself while that is cheaper than to hash it. */
function hashOf(text: string): string {
  return text.length <= longestKept ? text : createHash('sha1').update(text).digest('base64')
}
