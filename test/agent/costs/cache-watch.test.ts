import { describe, expect, it } from 'vitest'
import { CacheWatch, type RequestPrefix } from '../../../src/agent/costs/cache-watch.ts'

const price = { input: 2, cached: 0.5, output: 8 }
const usage = (inputTokens: number, cachedTokens: number) => ({ inputTokens, cachedTokens, outputTokens: 50 })
const minute = 60_000

function prefixOf(fields: Partial<RequestPrefix> = {}, texts: Record<string, string> = {}): RequestPrefix {
  const kinds = { character: '猫', core: '底子', own: '专属', facts: '在群里', ...texts }
  const parts = Object.entries(kinds).map(([kind, text]) => ({
    kind: kind as RequestPrefix['parts'][number]['kind'],
    text,
  }))
  return { model: 'a/one', tools: '[]', parts, cutFrom: 0, contextFrom: 0, ...fields }
}

const reasonOf = (before: RequestPrefix, now: RequestPrefix) => {
  const watch = new CacheWatch()
  watch.begin(1, before, 0)
  return watch.begin(1, now, minute).reason
}

describe('why the beginning of a request changed', () => {
  it.each<[string | null, RequestPrefix, RequestPrefix]>([
    [null, prefixOf(), prefixOf()],
    ['换了模型「a/one」→「b/two」', prefixOf(), prefixOf({ model: 'b/two' })],
    ['工具变了', prefixOf(), prefixOf({ tools: '[{"name":"time"}]' })],
    ['角色提示词改了', prefixOf(), prefixOf({}, { character: '狗' })],
    ['基础提示词改了', prefixOf(), prefixOf({}, { core: '另一个' })],
    ['专属提示词改了', prefixOf(), prefixOf({}, { own: '' })],
    ['机器人的名字或群名改了', prefixOf(), prefixOf({}, { facts: '在另一个群里' })],
    ['摘要更新了', prefixOf(), prefixOf({}, { summary: '聊了天气' })],
    ['历史太长，前面的被省去了', prefixOf(), prefixOf({ cutFrom: 40 })],
    ['上下文被清空', prefixOf({}, { summary: '聊了天气' }), prefixOf({ contextFrom: 50, cutFrom: 50 })],
    ['清空上下文被撤销了', prefixOf({ contextFrom: 50 }), prefixOf()],
  ])('%s', (reason, before, now) => {
    expect(reasonOf(before, now)).toBe(reason)
  })

  it('is the first of several: what stands behind it was lost with it', () => {
    expect(reasonOf(prefixOf(), prefixOf({ cutFrom: 40 }, { core: '另一个', own: '别的' }))).toBe(
      '基础提示词改了',
    )
  })

  it('is told for each chat by itself, and not for its first request', () => {
    const watch = new CacheWatch()
    expect(watch.begin(1, prefixOf(), 0).reason).toBe(null)
    expect(watch.begin(2, prefixOf({ model: 'b/two' }), 0).reason).toBe(null)
    expect(watch.begin(1, prefixOf(), 0).reason).toBe(null)
  })

  it('is forgotten for chats that were quiet while 500 others spoke', () => {
    const watch = new CacheWatch()
    watch.begin(1, prefixOf(), 0)
    for (let chat = 2; chat <= 501; chat++) watch.begin(chat, prefixOf(), 0)
    expect(watch.begin(1, prefixOf({ model: 'b/two' }), 0).reason).toBe(null)
    expect(watch.begin(501, prefixOf({ model: 'b/two' }), 0).reason).not.toBe(null)
  })
})

describe('what it cost', () => {
  const secondOf = (prefix: RequestPrefix, at = minute) => {
    const watch = new CacheWatch()
    watch.begin(1, prefixOf(), 0).settle(usage(10_000, 9000), price)
    return watch.begin(1, prefix, at)
  }

  it('is the difference in price for what the cache could have served', () => {
    const loss = secondOf(prefixOf({ tools: 'x' })).settle(usage(12_000, 2000), price)
    expect(loss).toEqual({ reason: '工具变了', lost: (8000 * 1.5) / 1_000_000 })
  })

  it('is unknown where the price is, and nothing where the cache costs like the rest', () => {
    expect(secondOf(prefixOf({ tools: 'x' })).settle(usage(12_000, 0), null)?.lost).toBe(null)
    expect(
      secondOf(prefixOf({ tools: 'x' })).settle(usage(12_000, 0), { ...price, cached: null })?.lost,
    ).toBe(0)
  })

  it('is not told when the cache served it all the same, nor before there is anything to compare with', () => {
    expect(secondOf(prefixOf({ cutFrom: 9 })).settle(usage(6000, 6000), price)).toBe(null)
    const watch = new CacheWatch()
    expect(watch.begin(1, prefixOf(), 0).settle(usage(9000, 0), price)).toBe(null)
  })

  it('is never less than nothing', () => {
    const odd = { input: 1, cached: 3, output: 1 }
    expect(secondOf(prefixOf({ tools: 'x' })).settle(usage(12_000, 0), odd)?.lost).toBe(0)
  })

  it('is put down to time when the same beginning was served before and is not after a long silence', () => {
    const reason = '离上次太久，对方的缓存过期了'
    expect(secondOf(prefixOf(), 11 * minute).settle(usage(10_500, 0), price)).toEqual({ reason, lost: 0.015 })
    expect(secondOf(prefixOf(), 9 * minute).settle(usage(10_500, 0), price)).toBe(null)
    expect(secondOf(prefixOf(), 11 * minute).settle(usage(10_500, 9000), price)).toBe(null)
  })

  it('is not put down to time where the vendor never served anything', () => {
    const watch = new CacheWatch()
    watch.begin(1, prefixOf(), 0).settle(usage(10_000, 0), price)
    expect(watch.begin(1, prefixOf(), 60 * minute).settle(usage(10_500, 0), price)).toBe(null)
  })

  it('is worked out for two requests that are under way together', () => {
    const watch = new CacheWatch()
    watch.begin(1, prefixOf(), 0).settle(usage(10_000, 9000), price)
    const one = watch.begin(1, prefixOf({ tools: 'x' }), minute)
    const two = watch.begin(1, prefixOf({ tools: 'x' }), minute)
    expect(two.settle(usage(11_000, 0), price)).toBe(null)
    expect(one.settle(usage(10_000, 0), price)?.reason).toBe('工具变了')
  })
})
