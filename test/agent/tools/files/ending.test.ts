import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { ForkedProcess } from '../../../../src/agent/tools/files/forked-process.ts'
import { ToolError } from '../../../../src/agent/tools/tool.ts'
import { createFakeClock, settle } from '../../../support/fake-clock.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { waitFor } from '../../../support/wait-for.ts'
import { openFileRoom } from './file-room.ts'

/** One tool, `go`, with this code. */
const file = (code: string) => `import { execFileSync, spawn } from 'node:child_process'
export default { name: 'go', run: async (input) => { ${code} } }`
const fine = `export default { name: 'fine', run: () => 'fine' }`

/** A program that says its number in a file and then stays. */
const stays = (path: string) =>
  JSON.stringify(
    `require('fs').writeFileSync(${JSON.stringify(path)}, String(process.pid)); setInterval(() => {}, 1e6)`,
  )

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const numberIn = async (path: string) => Number(await readFile(path, 'utf8').catch(() => 0))
const gone = (pid: number) => waitFor(`${pid} to be gone`, () => !isAlive(pid))

it.each([
  { what: 'a list', code: 'const all = []; for (let n = 0; ; n++) all.push({ n, of: [n] })' },
  { what: 'a Map', code: 'const all = new Map(); for (let n = 0; ; n++) all.set(n, n)' },
  { what: 'a string of 400 MB', code: `return Buffer.from('x'.repeat(400_000_000)).length` },
  {
    what: 'a large JSON.parse',
    code: `return JSON.parse('[' + '{"a":[1]},'.repeat(3_000_000) + '0]').length`,
  },
])(
  'D0-34: ends a file that takes more memory than it may for $what, and hurts nothing else',
  async ({ code }) => {
    const room = await openFileRoom(
      { 'greedy.js': file(`if (input.much) { ${code} }; return 'here'`), 'other.js': fine },
      { fileMemoryMegabytes: 64 },
    )
    await room.until('greedy.js', 'ready')
    await room.until('other.js', 'ready')
    await expect(room.call('go', { much: true })).rejects.toThrow('「greedy.js」用的内存超过了 64 MB')
    const { problem, tools } = await room.until('greedy.js', 'stopped')
    expect({ code: problem?.code, tools }).toEqual({ code: 'tools.file-memory', tools: [] })
    expect(await room.call('fine')).toBe('fine')
    room.set({ fileMemoryMegabytes: 96 })
    expect((await room.until('greedy.js', 'ready')).problem).toBeNull()
    expect(await room.call('go')).toBe('here')
  },
)

it('D0-34: ends a file whose buffers take more than four times its memory, in a loop too', async () => {
  const room = await openFileRoom(
    { 'greedy.js': file('const all = []; for (;;) all.push(Buffer.alloc(4_000_000, 1))'), 'other.js': fine },
    { fileMemoryMegabytes: 64 },
  )
  await room.until('greedy.js', 'ready')
  await room.until('other.js', 'ready')
  await expect(room.call('go')).rejects.toThrow('「greedy.js」用的内存超过了 512 MB')
  expect((await room.until('greedy.js', 'stopped')).problem?.code).toBe('tools.file-memory')
  expect(await room.call('fine')).toBe('fine')
})

it.each([
  { what: 'aborts', code: 'process.abort()', told: /信号 SIGABRT|退出码 134/ },
  { what: 'is killed', code: `process.kill(process.pid, 'SIGKILL')`, told: /信号 SIGKILL|退出码 1/ },
])('D0-34: a file that $what stops, and hurts nothing else', async ({ code, told }) => {
  const room = await openFileRoom({ 'a.js': file(code), 'other.js': fine })
  await room.until('a.js', 'ready')
  await room.until('other.js', 'ready')
  await expect(room.call('go')).rejects.toThrow(told)
  expect((await room.until('a.js', 'stopped')).problem?.code).toMatch(/tools\.file-(crashed|exited)/)
  expect(await room.call('fine')).toBe('fine')
})

it('D0-34: a file that aborts or runs out of memory while it is loaded stops', async () => {
  const room = await openFileRoom(
    { 'a.js': 'process.abort()', 'b.js': 'const all = new Map(); for (let n = 0; ; n++) all.set(n, n)' },
    { fileMemoryMegabytes: 64 },
  )
  expect((await room.until('a.js', 'stopped')).problem?.message).toMatch(/崩溃了/)
  expect((await room.until('b.js', 'stopped')).problem?.code).toBe('tools.file-memory')
})

it('D0-34: ends a file that waits for a program within a second of its time, and the program with it', async () => {
  const room = await openFileRoom()
  const told = join(room.dataDir, 'pid')
  await room.write('waits.js', file(`execFileSync(process.execPath, ['-e', ${stays(told)}])`))
  await room.write('other.js', fine)
  await room.until('waits.js', 'ready')
  await room.until('other.js', 'ready')
  const time = new AbortController()
  const call = room.call('go', {}, { signal: time.signal }).catch((error) => error)
  const program = await waitFor('the program', () => numberIn(told))
  time.abort(new Error('over'))
  expect((await call).message).toBe('over')
  await room.clock.advanceAsync(500)
  expect((await room.until('waits.js', 'stopped')).problem?.code).toBe('tools.file-stuck')
  await gone(program)
  expect(await room.call('fine')).toBe('fine')
})

it('ends with a file what it started and did not wait for', async () => {
  const room = await openFileRoom()
  const told = join(room.dataDir, 'pid')
  await room.write(
    'a.js',
    file(`spawn(process.execPath, ['-e', ${stays(told)}], { stdio: 'inherit' }); return process.pid`),
  )
  await room.until('a.js', 'ready')
  const host = Number(await room.call('go'))
  const program = await waitFor('the program', () => numberIn(told))
  expect([host, program].map(isAlive)).toEqual([true, true])
  await room.remove('a.js')
  await room.eventually('the file to be gone', () => !room.topic.value['a.js'])
  await gone(host)
  await gone(program)
})

it('leaves nothing running behind', async () => {
  const room = await openFileRoom({
    'a.js': file('if (input.loop) for (;;) {} ; return process.pid'),
    'b.js': 'for (;;) {}',
  })
  await room.until('a.js', 'ready')
  const host = Number(await room.call('go'))
  const call = room.call('go', { loop: true }).catch((error) => error)
  await room.life.dispose()
  expect(await call).toBeInstanceOf(ToolError)
  expect(isAlive(host)).toBe(false)
  expect(room.clock.timers).toBe(0)
  expect(await room.files.reload()).toEqual([])
})

it('leaves no process behind when the bot is killed, not even one in a loop', async () => {
  const { path: dataDir, [Symbol.asyncDispose]: removeDir } = await tempDir()
  onTestFinished(removeDir)
  await mkdir(join(dataDir, 'tools'))
  const tells = (name: string) =>
    `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(join(dataDir, name))}, String(process.pid))`
  await writeFile(join(dataDir, 'tools', 'idle.js'), `${tells('idle')}\n${fine}`)
  await writeFile(join(dataDir, 'tools', 'loop.js'), `${tells('loop')}\nfor (;;) {}`)
  const program = new URL('../../../support/bot-process.ts', import.meta.url).pathname
  const bot = spawn(process.execPath, [program, '--data', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void bot.kill('SIGKILL'))
  const all = await Promise.all(
    ['idle', 'loop'].map((name) => waitFor(`${name}.js to run`, () => numberIn(join(dataDir, name)))),
  )
  expect(all.map(isAlive)).toEqual([true, true])
  bot.kill('SIGKILL')
  await once(bot, 'exit')
  for (const pid of all) await gone(pid)
})

it('keeps what the bot is run with from the code of a file, but for where its data are', async () => {
  const ours = { APRICOT_PANEL_TOKEN: 'secret', APRICOT_OTHER: '1', APRICOT_DATA: '/data', THEIRS: 'kept' }
  for (const [name, value] of Object.entries(ours)) vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  const room = await openFileRoom({
    'a.js': file(`const names = Object.keys(process.env)
      return names.filter((name) => name.startsWith('APRICOT_') || name === 'THEIRS').sort()`),
  })
  await room.until('a.js', 'ready')
  expect(JSON.parse(await room.call('go'))).toEqual(['APRICOT_DATA', 'THEIRS'])
})

it('starts a process when it is told to, and not before', async () => {
  const clock = createFakeClock()
  let ends = 0
  const forked = new ForkedProcess({
    entry: new URL('../../../../src/agent/tools/files/process.ts', import.meta.url),
    cwd: tmpdir(),
    heapMegabytes: 64,
    clock,
    message: () => undefined,
    ended: () => ends++,
  })
  // Nothing is there that could be ended.
  forked.kill()
  await settle()
  expect({ ends, timers: clock.timers }).toEqual({ ends: 0, timers: 0 })
  forked.start()
  forked.kill()
  await forked.gone
  expect({ ends, timers: clock.timers }).toEqual({ ends: 1, timers: 0 })
})

it('runs in the folder of the tools, without a trace of how it is run', async () => {
  const room = await openFileRoom({
    'a.js': file(
      `return [process.cwd(), typeof process.send, process.env.ELECTRON_RUN_AS_NODE ?? '', input.text?.length]`,
    ),
  })
  await room.until('a.js', 'ready')
  const text = '很'.repeat(1_000_000)
  expect(JSON.parse(await room.call('go', { text }))).toEqual([room.files.folder, 'undefined', '', 1_000_000])
})
