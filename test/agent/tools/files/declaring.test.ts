import { expect, it } from 'vitest'
import { openFileRoom, toolContext } from './file-room.ts'

const weather = `
/** Not about the function. */
const cache = new Map()

/**
 * 查一个城市的天气。
 * 想知道天气时用。
 *
 * @param {string} city - 城市名
 * @param {int} [days=3] 看几天
 * @param {'c' | 'f'} unit 温度的单位
 * @param {string[]} [also] 还有哪些城市
 * @title 查天气
 * @risk green
 * @timeout 60
 * @returns {string} 每天一行
 */
// A remark between comment and function.
export async function get(city, days, unit = 'c', also) {
  return [city, days, unit, also]
}
export const bare = async (a, n = 6, on = false) => ({ a, n, on })
async function inner() {}
export async function _private() {}
export function notAsync() {}
export async function* generated() {}
export { inner as outer }
`

it('S0-41: makes tools of exported async functions and their JSDoc', async () => {
  const room = await openFileRoom({ 'weather.js': weather })
  const { tools, problem } = await room.until('weather.js', 'ready')
  expect(tools).toEqual(['weather_bare', 'weather_get', 'weather_outer'])
  expect(problem).toBeNull()
  const { title, description, parameters, risk, timeoutMs, group, source, parallel, repeatable } =
    room.tool('weather_get')
  expect({ title, risk, timeoutMs, group, source, parallel, repeatable }).toEqual({
    title: '查天气',
    risk: 'green',
    timeoutMs: 60_000,
    group: 'weather.js',
    source: { kind: 'file', file: 'weather.js' },
    parallel: true,
    repeatable: true,
  })
  expect(description).toBe('查一个城市的天气。\n想知道天气时用。\n返回：每天一行')
  expect(parameters).toEqual({
    type: 'object',
    properties: {
      city: { type: 'string', description: '城市名' },
      days: { type: 'integer', description: '看几天', default: 3 },
      unit: { type: 'string', enum: ['c', 'f'], description: '温度的单位', default: 'c' },
      also: { type: 'array', items: { type: 'string' }, description: '还有哪些城市' },
    },
    required: ['city'],
  })
  expect(room.tool('weather_bare')).toMatchObject({
    title: 'bare',
    description: 'bare',
    risk: 'red',
    repeatable: false,
    parameters: {
      properties: { a: { type: 'string' }, n: { type: 'number', default: 6 }, on: { type: 'boolean' } },
      required: ['a'],
    },
  })
})

it('leaves optional parameters to the function, and refuses arguments that do not fit', async () => {
  const room = await openFileRoom({ 'weather.js': weather })
  await room.until('weather.js', 'ready')
  expect(await room.call('weather_get', { city: '北京' })).toBe('["北京",null,"c",null]')
  expect(await room.call('weather_get', { city: '北京', days: 2, also: ['上海'] })).toBe(
    '["北京",2,"c",["上海"]]',
  )
  expect(await room.call('weather_bare', { a: '1' })).toBe('{"a":"1","n":6,"on":false}')
  expect(room.tool('weather_get').check({})).toMatchObject({ ok: false })
  expect(room.tool('weather_get').check({ city: 3 })).toMatchObject({ ok: false })
  expect(room.tool('weather_get').check('北京')).toMatchObject({ ok: false })
})

it('reads from a comment how often a function is tried again, and whether it may run beside others', async () => {
  const room = await openFileRoom({
    'a.js': `/**
       * @retries 2
       * @parallel no
       */
      export async function careful() {}
      /** @retries 9 @parallel yes */
      export async function bold() {}
      /** @retries often */
      export async function vague() {}`,
  })
  await room.until('a.js', 'ready')
  expect(room.tool('a_careful')).toMatchObject({ retries: 2, parallel: false })
  expect(room.tool('a_bold')).toMatchObject({ retries: 5, parallel: true })
  expect(room.tool('a_vague')).toMatchObject({ retries: 0, parallel: true })
  await room.eventually('a remark about the number', () =>
    room.topic.value['a.js']?.output.some(({ text }) => text.startsWith('a_vague 的重试次数（retries）要是')),
  )
})

it('S0-41: makes tools of exported definitions, one or many', async () => {
  const room = await openFileRoom({
    'one.mjs': `export default { name: 'one', title: '一', description: 'd', risk: 'yellow', timeoutSeconds: 5,
      retries: 2, parallel: false, parameters: { type: 'object', properties: { x: { type: 'number' } } },
      factor: 2,
      run(input) { return input.x * this.factor } }`,
    'many.js': `export const tools = [
      { name: 'a', run: () => 'A' },
      { name: 'b', risk: 'wrong', run: async () => undefined },
    ]
    export async function helper() {}`,
  })
  await room.until('one.mjs', 'ready')
  const { tools } = await room.until('many.js', 'ready')
  expect(tools).toEqual(['a', 'b'])
  expect(room.tool('one')).toMatchObject({
    title: '一',
    risk: 'yellow',
    timeoutMs: 5000,
    retries: 2,
    parallel: false,
    repeatable: false,
  })
  expect(room.tool('a')).toMatchObject({ title: 'a', description: 'a', risk: 'red', retries: 0 })
  expect(room.tool('a').timeoutMs).toBeUndefined()
  expect(await room.call('one', { x: 21 })).toBe('42')
  expect(await room.call('a')).toBe('A')
  expect(await room.call('b')).toBe('完成了')
  const { output } = await room.eventually('a remark about the risk', () => {
    const row = room.topic.value['many.js']
    return row && row.output.length > 0 && row
  })
  expect(output[0]).toMatchObject({
    level: 'error',
    text: 'b 的风险（risk）要是 green、yellow 或 red，现在当成 red',
  })
})

it('S0-42: fills in chat and session, which models neither see nor forge', async () => {
  const room = await openFileRoom({
    'f.js': `/** @risk green */
      export async function who(chat_id, text, sessionId, context) {
        return [chat_id, text, sessionId, context.senderId, context.senderName, context.role, context.chatId]
      }`,
    'd.js': `export default [
      { name: 'declared', parameters: { type: 'object', required: ['chat_id', 'x'],
        properties: { chat_id: { type: 'string' }, session_id: { type: 'string' }, x: { type: 'string' } } },
        run: (input, context) => ({ ...input, by: context.sessionId }) },
      { name: 'silent', run: (input) => input },
    ]`,
  })
  await room.until('f.js', 'ready')
  await room.until('d.js', 'ready')
  expect(Object.keys(room.tool('f_who').parameters.properties as object)).toEqual(['text'])
  expect(room.tool('declared').parameters).toEqual({
    type: 'object',
    properties: { x: { type: 'string' } },
    required: ['x'],
  })
  const forged = { chat_id: 'qq_group_666', sessionId: '666', chatId: 'qq_group_666' }
  const own = ['qq_group_30001', '嗨', '7', '20001', '小明', 'member', 'qq_group_30001']
  expect(JSON.parse(await room.call('f_who', { text: '嗨', ...forged }))).toEqual(own)
  expect(JSON.parse(await room.call('declared', { x: '1', ...forged, session_id: '666' }))).toEqual({
    x: '1',
    chat_id: 'qq_group_30001',
    session_id: '7',
    by: '7',
  })
  expect(await room.call('silent', forged)).toBe('{}')
  expect(await room.call('declared', { x: '1' }, { turnId: null })).toContain('"session_id":""')
})

it('reads TypeScript, with its types as those of the parameters, and relative imports', async () => {
  const room = await openFileRoom({
    '算.ts': `import { readFile } from 'node:fs/promises'
      import { twice } from './helper/twice.mjs'
      interface Options { 多: '少' | '多' }
      /**
       * 翻倍。
       * @risk green
       */
      export async function double(value: number, note?: string, mode: 'a' | 'b' = 'a', tags: string[] = []): Promise<string> {
        return \`\${twice(value as number)} \${note} \${mode} \${tags satisfies string[]}\`
      }
      export const _unused: Options | null = null`,
    'types.d.ts': 'export interface Foo { bar: string }',
  })
  await room.until('算.ts', 'broken')
  expect(room.problems.get('算.ts')).toMatchObject({ code: 'tools.file-broken' })
  expect(room.problems.get('算.ts')?.message).not.toContain(room.dataDir)
  const { mkdir, readdir } = await import('node:fs/promises')
  await mkdir(`${room.files.folder}/helper`)
  await room.write('helper/twice.mjs', 'export const twice = (n) => 2 * n')
  expect(await room.files.reload()).toEqual([{ file: '算.ts', problem: null }])
  const [name = ''] = room.topic.value['算.ts']?.tools ?? []
  expect(name).toMatch(/^[0-9a-f]{6}_double$/)
  expect(room.tool(name).parameters).toEqual({
    type: 'object',
    properties: {
      value: { type: 'number' },
      note: { type: 'string' },
      mode: { type: 'string', enum: ['a', 'b'], default: 'a' },
      tags: { type: 'array', items: { type: 'string' }, default: [] },
    },
    required: ['value'],
  })
  expect(await room.call(name, { value: 4 })).toBe('8 undefined a ')
  expect((await readdir(room.files.folder)).sort()).toEqual(['helper', 'package.json', 'types.d.ts', '算.ts'])
})

it('says of a syntax error where it is', async () => {
  const room = await openFileRoom({
    'a.js': 'export const a = 1\nexport async function f( { return 1 }',
    'b.ts': 'export const a: number = 1\nconst b: = 2',
    'c.ts': 'enum A { B }',
  })
  const a = await room.until('a.js', 'broken')
  expect(a.problem?.message).toBe('「a.js」用不了：第 2 行第 28 列有语法错误')
  expect(a.problem?.hint).toContain("Unexpected keyword 'return'")
  expect((await room.until('b.ts', 'broken')).problem?.message).toContain('第 2 行第 10 列有语法错误')
  expect((await room.until('c.ts', 'broken')).problem?.message).toContain(
    '第 1 行第 1 列用了不支持的 TypeScript 写法',
  )
  expect(a.problem?.hint).not.toBe('')
  expect(room.offers.size).toBe(0)
  expect([...room.problems.keys()].sort()).toEqual(['a.js', 'b.ts', 'c.ts'])
})

it('says what was thrown on import, and what a file without tools could export', async () => {
  const room = await openFileRoom({
    'throws.js': `throw new Error('少了密钥')`,
    'empty.js': 'export const a = 1',
    'missing.js': `import './lib/nothing.js'`,
  })
  expect((await room.until('throws.js', 'broken')).problem?.message).toContain('少了密钥')
  const { problem } = await room.until('empty.js', 'broken')
  expect(problem).toMatchObject({
    code: 'tools.file-broken',
    message: '「empty.js」用不了：没有导出能用的工具',
  })
  expect(problem?.hint).toMatch(/run.*async 函数/)
  const missing = await room.until('missing.js', 'broken')
  expect(missing.problem?.message).toContain("Cannot find module 'lib")
  expect(missing.problem?.message).not.toContain(room.dataDir)
})

it('offers the good tools of a file beside its bad ones, and names what is wrong with those', async () => {
  const room = await openFileRoom({
    'mixed.js': `export default [
      { name: 'good', run: () => 'fine' },
      { name: 'good', run: () => 'second' },
      { name: '坏名字', run: () => 1 },
      { name: 'schema', parameters: { type: 'object', properties: { a: { type: 'text' } } }, run: () => 1 },
      { name: 'listy', parameters: { type: 'array' }, run: () => 1 },
      { name: 'big', parameters: { type: 'object', description: 'x'.repeat(200_000) }, run: () => 1 },
      { name: 'norun', parameters: {} },
      { name: 'circle', get parameters() { const a = {}; a.a = a; return a }, run: () => 1 },
    ]`,
    'pattern.js': 'export async function f({ a }, ...rest) {}\nexport async function g(a) { return a }',
    'all-bad.js': 'export default [{ name: "", run() {} }]',
  })
  expect((await room.until('mixed.js', 'ready')).tools).toEqual(['good'])
  expect(await room.call('good')).toBe('fine')
  const { problems = [] } = room.offers.get('mixed.js') ?? {}
  expect(problems.map(({ name }) => name).sort()).toEqual(
    ['good', '坏名字', 'schema', 'listy', 'big', 'norun', 'circle'].sort(),
  )
  for (const { problem } of problems) expect(problem).toMatchObject({ code: 'tools.tool-unusable' })
  expect((await room.until('pattern.js', 'ready')).tools).toEqual(['pattern_g'])
  expect(room.offers.get('pattern.js')?.problems).toHaveLength(1)
  expect((await room.until('all-bad.js', 'broken')).problem?.code).toBe('tools.tool-unusable')
})

it.each(['functions', 'definition'] as const)('writes a template (%s) that works', async (template) => {
  const room = await openFileRoom()
  await room.files.create('mine.js', template)
  await expect(room.files.create('mine.js', template)).rejects.toMatchObject({
    problem: { code: 'tools.file-exists' },
  })
  for (const name of ['../mine.js', '.mine.js', 'mine.txt', 'mine.d.ts', ''])
    await expect(room.files.create(name, template)).rejects.toMatchObject({
      problem: { code: 'tools.file-name' },
    })
  const { tools, problem, output } = room.topic.value['mine.js'] ?? {}
  expect(problem).toBeNull()
  expect(output).toEqual([])
  expect(room.offers.get('mine.js')?.problems).toEqual([])
  for (const name of tools ?? []) expect(room.tool(name)).toMatchObject({ risk: 'green' })
  const context = toolContext()
  if (template === 'functions') {
    expect(await room.call('mine_roll', { sides: 6, count: 3 })).toMatch(/^[1-6]、[1-6]、[1-6]，一共 \d+$/)
    expect(await room.call('mine_todo_add', { text: '买菜' }, context)).toBe('记下了，现在有 1 件')
    expect(await room.call('mine_todo_list', {}, context)).toBe('1. 买菜')
  } else {
    expect(await room.call('dice_roll', { count: 2 })).toMatch(/^\[[1-6],[1-6]\]$/)
    expect(await room.call('todo_note', { action: 'add', text: '买菜' }, context)).toBe('记下了')
    expect(await room.call('todo_note', { action: 'list' }, context)).toBe('小明：买菜')
    await expect(room.call('todo_note', { action: 'add' }, context)).rejects.toThrow('要记什么')
  }
})
