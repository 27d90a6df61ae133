import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FolderWatch } from '../../../../src/agent/tools/files/folder-watch.ts'
import { createFakeClock } from '../../../support/fake-clock.ts'
import { openFileRoom, toolContext } from './file-room.ts'

const version = (text: string) => `/** @risk green */\nexport async function v() { return '${text}' }`

it('makes the folder, in which .js means modules, and leaves what is there', async () => {
  const room = await openFileRoom()
  const text = await room.eventually('the folder', () => room.files.folder)
  await room.files.reload()
  expect(text).toBe(join(room.dataDir, 'tools'))
  expect(JSON.parse(await readFile(join(text, 'package.json'), 'utf8'))).toEqual({
    type: 'module',
    private: true,
  })
  await room.write('package.json', '{"type":"module","dependencies":{}}')
  await room.files.reload()
  expect(await readFile(join(text, 'package.json'), 'utf8')).toBe('{"type":"module","dependencies":{}}')
  expect(room.topic.value).toEqual({})
})

it('D0-32: new definitions reach the toolbox as soon as a file has changed', async () => {
  const room = await openFileRoom({ 'a.js': version('one') })
  await room.until('a.js', 'ready')
  expect(room.offers.get('a.js')?.tools.map(({ name }) => name)).toEqual(['a_v'])
  await room.write('a.js', `${version('two')}\nexport async function more() {}`)
  await room.eventually('the new definitions', () => room.offers.get('a.js')?.tools.length === 2)
  expect(await room.call('a_v')).toBe('two')
  expect(room.topic.value['a.js']?.tools).toEqual(['a_more', 'a_v'])
})

it('D0-33: a call that runs ends well while its file is replaced, broken or removed', async () => {
  const slow = (text: string) => `
    export async function slow(context) {
      await context.store.get('begun')
      while (!(await context.store.get('go'))) await new Promise((resolve) => setTimeout(resolve, 5))
      return '${text}'
    }`
  const room = await openFileRoom({ 'a.js': slow('one') })
  await room.until('a.js', 'ready')
  const begin = async () => {
    let asked = false
    let go = false
    const store = {
      get(key: string) {
        asked = true
        return key === 'go' && go
      },
      set: () => undefined,
      delete: () => undefined,
    }
    const call = room.call('a_slow', {}, { store })
    await room.eventually('the call to run', () => asked)
    return {
      finish() {
        go = true
        return call
      },
    }
  }
  const first = await begin()
  const old = room.tool('a_slow')
  await room.write('a.js', slow('two'))
  await room.eventually('the new version', () => room.offers.get('a.js')?.tools[0] !== old)
  const second = await begin()
  expect(await first.finish()).toBe('one')
  await room.write('a.js', 'export const = 1')
  await room.until('a.js', 'broken')
  expect(room.offers.has('a.js')).toBe(false)
  expect(await second.finish()).toBe('two')
  await room.write('a.js', slow('three'))
  await room.until('a.js', 'ready')
  const third = await begin()
  await room.remove('a.js')
  await room.eventually('the file to be gone', () => !room.topic.value['a.js'])
  expect(await third.finish()).toBe('three')
})

it('D0-33: a reload tells of each file whether it could be loaded', async () => {
  const room = await openFileRoom({ 'good.js': version('one'), 'bad.js': 'throw new Error("no")' })
  const all = await room.files.reload()
  expect(all.map(({ file, problem }) => [file, problem?.code ?? null])).toEqual([
    ['bad.js', 'tools.file-broken'],
    ['good.js', null],
  ])
  await room.write('bad.js', version('mended'))
  expect(await room.files.reload('bad.js')).toEqual([{ file: 'bad.js', problem: null }])
  expect(await room.call('bad_v')).toBe('mended')
  for (const file of ['gone.js', '../package.json'])
    expect(await room.files.reload(file)).toMatchObject([{ file, problem: { code: 'tools.file-missing' } }])
  expect(Object.keys(room.topic.value).sort()).toEqual(['bad.js', 'good.js'])
})

it('a tool of a version before calls the one there is now, and says so when there is none', async () => {
  const room = await openFileRoom({ 'a.js': version('one') })
  await room.until('a.js', 'ready')
  const old = room.tool('a_v')
  await room.write('a.js', version('two'))
  await room.files.reload('a.js')
  expect(await old.run({}, toolContext())).toBe('two')
  await room.write('a.js', 'nonsense(')
  await room.files.reload('a.js')
  await expect(async () => old.run({}, toolContext())).rejects.toThrow('「a.js」用不了')
})

it('D2-19: sees all files that change together, and takes away the tools of one that is removed', async () => {
  const room = await openFileRoom({ 'a.js': version('a'), 'b.js': version('b'), 'c.js': version('c') })
  for (const name of ['a.js', 'b.js', 'c.js']) await room.until(name, 'ready')
  await Promise.all([
    room.write('a.js', version('a2')),
    room.write('b.js', version('b2')),
    room.remove('c.js'),
    room.write('d.mjs', version('d')),
    room.write('.e.js', version('e')),
    room.write('notes.txt', 'no tool'),
  ])
  await room.until('d.mjs', 'ready')
  await room.eventually('c.js to be gone', () => !room.topic.value['c.js'])
  expect([...room.offers.keys()].sort()).toEqual(['a.js', 'b.js', 'd.mjs'])
  await room.eventually('what all of them say now', async () => {
    const said = await Promise.all(['a_v', 'b_v', 'd_v'].map((name) => room.call(name)))
    return said.join() === 'a2,b2,d'
  })
  expect(Object.keys(room.topic.value).sort()).toEqual(['a.js', 'b.js', 'd.mjs'])
})

it('is not put off by a file that keeps changing: each has its own quiet time', async () => {
  const room = await openFileRoom({ 'busy.js': version('0'), 'calm.js': version('one') })
  await room.until('busy.js', 'ready')
  await room.until('calm.js', 'ready')
  const calm = room.tool('calm_v')
  await room.write('calm.js', version('two'))
  let n = 0
  await room.eventually('calm.js to be loaded', async () => {
    await room.write('busy.js', version(`${++n}`))
    return room.offers.get('calm.js')?.tools[0] !== calm
  })
  expect(await room.call('calm_v')).toBe('two')
})

it('loads a file that stopped again when it changes, but not when it is only touched', async () => {
  const room = await openFileRoom({ 'a.js': `process.exit(1)` })
  await room.until('a.js', 'stopped')
  let shown = 0
  room.topic.subscribe(() => shown++)
  await room.write('b.js', version('b'))
  await room.write('a.js', `process.exit(1)`)
  await room.until('b.js', 'ready')
  await room.clock.advanceAsync(1000)
  expect(room.topic.value['a.js']?.state).toBe('stopped')
  await room.write('a.js', version('mended'))
  await room.until('a.js', 'ready')
  expect(await room.call('a_v')).toBe('mended')
  expect(room.problems.size).toBe(0)
})

it('a file that is switched off has no process and no tools until it is switched on', async () => {
  const off = { files: [{ id: 'a.js', enabled: false }] }
  const room = await openFileRoom({ 'a.js': version('one') }, off)
  await room.until('a.js', 'off')
  expect(room.offers.size).toBe(0)
  expect(await room.files.reload()).toEqual([{ file: 'a.js', problem: null }])
  room.set({})
  await room.until('a.js', 'ready')
  const tool = room.tool('a_v')
  room.set(off)
  const { tools } = await room.until('a.js', 'off')
  expect(tools).toEqual([])
  expect(room.offers.size).toBe(0)
  await expect(async () => tool.run({}, toolContext())).rejects.toThrow('没有在用')
})

it('removes at the start what a killed program left of TypeScript files', async () => {
  const room = await openFileRoom({
    '.a.ts.0123456789ab.mjs': 'export {}',
    '.mine.mjs': 'export {}',
    'a.js': version('one'),
  })
  await room.until('a.js', 'ready')
  expect((await readdir(room.files.folder)).sort()).toEqual(['.mine.mjs', 'a.js', 'package.json'])
})

it('refuses a file that is no code', async () => {
  const room = await openFileRoom({ 'huge.js': `// ${'x'.repeat(3_000_000)}` })
  expect((await room.until('huge.js', 'broken')).problem?.code).toBe('tools.file-large')
})

it('says of a folder that cannot be read that it is so, until it can be read again', async () => {
  const room = await openFileRoom()
  await room.files.loaded
  await rm(room.files.folder, { recursive: true })
  await writeFile(room.files.folder, 'not a folder')
  const [row, ...others] = await room.files.reload()
  expect(row).toMatchObject({ file: 'tools/', problem: { code: 'tools.folder' } })
  expect(row?.problem?.message).toMatch(/^工具文件夹读不出来（\w+）/)
  expect(row?.problem?.hint).toContain('点「重新加载」')
  expect(others).toEqual([])
  expect(room.problems.get('tools/')).toEqual(row?.problem)
  await rm(room.files.folder)
  await mkdir(room.files.folder)
  await room.write('a.js', version('back'))
  expect(await room.files.reload()).toEqual([{ file: 'a.js', problem: null }])
  expect(room.problems.size).toBe(0)
  expect(await room.call('a_v')).toBe('back')
})

it('a watch that cannot begin says so', async () => {
  const failures: unknown[] = []
  const told = { changed: () => undefined, failed: (error: unknown) => void failures.push(error) }
  const watch = new FolderWatch('/nowhere/at all', createFakeClock(), told)
  watch.open()
  watch.close()
  expect(failures).toMatchObject([{ code: 'ENOENT' }])
})
