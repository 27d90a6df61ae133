import { expect, it } from 'vitest'
import { readMcpPaste } from '../../src/renderer/pages/tools/mcp-paste.ts'

const only = (text: string) => {
  const { servers, problems } = readMcpPaste(text)
  expect(problems).toEqual([])
  expect(servers).toHaveLength(1)
  return servers[0]
}
const memory = {
  id: 'memory',
  title: '',
  enabled: true,
  timeoutSeconds: 60,
  transport: 'stdio',
  command: 'npx',
  args: ['-y', '@modelcontextprotocol/server-memory'],
  cwd: '',
  env: [{ name: 'KEY', secretValue: 'sk-1' }],
}
const entry = `{ "command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"], "env": {"KEY": "sk-1"} }`

it.each([
  ['Claude, Cursor, Cline', `{"mcpServers": {"memory": ${entry}}}`],
  ['VS Code settings', `{"mcp": {"servers": {"memory": ${entry}}}}`],
  ['VS Code mcp.json', `{"inputs": [], "servers": {"memory": ${entry}}}`],
  ['Zed', `{"context_servers": {"memory": ${entry}}}`],
  ['a map', `{"memory": ${entry}}`],
  ['an entry without braces', `"memory": ${entry},`],
  ['one server', entry],
  ['one server with a name', entry.replace('{', '{"name": "memory",')],
  ['comments and trailing commas', `// mine\n{"mcpServers": {"memory": ${entry}, /* more */ },}`],
  ['Markdown', `Put this there:\n\`\`\`json\n{"mcpServers": {"memory": ${entry}}}\n\`\`\`\nand restart.`],
  ['a command line', '$ KEY=sk-1 npx -y @modelcontextprotocol/server-memory'],
  ['all in one command', '{"command": "npx -y @modelcontextprotocol/server-memory", "env": {"KEY": "sk-1"}}'],
])('reads %s', (_kind, text) => {
  expect(only(text)).toEqual(memory)
})

it.each([
  ['https://mcp.amap.com/mcp?key=1', 'amap', 'http'],
  ['https://mcp.example.com/v1/sse', 'example', 'sse'],
  ['http://127.0.0.1:3001/sse', 'server', 'sse'],
])('reads the address %s', (url, id, transport) => {
  expect(only(url)).toMatchObject({ id, transport, url, headers: [] })
})

it.each([
  ['{"type": "sse", "url": "https://x.com/a"}', 'sse'],
  ['{"type": "http", "url": "https://x.com/sse"}', 'http'],
  ['{"transport": "streamable-http", "url": "https://x.com/a"}', 'http'],
  ['{"transport": "sse", "serverUrl": "https://x.com/a"}', 'sse'],
  ['{"httpUrl": "https://x.com/sse"}', 'http'],
])('tells which way a remote server is reached: %s', (text, transport) => {
  expect(only(text)).toMatchObject({ transport })
})

it('takes the headers of a remote server as secrets', () => {
  const server = only('{"url": "https://x.com/mcp", "headers": {"Authorization": "Bearer a", "X-N": 5}}')
  expect(server).toMatchObject({
    headers: [
      { name: 'Authorization', secretValue: 'Bearer a' },
      { name: 'X-N', secretValue: '5' },
    ],
  })
})

it.each([
  ['npx -y @scope/mcp-server-git@1.2', 'git'],
  ['uvx mcp-server-fetch', 'fetch'],
  ['docker run -i --rm mcp/time', 'time'],
  ['node "C:\\My Tools\\weather.js"', 'weather'],
  ['/opt/tools/my_server --stdio', 'my-server'],
])('names the server of the command %s', (text, id) => {
  expect(only(text)?.id).toBe(id)
})

it('keeps words in quotes together', () => {
  expect(only(`npx -y server --path "/a b/c" --say 'it is'`)).toMatchObject({
    args: ['-y', 'server', '--path', '/a b/c', '--say', 'it is'],
  })
})

it('leaves a command alone that is a path with spaces', () => {
  const command = 'C:\\Program Files\\tool\\server.exe'
  expect(only(JSON.stringify({ command }))).toMatchObject({ command, args: [] })
})

it('makes ids valid and unique, and keeps the name as it was', () => {
  const text = `{"mcpServers": {"My GitHub!": ${entry}, "my-github": ${entry}, "高德": ${entry}, "taken": ${entry}}}`
  const { servers, problems } = readMcpPaste(text, ['taken'])
  expect(problems).toEqual([])
  expect(servers.map(({ id, title }) => [id, title])).toEqual([
    ['my-github', 'My GitHub!'],
    ['my-github-2', ''],
    ['memory', '高德'],
    ['taken-2', ''],
  ])
  const long = readMcpPaste(`{"${'x'.repeat(60)}": ${entry}, "${'x'.repeat(61)}": ${entry}}`)
  expect(long.servers.map(({ id }) => id.length)).toEqual([32, 32])
})

it('takes over what is switched off', () => {
  expect(only(entry.replace('{', '{"disabled": true,'))?.enabled).toBe(false)
})

it('says of what it did not understand what it was, and takes the rest', () => {
  const { servers, problems } = readMcpPaste(
    `{"mcpServers": {"good": ${entry}, "empty": {}, "odd": 5, "bad": {"url": "ftp://x"}, "long": {"command": "${'x'.repeat(2000)}", "args": []}}}`,
  )
  expect(servers.map(({ id }) => id)).toEqual(['good'])
  expect(problems).toEqual([
    '「empty」里没有 command，也没有 url',
    '「odd」里没有 command，也没有 url',
    expect.stringContaining('「bad」的 url 不对'),
    expect.stringContaining('「long」的 command 不对'),
  ])
})

it('asks for what another program would have filled in', () => {
  const env = `{"TOKEN": "\${input:token}", "AUTH": "sk-shown-nowhere \${env:X}"}`
  const { servers, problems } = readMcpPaste(
    `{"servers": {"gh": {"command": "npx", "args": ["\${workspaceFolder}"], "env": ${env}}}}`,
  )
  expect(servers[0]).toMatchObject({
    env: [
      { name: 'TOKEN', secretValue: '' },
      { name: 'AUTH', secretValue: '' },
    ],
  })
  expect(problems).toEqual([
    `「gh」的 TOKEN 是个占位（\${input:token}），要自己填`,
    `「gh」的 AUTH 是个占位（\${env:X}），要自己填`,
    `「gh」里有占位 \${workspaceFolder}，要自己改`,
  ])
})

it.each([
  ['', /什么都没有/],
  ['{"mcpServers": {"a": ', /第 1 行不是完整的 JSON：这里少了一个值/],
  ['{\n"a": {"command": "x" "args": []}}', /第 2 行不是完整的 JSON：少了逗号/],
  ['{"a": {"command": "x}}', /引号没有成对/],
  ["{'a': 1}", /要一个加双引号的名字|不认识的词/],
  ['{"hello": "world"}', /没有 MCP 服务器/],
  ['[1]', /没有 command/],
  ['帮我加一个服务器', /看不懂/],
  ['hello world', /看不懂/],
  ['npx "unclosed', /看不懂/],
  ['{"mcpServers": null}', /没有 MCP 服务器/],
])('takes nothing out of %j, and says why', (text, words) => {
  const { servers, problems } = readMcpPaste(text)
  expect(servers).toEqual([])
  expect(problems.join()).toMatch(words)
})
