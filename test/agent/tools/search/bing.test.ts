import { expect, it } from 'vitest'
import { bing } from '../../../../src/agent/tools/search/bing.ts'
import { ToolError } from '../../../../src/agent/tools/tool.ts'

const found = { title: '找到的', url: 'https://a.example/', snippet: '', date: '' }

function search(ask: (url: string) => Promise<string>) {
  const asked: string[] = []
  const searching = bing.search({
    query: 'x',
    count: 8,
    baseUrl: '',
    key: '',
    ask: ({ url }) => {
      asked.push(new URL(url).host)
      return ask(url)
    },
    readFeed: async () => [found],
  })
  return { asked, searching }
}

it('tries the Chinese address when the first one fails, and only then', async () => {
  const first = search(async () => '<rss>')
  expect([(await first.searching).items, first.asked]).toEqual([[found], ['www.bing.com']])
  const second = search(async (url) => {
    if (url.includes('www.')) throw new ToolError('要跳转到别处')
    return '<?xml version="1.0"?><rss version="2.0">'
  })
  expect([(await second.searching).items, second.asked]).toEqual([[found], ['www.bing.com', 'cn.bing.com']])
  const page = search(async (url) => (url.includes('www.') ? '<html>' : '<rss>'))
  expect((await page.searching).items).toEqual([found])
})

it('tells what the last one said when both fail, and stops at an abort', async () => {
  const both = search(async (url) => {
    throw new ToolError(url.includes('cn.') ? '第二个' : '第一个')
  })
  await expect(both.searching).rejects.toThrow('第二个')
  const stopped = search(() => Promise.reject('stopped'))
  await expect(stopped.searching).rejects.toBe('stopped')
  expect(stopped.asked).toHaveLength(1)
})
