import { beforeAll, describe, expect, test } from 'vitest'
import { startSchemas } from '../../src/renderer/app/schemas.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { enabledOps, settingsOps } from '../../src/renderer/pages/tools/file-edit.ts'
import { complaintAboutFile, completeFile, reloadedWords } from '../../src/renderer/pages/tools/file-words.ts'
import {
  complaintAboutNamed,
  draftOfServer,
  emptyMcpDraft,
  hasOpenKey,
  serverOf,
  shortNameOf,
} from '../../src/renderer/pages/tools/mcp-draft.ts'
import { maskedArguments, maskedUrl } from '../../src/renderer/pages/tools/mcp-mask.ts'
import { readMcpPaste } from '../../src/renderer/pages/tools/mcp-paste.ts'
import { draftOf, resultOf, schemaFields } from '../../src/renderer/pages/tools/schema-form.ts'
import { Config } from '../../src/shared/config.ts'
import { McpServer } from '../../src/shared/tools.ts'

beforeAll(() => {
  startI18n()
  startSchemas()
})

const kindsOf = (properties: object) =>
  Object.fromEntries(
    schemaFields({ type: 'object', properties }).map(({ name, control }) => [name, control.kind]),
  )

describe('a form out of a JSON Schema', () => {
  test('every kind of property has a control; what has none is typed as JSON', () => {
    expect(
      kindsOf({
        text: { type: 'string' },
        whole: { type: 'integer' },
        part: { type: 'number' },
        flag: { type: 'boolean' },
        one: { type: 'string', enum: ['a', 'b'] },
        named: {
          oneOf: [
            { const: 1, title: '一' },
            { const: 2, title: '二' },
          ],
        },
        words: { type: 'array', items: { type: 'string' } },
        numbers: { type: 'array', items: { type: 'number' } },
        nested: { type: 'object' },
        maybe: { type: ['string', 'null'] },
        also: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
        either: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
        anything: {},
        broken: 'not a schema',
      }),
    ).toEqual({
      text: 'text',
      whole: 'number',
      part: 'number',
      flag: 'switch',
      one: 'choice',
      named: 'choice',
      words: 'words',
      numbers: 'json',
      nested: 'json',
      maybe: 'text',
      also: 'number',
      either: 'json',
      anything: 'json',
      broken: 'json',
    })
  })

  test('a text that may be long has several lines, a password none that can be read', () => {
    const control = (name: string, property: object) =>
      schemaFields({ properties: { [name]: property } })[0]?.control
    expect(control('content', { type: 'string' })).toMatchObject({ long: true, secret: false })
    expect(control('text', { type: 'string', maxLength: 2000 })).toMatchObject({ long: true })
    expect(control('place', { type: 'string', maxLength: 50 })).toMatchObject({ long: false })
    expect(control('where', { type: 'string', format: 'uri' })).toMatchObject({ long: false })
    expect(control('userId', { type: 'string' })).toMatchObject({ long: false })
    expect(control('key', { type: 'string', format: 'password' })).toMatchObject({
      long: false,
      secret: true,
    })
  })

  test('what has no title goes by its name, and is told from what has one', () => {
    const fields = schemaFields({ properties: { expression: {}, city: { title: '城市' } } })
    expect(fields.map(({ title, titled }) => [title, titled])).toEqual([
      ['expression', false],
      ['城市', true],
    ])
  })

  test('what is required comes first, the rest as the schema has it', () => {
    const fields = schemaFields({
      properties: { b: { type: 'string' }, a: { type: 'string' }, c: { type: 'string' } },
      required: ['c'],
    })
    expect(fields.map(({ name }) => name)).toEqual(['c', 'b', 'a'])
    expect(schemaFields({})).toEqual([])
    expect(schemaFields({ properties: [], required: 'x' })).toEqual([])
  })

  const fields = schemaFields({
    properties: {
      place: { type: 'string', maxLength: 3 },
      days: { type: 'integer', minimum: 1, maximum: 7, default: 2 },
      sure: { type: 'boolean' },
      more: { type: 'object' },
    },
    required: ['place', 'sure'],
  })

  test('it begins with the values of the schema, and leaves out what nobody filled in', () => {
    const draft = draftOf(fields)
    expect(draft).toEqual({ place: undefined, days: 2, sure: undefined, more: undefined })
    expect(resultOf(fields, { ...draft, place: '杭州' })).toEqual({
      values: { place: '杭州', days: 2, sure: false },
      problems: {},
    })
  })

  test.each([
    [{}, { place: '要填' }],
    [{ place: '一二三四' }, { place: '最多 3 个字' }],
    [{ place: '杭', days: 1.5 }, { days: '要填整数' }],
    [{ place: '杭', days: 0 }, { days: '不能小于 1' }],
    [{ place: '杭', days: 8 }, { days: '不能大于 7' }],
    [{ place: '杭', more: '{a: 1}' }, { more: '不是 JSON：文字要加双引号，末尾不能有逗号' }],
    [{ place: '杭', more: '{"a": [1]}' }, {}],
  ])('%j has the problems %j', (draft, problems) => {
    expect(resultOf(fields, draft).problems).toEqual(problems)
  })

  test('JSON becomes a value, and a value becomes JSON again', () => {
    expect(resultOf(fields, { place: '杭', more: '{"a": [1]}' }).values.more).toEqual({ a: [1] })
    expect(draftOf(fields, { more: { a: [1] } }).more).toBe('{\n  "a": [\n    1\n  ]\n}')
  })
})

describe('the settings of a tool file', () => {
  const fields = schemaFields({
    properties: { key: { type: 'string', format: 'password' }, city: { type: 'string' } },
    required: ['key'],
  })
  const saved = Config.parse({
    tools: {
      files: [
        {
          id: 'weather.mjs',
          enabled: false,
          values: { city: '杭州', older: 1 },
          secrets: [{ name: 'key', secretValue: { $secret: 'somewhere' } }],
        },
      ],
    },
  })

  test('a secret that is left empty stays, and is no reason not to save', () => {
    const { values, problems } = resultOf(fields, { key: '', city: '苏州' })
    expect(problems).toEqual({})
    expect(settingsOps(saved, 'weather.mjs', fields, values)).toEqual([
      {
        path: ['tools', 'files', 'weather.mjs'],
        set: {
          id: 'weather.mjs',
          enabled: false,
          values: { older: 1, city: '苏州' },
          secrets: [{ name: 'key', secretValue: { $secret: 'somewhere' } }],
        },
      },
    ])
  })

  test('a secret that is typed takes the place of the old one, and never stands among the values', () => {
    const [op] = settingsOps(saved, 'weather.mjs', fields, { key: 'new', city: '苏州' })
    expect(op).toMatchObject({
      set: { values: { city: '苏州' }, secrets: [{ name: 'key', secretValue: 'new' }] },
    })
    expect(JSON.stringify(op)).not.toContain('"key":"new"')
  })

  test('a file that nothing was set for gets an entry', () => {
    expect(enabledOps(saved, 'dice.ts', false)).toEqual([
      {
        path: ['tools', 'files', 'dice.ts'],
        set: { id: 'dice.ts', enabled: false, values: {}, secrets: [] },
      },
    ])
    expect(enabledOps(saved, 'weather.mjs', true)).toEqual([
      { path: ['tools', 'files', 'weather.mjs', 'enabled'], set: true },
    ])
  })

  test.each([
    ['', '要填一个名字'],
    ['a.txt', '要以 .mjs、.js 或 .ts 结尾'],
    ['a/b.mjs', '名字里不能有 / \\ : * ? " < > |，也不能以点开头'],
    ['.hidden.mjs', '名字里不能有 / \\ : * ? " < > |，也不能以点开头'],
    [`${'长'.repeat(100)}.mjs`, '名字太长了，最多 100 个字'],
    ['Dice.ts', '已经有「dice.ts」了'],
    ['天气 2.mjs', null],
  ])('a new file %j: %s', (file, complaint) => {
    expect(complaintAboutFile(file, new Set(['dice.ts']))).toBe(complaint)
  })

  test('an ending that was not typed is the usual one', () => {
    expect(completeFile(' my-tool ')).toBe('my-tool.mjs')
    expect(completeFile('a.ts')).toBe('a.ts')
    expect(completeFile('')).toBe('')
  })

  test('what came of loading again is told by name', () => {
    const problem = { code: 'x', message: 'x', hint: '' }
    expect(reloadedWords([])).toBe('文件夹里还没有工具文件')
    expect(reloadedWords([{ file: 'a.ts', problem: null }])).toBe('1 个文件重新加载了')
    expect(
      reloadedWords([
        { file: 'a.ts', problem: null },
        { file: 'b.ts', problem },
      ]),
    ).toBe('1 个加载好了，没加载上的：b.ts')
  })
})

describe('the form of an MCP server', () => {
  const stdio = McpServer.parse({
    id: 'memory',
    title: '记忆',
    transport: 'stdio',
    command: 'npx',
    args: ['-y', '@modelcontextprotocol/server-memory'],
    env: [{ name: 'KEY', secretValue: { $secret: 'there' } }],
  })
  const http = McpServer.parse({
    id: 'maps',
    transport: 'http',
    url: 'https://maps.example/mcp',
    headers: [{ name: 'Authorization', secretValue: 'Bearer x' }],
  })

  test.each([stdio, http])('$id comes out as it went in', (server) => {
    expect(serverOf(draftOfServer(server), new Set()).server).toEqual(server)
  })

  test('what was typed for the other way to connect is not sent along', () => {
    const changed = { ...draftOfServer(stdio), transport: 'sse' as const, url: ' https://a.example/sse ' }
    expect(serverOf(changed, new Set()).server).toEqual({
      id: 'memory',
      title: '记忆',
      enabled: true,
      timeoutSeconds: 60,
      transport: 'sse',
      url: 'https://a.example/sse',
      headers: [],
    })
  })

  test.each([
    [{}, ['id', 'command']],
    [{ id: 'Big', command: 'x' }, ['id']],
    [{ id: 'taken', command: 'x' }, ['id']],
    [{ id: 'a', transport: 'http' as const }, ['url']],
    [{ id: 'a', transport: 'http' as const, url: 'ftp://a' }, ['url']],
    [{ id: 'a', command: 'x', env: [{ name: 'A B', secretValue: '' }] }, ['rows']],
    [{ id: 'a', command: 'x', timeoutSeconds: 9999 }, ['timeoutSeconds']],
    [{ id: 'a', command: 'x', args: 'y'.repeat(4001) }, ['args']],
    [{ id: 'a', command: 'x', cwd: 'y'.repeat(1001), title: 'z'.repeat(65) }, ['title', 'cwd']],
    [{ id: 'a', command: 'x', transport: 'odd' as 'sse', url: 'https://a' }, ['other']],
  ])('%j cannot be saved because of %j', (change, keys) => {
    const { server, problems } = serverOf({ ...emptyMcpDraft, ...change }, new Set(['taken']))
    expect(server).toBeNull()
    expect(Object.keys(problems)).toEqual(keys)
  })

  test('a complaint stands at its field, also when there are variables', () => {
    const env = [
      { name: 'KEY', secretValue: '' },
      { name: '', secretValue: '' },
    ]
    const args = `-y\n${'x'.repeat(4001)}`
    const draft = { ...emptyMcpDraft, id: 'a', command: 'x', timeoutSeconds: 9999, args, env }
    expect(serverOf(draft, new Set()).problems).toEqual({
      timeoutSeconds: '太大了，最大 600',
      args: '第 2 个：太长了：有 4001 个字，最多 4000 个',
      rows: { 1: '要写名字' },
    })
    const many = Array.from({ length: 51 }, (_, index) => ({ name: `K${index}`, secretValue: '' }))
    expect(serverOf({ ...draft, args: '', timeoutSeconds: 60, env: many }, new Set()).problems).toEqual({
      named: '太多了：有 51 项，最多 50 项',
    })
  })

  test('two complaints about one field are both told', () => {
    const url = `ftp://${'x'.repeat(2000)}`
    const draft = { ...emptyMcpDraft, id: 'a', transport: 'http' as const, url }
    expect(serverOf(draft, new Set()).problems.url).toBe(
      '要以 http:// 或 https:// 开头；太长了：有 2006 个字，最多 2000 个',
    )
  })

  test('names of variables are written once and without what nothing takes', () => {
    const list = ['A', 'A', ''].map((name) => ({ name, secretValue: '' }))
    expect(complaintAboutNamed(list, 0)).toBeNull()
    expect(complaintAboutNamed(list, 1)).toBe('「A」写了两次')
    expect(complaintAboutNamed(list, 2)).toBe('要写名字')
  })

  test.each([
    [{ command: 'npx', args: '-y\n@modelcontextprotocol/server-memory@1.2.0' }, 'memory'],
    [{ command: 'uvx', args: 'mcp-server-fetch' }, 'fetch-2'],
    [{ command: 'C:\\bin\\Thing.exe' }, 'thing'],
    [{ transport: 'http' as const, url: 'https://mcp.amap.com/mcp' }, 'amap'],
    [{ title: 'My Maps!' }, 'my-maps'],
    [{ command: 'npx', args: '--api-key\nabc\n-y\nserver-maps' }, 'maps'],
    [{ command: 'npx', args: '--api-key\nabc' }, 'npx'],
    [{ title: '记忆' }, 'server'],
  ])('%j is called %s', (change, name) => {
    expect(shortNameOf({ ...emptyMcpDraft, ...change }, new Set(['fetch']))).toBe(name)
  })

  test('a pasted server and one that is typed get the same short name', () => {
    const [pasted] = readMcpPaste('https://maps.example/mcp').servers
    const typed = { ...emptyMcpDraft, transport: 'http' as const, url: 'https://maps.example/mcp' }
    expect(shortNameOf(typed, new Set())).toBe(pasted?.id)
  })
})

describe('keys that stand in the open', () => {
  test.each([
    ['-y server --api-key abc --verbose', '-y server --api-key •••••• --verbose'],
    ['--access-token=abc', '--access-token=••••••'],
    ['--client_secret abc', '--client_secret ••••••'],
    ['run -e API_KEY=abc image', 'run -e API_KEY=•••••• image'],
    ['--header Authorization:sk-123456789', '--header Authorization:••••••'],
    ['--url https://a.example/mcp?key=abc&city=hz', '--url https://a.example/mcp?key=••••••&city=hz'],
    ['--token --verbose', '--token --verbose'],
    ['--key-file a.pem --path D:\\task-key', '--key-file a.pem --path D:\\task-key'],
  ])('%s is shown as %s', (args, shown) => {
    expect(maskedArguments(args.split(' ')).join(' ')).toBe(shown)
  })

  test.each([
    [
      'https://a.example/mcp?api_key=abc&x=1#token=t',
      'https://a.example/mcp?api_key=••••••&x=1#token=••••••',
    ],
    ['https://me:pass@a.example/mcp', 'https://me:••••••@a.example/mcp'],
    ['https://a.example/mcp?city=hz', 'https://a.example/mcp?city=hz'],
  ])('%s is shown as %s', (url, shown) => {
    expect(maskedUrl(url)).toBe(shown)
  })

  test('the form knows of those of the way that is chosen', () => {
    const draft = { ...emptyMcpDraft, args: '--api-key\nabc', url: 'https://a.example/mcp' }
    expect(hasOpenKey(draft)).toBe(true)
    expect(hasOpenKey({ ...draft, transport: 'http' })).toBe(false)
    expect(hasOpenKey({ ...draft, transport: 'sse', url: 'https://a.example/sse?key=abc' })).toBe(true)
  })
})
