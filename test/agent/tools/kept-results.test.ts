import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { KeptResults } from '../../../src/agent/tools/kept-results.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { contextFor } from './making-tools.ts'

const long = Array.from({ length: 3000 }, (_, index) => `第${index}行`).join('\n')

async function read(kept: KeptResults, input: object, chatId = 1) {
  const tool = kept.tool(() => 1000)
  const checked = tool.check(input)
  if (!checked.ok) throw new Error(checked.message)
  const context = contextFor()
  return tool.run(checked.input, { ...context, chat: { ...context.chat, id: chatId } })
}

it('leaves what is short as it is', async () => {
  await using dir = await tempDir()
  const kept = new KeptResults(dir.path, createFakeClock())
  expect(await kept.shorten('短', 100, 1)).toBe('短')
  await expect(readdir(join(dir.path, 'tool-results'))).rejects.toThrow()
})

it('gives the beginning of what is long, and the rest for the asking', async () => {
  await using dir = await tempDir()
  const kept = new KeptResults(dir.path, createFakeClock())
  const start = await kept.shorten(long, 1000, 1)
  expect(start.startsWith('第0行\n第1行')).toBe(true)
  const id = /id 是 ([0-9a-f]{12})/.exec(start)?.[1] ?? ''
  let text = long.slice(0, 1000)
  for (let part = ''; part !== '后面没有了'; ) {
    part = String(await read(kept, { id, from: text.length }))
    if (part !== '后面没有了') text += part.slice(0, part.lastIndexOf('\n（第 '))
  }
  expect(text).toBe(long)
})

it('keeps what was found in one chat from the others', async () => {
  await using dir = await tempDir()
  const kept = new KeptResults(dir.path, createFakeClock())
  const id = /id 是 ([0-9a-f]{12})/.exec(await kept.shorten(long, 500, 1))?.[1]
  await expect(read(kept, { id, from: 0 }, 2)).rejects.toThrow('没有这个结果')
  await expect(read(kept, { id: '../../config', from: 0 })).rejects.toThrow('id')
})

it('does not keep more than a million characters of one, and says so', async () => {
  await using dir = await tempDir()
  const kept = new KeptResults(dir.path, createFakeClock())
  const start = await kept.shorten('字'.repeat(1_200_000), 500, 1)
  expect(start).toContain('一共 1200000 个字')
  expect(start).toContain('200000 个字没有留')
})

it('forgets after three days', async () => {
  await using dir = await tempDir()
  const clock = createFakeClock(Date.now())
  const kept = new KeptResults(dir.path, clock)
  await kept.shorten(long, 500, 1)
  await kept.shorten(long, 500, 2)
  const folder = join(dir.path, 'tool-results')
  const [first = ''] = await readdir(folder)
  const old = new Date(clock.now() - 4 * 24 * 3600_000)
  await utimes(join(folder, first), old, old)
  await kept.prune()
  expect(await readdir(folder)).toHaveLength(1)
})

it('does not wait for the next start with what is too much', async () => {
  await using dir = await tempDir()
  const kept = new KeptResults(dir.path, createFakeClock())
  for (let n = 0; n < 350; n++) await kept.shorten(long, 1000, 1)
  expect(await readdir(join(dir.path, 'tool-results'))).toHaveLength(300)
})
