import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { expect, it } from 'vitest'
import { readResult } from '../../../../src/agent/tools/mcp/call-result.ts'
import { LineReader, LineTooLong } from '../../../../src/agent/tools/mcp/lines.ts'
import { readTools, toolName } from '../../../../src/agent/tools/mcp/read-tools.ts'
import { StderrTail } from '../../../../src/agent/tools/mcp/stderr-tail.ts'
import { McpServer } from '../../../../src/shared/tools.ts'

const read = (content: unknown[], more: object = {}) => readResult({ content, ...more } as CallToolResult)
const base64 = (text: string) => Buffer.from(text).toString('base64')

it('joins texts, keeps pictures, and says of everything else what it is', () => {
  const result = read([
    { type: 'text', text: '一' },
    { type: 'image', data: base64('png'), mimeType: 'image/png' },
    { type: 'audio', data: base64('12345'), mimeType: 'audio/wav' },
    { type: 'resource', resource: { uri: 'file:///a', text: '二' } },
    {
      type: 'resource',
      resource: { uri: 'file:///b', mimeType: 'application/zip', blob: base64('1234567') },
    },
    { type: 'resource_link', uri: 'https://x', name: '链接' },
  ])
  expect(result).toEqual({
    text: [
      '一',
      '（一段声音，audio/wav，5 字节，没有带上）',
      '二',
      '（文件 file:///b，application/zip，7 字节，没有带上）',
      '资源 链接：https://x',
      '（有 1 张图片）',
    ].join('\n'),
    pictures: [Buffer.from('png')],
  })
})

it('gives structured content only in the place of missing text', () => {
  const more = { structuredContent: { a: 1 } }
  expect(read([], more)).toBe('{"a":1}')
  expect(read([{ type: 'text', text: 'a is 1' }], more)).toBe('a is 1')
})

it('takes ten pictures and no more', () => {
  const picture = { type: 'image', data: base64('x'), mimeType: 'image/png' }
  expect(read(Array.from({ length: 12 }, () => picture))).toMatchObject({
    text: '（有 12 张图片，后面的 2 张没有要）',
    pictures: { length: 10 },
  })
})

it('keeps an error short, and marks it as data', () => {
  expect(() => read([{ type: 'text', text: 'x'.repeat(9000) }], { isError: true })).toThrow(
    /^服务器说：x{2000}$/,
  )
  expect(() => read([], { isError: true })).toThrow('没有说原因')
})

const local = McpServer.parse({ id: 'loc', transport: 'stdio', command: 'x' })
const far = McpServer.parse({
  id: 'far',
  title: '远方',
  transport: 'http',
  url: 'https://x',
  timeoutSeconds: 9,
})
const tools = (server: McpServer, ...listed: object[]) => readTools(server, listed, async () => '')
const schema = { type: 'object' }

it('makes tools that are as dangerous as where they run', () => {
  const reads = { name: 'r', inputSchema: schema, annotations: { readOnlyHint: true } }
  const writes = { name: 'w', inputSchema: schema }
  const risks = (server: McpServer) =>
    tools(server, reads, writes).tools.map((tool) => [tool.risk, tool.repeatable])
  expect(risks(local)).toEqual([
    ['red', true],
    ['red', false],
  ])
  expect(risks(far)).toEqual([
    ['yellow', true],
    ['red', false],
  ])
})

it('takes titles and descriptions for what they are: words of a stranger', () => {
  const [tool] = tools(far, {
    name: 'a tool',
    title: 'Plain\n  title',
    description: 'd'.repeat(5000),
    inputSchema: { ...schema, $schema: 'https://json-schema.org/draft/2020-12/schema' },
    annotations: 'nonsense',
  }).tools
  expect(tool).toMatchObject({
    name: 'far_a_tool',
    title: 'Plain title',
    group: 'MCP · 远方',
    timeoutMs: 9000,
  })
  expect(tool?.description).toHaveLength(2000)
  expect(tool?.parameters).toEqual({ type: 'object', properties: {} })
})

it('says of each tool that cannot be used why, and keeps the others', () => {
  const deep = { ...schema, description: 'x'.repeat(200_000) }
  const { tools: made, problems } = tools(
    local,
    { name: 'good', inputSchema: schema },
    { name: 'text', inputSchema: { type: 'string' } },
    { name: 'none' },
    { name: 'large', inputSchema: deep },
    { name: 'task', inputSchema: schema, execution: { taskSupport: 'required' } },
    { name: 'good', inputSchema: schema },
  )
  expect(made.map(({ name }) => name)).toEqual(['loc_good'])
  expect(problems.map(({ name, problem }) => `${name} ${problem.code}`)).toEqual([
    'loc_text mcp.schema',
    'loc_none mcp.schema',
    'loc_large mcp.schema',
    'loc_task mcp.task',
    'loc_good mcp.same-name',
  ])
})

it('makes names that every vendor allows', () => {
  expect(toolName('srv', 'a.b/c 查')).toBe('srv_a_b_c__')
  expect(toolName('srv', 'x'.repeat(100))).toHaveLength(64)
})

it('cuts a stream into lines wherever its pieces end', () => {
  const reader = new LineReader(100)
  const bytes = Buffer.from('一\r\n\ntwo\nrest')
  expect([...bytes].flatMap((byte) => reader.push(Buffer.of(byte)))).toEqual(['一', '', 'two'])
  expect(reader.push(Buffer.from(' of it\n'))).toEqual(['rest of it'])
  expect(() => reader.push(Buffer.alloc(101, 'x'))).toThrow(LineTooLong)
  expect(reader.push(Buffer.from('next\n'))).toEqual(['next'])
})

it('keeps the last fifty lines of stderr, short and without secrets', () => {
  const tail = new StderrTail(['hunter2-secret', 'abc'])
  for (let n = 0; n < 60; n++) tail.push(Buffer.from(`line ${n}\n`))
  tail.push(Buffer.from(`${'y'.repeat(490)} hunter2-`))
  tail.push(Buffer.from('secret abc'))
  const shown = tail.shown()
  expect(shown).toHaveLength(50)
  expect(shown[0]).toBe('line 11')
  expect(shown.at(-1)).toBe(`${'y'.repeat(490)} ••• abc`)
  tail.push(Buffer.from(`${'z'.repeat(9000)}\nAuthorization: Bearer abcdefghijk\n`))
  expect(tail.shown().at(-2)).toHaveLength(500)
  expect(tail.shown().at(-1)).not.toContain('abcdefghijk')
})
