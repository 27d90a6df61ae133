import { expect, it } from 'vitest'
import { ToolError } from '../../../../src/agent/tools/tool.ts'
import { settle } from '../../../support/fake-clock.ts'
import { openFileRoom, toolContext } from './file-room.ts'

/** Tools of one file, each with its code. */
function file(tools: Record<string, string>): string {
  const all = Object.entries(tools).map(
    ([name, code]) => `{ name: '${name}', run: async (input, context) => { ${code} } }`,
  )
  return `export default [${all.join(',\n')}]`
}

it('returns strings as they are, nothing as a word, and anything else as JSON', async () => {
  const room = await openFileRoom({
    'a.js': file({
      text: `return 'one\\ntwo'`,
      nothing: '',
      none: 'return null',
      list: 'return [1, { a: 2 }]',
      circle: 'const a = {}; a.a = a; return a',
    }),
  })
  await room.until('a.js', 'ready')
  expect(await room.call('text')).toBe('one\ntwo')
  expect(await room.call('nothing')).toBe('完成了')
  expect(await room.call('none')).toBe('null')
  expect(await room.call('list')).toBe('[1,{"a":2}]')
  await expect(room.call('circle')).rejects.toThrow(/^结果变不成 JSON：/)
})

it('tells a model the first line of what was thrown, and the author where it was thrown', async () => {
  const room = await openFileRoom({
    'a.js': file({
      fails: `throw new Error('没有这个城市\\n    at secret.js:1')`,
      long: `throw new Error('x'.repeat(10_000))`,
      odd: `throw '不是 Error'`,
      empty: 'throw new Error()',
      path: `await import('./lib/gone.js')`,
    }),
  })
  await room.until('a.js', 'ready')
  const error = await room.call('fails').catch((reason) => reason)
  expect(error).toBeInstanceOf(ToolError)
  expect(error).toMatchObject({ message: '没有这个城市', passing: true })
  await expect(room.call('long')).rejects.toThrow(/^x{500}$/)
  await expect(room.call('odd')).rejects.toThrow(/^不是 Error$/)
  await expect(room.call('empty')).rejects.toThrow(/^Error$/)
  const { message } = await room.call('path').catch((reason) => reason)
  expect(message).toMatch(/Cannot find module 'lib/)
  expect(message).not.toContain(room.dataDir)
  const { output } = await room.eventually('the author to be told', () => {
    const row = room.topic.value['a.js']
    return row?.output.some(({ text }) => /^ *at .*a\.js:1:/.test(text)) && row
  })
  expect(output[0]).toMatchObject({ level: 'error', text: 'fails：Error: 没有这个城市' })
  expect(JSON.stringify(output)).not.toContain(room.dataDir)
  expect(room.topic.value['a.js']?.state).toBe('ready')
})

it('cuts a result of 50 MB before it leaves its process, and says how much is missing', async () => {
  const room = await openFileRoom({
    'a.js': file({
      big: `return 'x'.repeat(50_000_000)`,
      list: `return Array.from({ length: 200_000 }, (_, n) => 'number ' + n)`,
    }),
  })
  await room.until('a.js', 'ready')
  const result = await room.call('big')
  expect(result.slice(0, 1_000_000)).toBe('x'.repeat(1_000_000))
  expect(result.slice(1_000_000)).toBe('\n（结果太长，后面还有 49000000 个字没有带上）')
  const list = await room.call('list')
  expect(list.length).toBeLessThan(1_000_100)
  expect(list).toMatch(/^\["number 0","number 1",/)
  expect(list).toMatch(/（结果太长，后面还有 \d+ 个字没有带上）$/)
})

it('keeps the answers of 50 calls at once apart, whatever order they end in', async () => {
  const room = await openFileRoom({
    'a.js': file({
      wait: 'await new Promise((r) => setTimeout(r, Math.random() * 20)); return [input.n, context.senderId]',
    }),
  })
  await room.until('a.js', 'ready')
  const calls = Array.from({ length: 50 }, (_, n) =>
    room.call(
      'wait',
      { n },
      { caller: { id: `${n}`, name: '', role: 'member', chatRole: 'member', groupRole: null } },
    ),
  )
  expect(await Promise.all(calls)).toEqual(calls.map((_, n) => `[${n},"${n}"]`))
})

it('lets a call speak in the chat, keep things and say what it is at', async () => {
  const room = await openFileRoom({
    'a.js': file({
      all: `const before = await context.store.get('k')
        await context.store.set('k', { a: [1] })
        await context.store.set('gone', 1)
        await context.store.set('gone', undefined)
        await context.send('先说一句')
        context.log('第一步\\n第二步')
        return [before, await context.store.get('k'), await context.store.get('gone')]`,
      refused: `await context.send('不行')`,
      internal: `await context.store.get('boom')`,
      large: `await context.store.set('k', 'x'.repeat(70_000))`,
      flood: `const all = Array.from({ length: 200 }, () => context.store.get('k'))
        const ends = await Promise.allSettled(all)
        return ends.filter(({ status }) => status === 'rejected').length`,
    }),
  })
  await room.until('a.js', 'ready')
  const said: string[] = []
  const notes: string[] = []
  const send = { ...toolContext().send, text: async (text: string) => void said.push(text) }
  expect(await room.call('all', {}, { send, note: (text) => void notes.push(text) })).toBe(
    '[null,{"a":[1]},null]',
  )
  expect({ said, notes }).toEqual({ said: ['先说一句'], notes: ['第一步 第二步'] })
  const refusing = {
    ...toolContext().send,
    text: () => Promise.reject(new ToolError('没有发出去：断线了')),
  }
  await expect(room.call('refused', {}, { send: refusing })).rejects.toThrow('没有发出去：断线了')
  const store = {
    ...toolContext().store,
    get() {
      throw new Error('SQLITE_BUSY')
    },
  }
  await expect(room.call('internal', {}, { store })).rejects.toThrow(/^没有做成$/)
  await expect(room.call('large')).rejects.toThrow('要记的东西太大')
  expect(await room.call('flood')).toBe('100')
})

it('refuses what a call asks for after it has ended', async () => {
  const room = await openFileRoom({
    'a.js': file({
      late: `setTimeout(() => context.store.set('k', 1).catch((error) => console.log('late:', error.message)), 5)`,
    }),
  })
  await room.until('a.js', 'ready')
  await room.call('late')
  await room.eventually('the refusal', () =>
    room.topic.value['a.js']?.output.some(({ text }) => text === 'late: 这次调用已经结束了'),
  )
})

it('aborts the signal of a call whose time is over, and leaves a file alone that only is slow', async () => {
  const room = await openFileRoom({
    'a.js': file({
      slow: `await new Promise((resolve) => context.signal.addEventListener('abort', resolve))
        console.log('told to stop')`,
      deaf: 'await new Promise(() => {})',
      quick: `return 'here'`,
    }),
  })
  await room.until('a.js', 'ready')
  for (const name of ['slow', 'deaf']) {
    const time = new AbortController()
    const call = room.call(name, {}, { signal: time.signal })
    time.abort(new Error('over'))
    await expect(call).rejects.toThrow('over')
  }
  await room.eventually('the signal', () =>
    room.topic.value['a.js']?.output.some(({ text }) => text === 'told to stop'),
  )
  expect(await room.call('quick')).toBe('here')
  await room.clock.advanceAsync(2000)
  expect(room.topic.value['a.js']).toMatchObject({ state: 'ready', problem: null })
  await expect(room.call('quick', {}, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow(
    'before',
  )
})

it('D0-34: ends a file that does not come out of a loop within a second, and hurts nothing else', async () => {
  const room = await openFileRoom({
    'stuck.js': file({
      loop: 'if (input.deep) for (;;) {} ; return 1',
      wait: 'await new Promise(() => {})',
    }),
    'other.js': file({ fine: `return 'fine'` }),
  })
  await room.until('stuck.js', 'ready')
  await room.until('other.js', 'ready')
  const time = new AbortController()
  const waiting = room.call('wait').catch((error) => error)
  const looping = room.call('loop', { deep: true }, { signal: time.signal }).catch((error) => error)
  await settle()
  time.abort(new Error('over'))
  expect((await looping).message).toBe('over')
  await room.clock.advanceAsync(499)
  expect(room.topic.value['stuck.js']?.state).toBe('ready')
  await room.clock.advanceAsync(1)
  const { problem, tools } = await room.until('stuck.js', 'stopped')
  expect({ code: problem?.code, tools }).toEqual({ code: 'tools.file-stuck', tools: [] })
  expect(room.problems.get('stuck.js')).toEqual(problem)
  expect(room.offers.has('stuck.js')).toBe(false)
  expect(await waiting).toBeInstanceOf(ToolError)
  expect((await waiting).message).toContain('卡在循环里')
  expect(await room.call('fine')).toBe('fine')
  expect(room.topic.value['other.js']?.state).toBe('ready')
  expect(await room.files.reload('stuck.js')).toEqual([{ file: 'stuck.js', problem: null }])
  expect(await room.call('loop')).toBe('1')
  expect(room.problems.size).toBe(0)
})

it('D0-34: ends a file that loops or waits for ever while it is loaded', async () => {
  const room = await openFileRoom({
    'a-loop.js': 'for (;;) {}',
    'b-waits.js': 'await new Promise(() => {})',
    'other.js': file({ fine: `return 'fine'` }),
  })
  // Each of the two that load has a time limit.
  await room.eventually('both to begin', () => room.clock.timers === 2)
  await room.clock.advanceAsync(10_000)
  expect((await room.until('a-loop.js', 'broken')).problem?.code).toBe('tools.file-slow')
  expect((await room.until('b-waits.js', 'broken')).problem?.code).toBe('tools.file-slow')
  await room.until('other.js', 'ready')
  expect(await room.call('fine')).toBe('fine')
})

it('D0-34: a file that exits or crashes takes only its own calls along, and stays off', async () => {
  const room = await openFileRoom({
    'exits.js': file({ exit: 'process.exit(3)', wait: 'await new Promise(() => {})' }),
    'crashes.js': file({
      crash: `setTimeout(() => { throw new Error('zu spät') }); await new Promise(() => {})`,
    }),
    'at-once.js': 'process.exit(0)',
    'other.js': file({ fine: `return 'fine'` }),
  })
  for (const name of ['exits.js', 'crashes.js', 'other.js']) await room.until(name, 'ready')
  expect((await room.until('at-once.js', 'stopped')).problem?.code).toBe('tools.file-exited')
  const waiting = room.call('wait').catch((error) => error)
  await expect(room.call('exit')).rejects.toThrow('「exits.js」自己退出了（退出码 3）')
  expect(await waiting).toBeInstanceOf(ToolError)
  await expect(room.call('crash')).rejects.toThrow(/「crashes.js」崩溃了.*zu spät/)
  expect((await room.until('exits.js', 'stopped')).problem?.code).toBe('tools.file-exited')
  expect((await room.until('crashes.js', 'stopped')).problem?.code).toBe('tools.file-crashed')
  expect([...room.offers.keys()]).toEqual(['other.js'])
  expect(await room.call('fine')).toBe('fine')
})

it('a promise that nobody waits for is told to the author, and ends nothing', async () => {
  const room = await openFileRoom({
    'a.js': file({ loose: `Promise.reject(new Error('offline')); return 'done'` }),
  })
  await room.until('a.js', 'ready')
  expect(await room.call('loose')).toBe('done')
  await room.eventually('the author to be told', () =>
    room.topic.value['a.js']?.output.some(({ level, text }) => level === 'error' && text.includes('offline')),
  )
  expect(await room.call('loose')).toBe('done')
})

it('shows what a file writes: the last 100 lines, each cut, told a few times a second', async () => {
  const room = await openFileRoom({
    'a.js': file({
      say: `console.log('one', { two: 2 }); console.error('three'); process.stdout.write('four')`,
      flood: `for (let n = 0; n < 100_000; n++) console.log('line ' + n)`,
      wide: `console.log('y'.repeat(10_000_000))`,
    }),
  })
  await room.until('a.js', 'ready')
  const lines = () => room.topic.value['a.js']?.output ?? []
  await room.call('say')
  await room.eventually('the unfinished line', () => lines().length === 3)
  expect(lines().map(({ level, text }) => `${level} ${text}`)).toEqual([
    'info one { two: 2 }',
    'error three',
    'info four',
  ])
  let told = 0
  room.topic.subscribe(() => told++)
  const before = room.clock.now()
  await room.call('flood')
  await room.eventually('the last line', () => lines().at(-1)?.text === 'line 99999')
  expect(told).toBeLessThanOrEqual(1 + (room.clock.now() - before) / 100)
  expect(lines()).toHaveLength(100)
  expect(lines().some(({ text }) => /^（略去 \d+ 行）$/.test(text))).toBe(true)
  await room.call('wide')
  await room.eventually('the wide line', () => lines().at(-1)?.text === 'y'.repeat(500))
})

it('gives a file its settings with usual values, hands changes over without a new start, and hides secrets', async () => {
  const room = await openFileRoom(
    {
      'a.js': `let calls = 0
        export const settings = { type: 'object', properties: {
          city: { type: 'string', default: '北京' }, most: { type: 'integer', default: 3 },
          key: { type: 'string', format: 'password' } } }
        /** @risk green */
        export async function show(context) {
          console.log('key is ' + context.settings.key)
          console.log('x'.repeat(494) + context.settings.key)
          context.log('with ' + context.settings.key)
          const told = [++calls, context.settings]
          context.settings = null
          return told
        }`,
      'odd.js': 'export const settings = 3\nexport async function f() {}',
    },
    {
      files: [
        { id: 'a.js', values: { most: 5 }, secrets: [{ name: 'key', secretValue: { $secret: 's1' } }] },
      ],
    },
  )
  const { settings } = await room.until('a.js', 'ready')
  expect(settings).toMatchObject({ type: 'object', properties: { key: { format: 'password' } } })
  expect((await room.until('odd.js', 'ready')).settings).toBeNull()
  const notes: string[] = []
  expect(await room.call('a_show', {}, { note: (text) => void notes.push(text) })).toBe(
    '[1,{"city":"北京","most":5,"key":"plain s1"}]',
  )
  const lines = () => room.topic.value['a.js']?.output.map(({ text }) => text) ?? []
  await room.eventually('the lines', () => lines().length === 3)
  expect(lines()).toEqual(['key is ***', `${'x'.repeat(494)}***`, 'with ***'])
  expect(notes).toEqual(['with ***'])
  room.set({ files: [{ id: 'a.js', values: { city: '上海' } }] })
  expect(await room.call('a_show')).toBe('[2,{"city":"上海","most":3}]')
})
