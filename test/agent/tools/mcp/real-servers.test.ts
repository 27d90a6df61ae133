import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { waitFor } from '../../../support/wait-for.ts'
import { installed, isAlive, mcpBench } from './mcp-bench.ts'

it('speaks with server-everything: tools, resources, prompts, results of every kind', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([installed('everything')])
  const state = await bench.reaches('running', 'everything')
  expect(state.name).toContain('everything')
  expect(state.resources.length).toBeGreaterThan(0)
  expect(state.prompts.map(({ name }) => name)).toContain('simple-prompt')
  expect(bench.tool('everything_echo', 'everything').risk).toBe('red')
  expect(await bench.call('everything_echo', { message: '你好' })).toBe('Echo: 你好')
  expect(await bench.call('everything_get-sum', { a: 2, b: 3 })).toContain('5')
  const picture = await bench.call('everything_get-tiny-image')
  expect(picture).toMatchObject({ text: expect.stringContaining('有 1 张图片') })
  const [bytes] = typeof picture === 'string' ? [] : (picture.pictures ?? [])
  expect([...(bytes ?? []).slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
  expect(await bench.call('everything_get-structured-content', { location: 'Chicago' })).toContain(
    'temperature',
  )
  expect(await bench.call('everything_get-resource-links', { count: 2 })).toMatch(/资源 .+：\S+/)
  const check = bench.tool('everything_get-sum', 'everything').check({ a: 'two', b: 3 })
  expect(check).toMatchObject({ ok: false, message: expect.stringContaining('a') })
})

it('reads and writes with server-filesystem, in its folder and nowhere else', async () => {
  await using bench = await mcpBench()
  const folder = bench.dir.file('allowed')
  mkdirSync(folder)
  writeFileSync(`${folder}/note.txt`, '记一下')
  bench.mcp.update([installed('filesystem', {}, [folder])])
  await bench.reaches('running', 'filesystem')
  expect(await bench.call('filesystem_read_text_file', { path: `${folder}/note.txt` })).toBe('记一下')
  await bench.call('filesystem_write_file', { path: `${folder}/new.txt`, content: 'x' })
  expect(readFileSync(`${folder}/new.txt`, 'utf8')).toBe('x')
  await expect(bench.call('filesystem_read_text_file', { path: '/etc/passwd' })).rejects.toThrow(/denied/)
})

it('keeps what server-memory is told, in the file its variable names', async () => {
  await using bench = await mcpBench()
  const file = bench.dir.file('memory.jsonl')
  bench.mcp.update([installed('memory', { env: [{ name: 'MEMORY_FILE_PATH', secretValue: file }] })])
  await bench.reaches('running', 'memory')
  const entities = [{ name: '小明', entityType: '人', observations: ['喜欢猫'] }]
  await bench.call('memory_create_entities', { entities })
  expect(readFileSync(file, 'utf8')).toContain('喜欢猫')
  expect(await bench.call('memory_search_nodes', { query: '猫' })).toContain('小明')
})

it('leaves none of them behind', async () => {
  const bench = await mcpBench()
  const folder = bench.dir.path
  bench.mcp.update([installed('everything'), installed('filesystem', {}, [folder]), installed('memory')])
  const pids: number[] = []
  for (const id of ['everything', 'filesystem', 'memory'])
    pids.push((await bench.reaches('running', id)).pid ?? 0)
  expect(pids.every(isAlive)).toBe(true)
  await bench[Symbol.asyncDispose]()
  await waitFor('all to be gone', () => !pids.some(isAlive))
  expect(bench.clock.timers).toBe(0)
})
