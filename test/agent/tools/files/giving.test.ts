import { expect, it } from 'vitest'
import { ProblemError } from '../../../../src/agent/kernel/problem.ts'
import { ToolError } from '../../../../src/agent/tools/tool.ts'
import type { Asked } from '../../../../src/agent/tools/tool-context.ts'
import { openFileRoom, toolContext } from './file-room.ts'

/** Tools of one file, each with its code; what begins as a png does is one. */
function file(tools: Record<string, string>): string {
  const all = Object.entries(tools).map(
    ([name, code]) => `{ name: '${name}', run: async (input, context) => { ${code} } }`,
  )
  return `const png = (size = 64) => {
      const bytes = Buffer.alloc(size, 7)
      bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
      return bytes
    }
    const beginning = (text) => Buffer.from(text.padEnd(64), 'latin1')
    export default [${all.join(',\n')}]`
}

const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.alloc(56, 7),
])

/** `run` tells what the toolbox is given, each picture as a Buffer, so that they can be compared. */
async function openGiving(tools: Record<string, string>) {
  const room = await openFileRoom({ 'a.js': file(tools) })
  await room.until('a.js', 'ready')
  const run = async (name: string) => {
    const output = await room.tool(name).run({}, toolContext())
    if (typeof output === 'string') return output
    return { ...output, pictures: output.pictures?.map((bytes) => Buffer.from(bytes)) }
  }
  return { room, run }
}

it('gives pictures of whatever kind beside the text, and a picture alone as one', async () => {
  const { run } = await openGiving({
    both: `const bytes = png()
      const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
      return { text: '图来了', pictures: [bytes, view, bytes.toString('base64'), 'data:image/png;base64,' + bytes.toString('base64')] }`,
    kinds: `return { pictures: ['\xff\xd8\xff', 'GIF89a', 'RIFF1234WEBP'].map(beginning) }`,
    alone: 'return png()',
    buffer: 'return new Uint8Array(png()).buffer',
    none: `return { text: '没有图', pictures: [] }`,
  })
  expect(await run('both')).toEqual({ text: '图来了', pictures: [png, png, png, png] })
  const kinds = await run('kinds')
  expect(kinds).toMatchObject({ text: '（3 张图片）', pictures: { length: 3 } })
  expect(await run('alone')).toEqual({ text: '（1 张图片）', pictures: [png] })
  expect(await run('buffer')).toEqual({ text: '（1 张图片）', pictures: [png] })
  expect(await run('none')).toBe('没有图')
})

it('leaves pictures out that are too many, too large or none, and says so', async () => {
  const { run } = await openGiving({
    many: `return { text: '多', pictures: Array.from({ length: 12 }, () => png()) }`,
    large: `return { text: '大', pictures: [png(10 * 1024 * 1024), png(10 * 1024 * 1024 + 1), png(21_000_000).toString('base64')] }`,
    odd: `return { text: '怪', pictures: [Buffer.from('%PDF-1.7'), png(), 'https://example.com/a.png'] }`,
    alone: 'return png(11_000_000)',
  })
  const many = await run('many')
  expect(many).toMatchObject({ pictures: { length: 8 } })
  expect(many).toMatchObject({ text: '多\n（一共 12 张图片，只看了前 8 张）' })
  const large = await run('large')
  expect(large).toMatchObject({
    text: '大\n（第 2 张超过 10 MB，没有带上）\n（第 3 张超过 10 MB，没有带上）',
    pictures: [{ length: 10 * 1024 * 1024 }],
  })
  expect(await run('odd')).toEqual({
    text: '怪\n（第 1 张不是 png、jpeg、gif 或 webp 图片，没有带上）\n（第 3 张不是 png、jpeg、gif 或 webp 图片，没有带上）',
    pictures: [png],
  })
  expect(await run('alone')).toBe('（第 1 张超过 10 MB，没有带上）')
})

it('says of other bytes how many they are, and leaves data alone that only look like pictures', async () => {
  const { run } = await openGiving({
    bytes: 'return Buffer.alloc(3000)',
    inside: 'return { size: 1, body: Buffer.alloc(3000), raw: new Uint8Array(5) }',
    links: `return { text: '链接', pictures: ['https://example.com/a.png'] }`,
    more: `return { text: '更多', pictures: [1], total: 1 }`,
  })
  expect(await run('bytes')).toBe('返回了 3000 字节')
  expect(await run('inside')).toBe('{"size":1,"body":"返回了 3000 字节","raw":"返回了 5 字节"}')
  expect(await run('links')).toBe('{"text":"链接","pictures":["https://example.com/a.png"]}')
  expect(await run('more')).toBe('{"text":"更多","pictures":[1],"total":1}')
})

it('lets a call send pictures and files, and refuses what cannot be sent', async () => {
  const { room } = await openGiving({
    send: `await context.sendPicture(png())
      await context.sendPicture(png().toString('base64'))
      await context.sendFile('表.csv', '一,二')
      await context.sendFile('b.bin', new Uint8Array([1, 2, 3]))`,
    refused: `await context.sendPicture(png())`,
    wrong: `const all = await Promise.allSettled([
        context.sendPicture('https://example.com/a.png'), context.sendPicture(png(10_500_000)),
        context.sendFile('../a.txt', 'a'), context.sendFile('a\\u202etxt.exe', 'a'), context.sendFile('', 'a'),
        context.sendFile('a.txt', ''), context.sendFile('a.txt', Buffer.alloc(15 * 1024 * 1024 + 1)),
        context.sendFile('a.txt', { a: 1 })])
      return all.map(({ reason }) => reason?.message ?? 'sent').join('\\n')`,
    flood: `const all = await Promise.allSettled(Array.from({ length: 4 }, () => context.sendFile('a', Buffer.alloc(10_000_000))))
      await context.sendFile('a', 'one more')
      return all.map(({ reason }) => reason?.message ?? 'sent')`,
  })
  const sent: unknown[] = []
  const send = {
    text: async () => undefined,
    picture: async (bytes: Uint8Array) => void sent.push(Buffer.from(bytes)),
    file: async (name: string, bytes: Uint8Array) =>
      void sent.push([name, Buffer.from(bytes).toString('latin1')]),
  }
  await room.call('send', {}, { send })
  const table = Buffer.from('一,二').toString('latin1')
  expect(sent).toEqual([png, png, ['表.csv', table], ['b.bin', '\x01\x02\x03']])
  const picture = () => Promise.reject(new ToolError('没有发出去：断线了'))
  await expect(room.call('refused', {}, { send: { ...send, picture } })).rejects.toThrow('没有发出去：断线了')
  sent.length = 0
  expect((await room.call('wrong', {}, { send })).split('\n')).toEqual([
    '要发的图片不是 png、jpeg、gif 或 webp 图片',
    '要发的图片超过 10 MB',
    ...Array.from({ length: 3 }, () => expect.stringMatching(/^文件名用不了/)),
    '文件不能是空的，最多 15 MB',
    '文件不能是空的，最多 15 MB',
    expect.stringMatching(/^文件的内容要是文字或者字节/),
  ])
  expect(sent).toEqual([])
  expect(JSON.parse(await room.call('flood', {}, { send }))).toEqual([
    ...['sent', 'sent', 'sent'],
    '前面要发的还没发完；每次用 await 等它发完',
  ])
  expect(sent).toHaveLength(4)
})

it('S3-12: lets a call ask the person and wait, and gives it null for no answer', async () => {
  const { room } = await openGiving({
    ask: `return [
        await context.ask('几点？', { choices: ['早上', '晚上'], minutes: 60 }),
        await context.ask('几个？', { kind: 'number' }), await context.ask('要吗？', { kind: 'yes_no' }),
        await context.ask('写什么？'), await context.ask('还有吗？')]`,
    wrong: `const all = await Promise.allSettled([context.ask(' '), context.ask('a', { choices: ['b', 'b'] }),
        context.ask('a', { choices: 'bc' }), context.ask('a', { kind: 'toString' }), context.ask('a', { minutes: 0 })])
      return all.map(({ reason }) => reason?.message ?? 'asked').join('\\n')`,
  })
  const asked: Asked[] = []
  const answers = [
    ...['晚上', 3, true].map((value) => ({ kind: 'answer', value }) as const),
    { kind: 'cancelled' } as const,
    { kind: 'timeout' } as const,
  ]
  const ask = async (question: Asked) => {
    asked.push(question)
    return answers[asked.length - 1] ?? ({ kind: 'timeout' } as const)
  }
  expect(await room.call('ask', {}, { ask })).toBe('["晚上",3,true,null,null]')
  expect(asked).toEqual([
    { text: '几点？', schema: { type: 'string', enum: ['早上', '晚上'] }, timeoutMs: 3_600_000 },
    { text: '几个？', schema: { type: 'number' }, timeoutMs: 300_000 },
    { text: '要吗？', schema: { type: 'boolean' }, timeoutMs: 300_000 },
    { text: '写什么？', schema: { type: 'string' }, timeoutMs: 300_000 },
    { text: '还有吗？', schema: { type: 'string' }, timeoutMs: 300_000 },
  ])
  expect((await room.call('wrong')).split('\n')).toEqual([
    expect.stringMatching(/^要问的话/),
    expect.stringMatching(/^选项/),
    expect.stringMatching(/^选项/),
    expect.stringMatching(/^回答的种类/),
    expect.stringMatching(/^等的时间/),
  ])
})

it('tells a call why something could not be kept, and counts what it keeps in bytes', async () => {
  const { room } = await openGiving({
    full: `await context.store.set('k', 1)`,
    fits: `await context.store.set('k', '很'.repeat(21_800)); return 'kept'`,
    large: `await context.store.set('k', '很'.repeat(22_000))`,
  })
  const full = new ProblemError({ code: 'tool-values.too-many', message: '记满了', hint: '先删掉不用的' })
  const store = {
    ...toolContext().store,
    set() {
      throw full
    },
  }
  await expect(room.call('full', {}, { store })).rejects.toThrow(/^记满了。先删掉不用的$/)
  expect(await room.call('fits')).toBe('kept')
  await expect(room.call('large')).rejects.toThrow('要记的东西太大，一个最多 64 KiB')
})
