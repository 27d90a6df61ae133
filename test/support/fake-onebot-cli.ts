import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { FakeOneBot } from './fake-onebot.ts'

const usage = `用法：
  node test/support/fake-onebot-cli.ts --mode reverse --url ws://127.0.0.1:6700 [--token T] [--self-id 10001]
  node test/support/fake-onebot-cli.ts --mode forward --port 3001 [--token T] [--self-id 10001]
输入一行就是私聊一句；「@」开头是在群 20001 里 @机器人；「{」开头的一行原样发出。`

async function runFromCommandLine(): Promise<void> {
  const { values } = parseArgs({
    options: {
      mode: { type: 'string', default: 'reverse' },
      url: { type: 'string', default: 'ws://127.0.0.1:6700' },
      port: { type: 'string', default: '3001' },
      token: { type: 'string', default: '' },
      'self-id': { type: 'string', default: '10001' },
    },
  })
  const fake = new FakeOneBot({
    selfId: values['self-id'],
    token: values.token,
    heartbeatMs: 5000,
    reconnectMs: 3000,
  })
  console.log(usage)
  fake.on('connection', () => console.log('已连接'))
  fake.on('closed', () => console.log('已断开', fake.closes.at(-1)))
  fake.on('action', () => console.log('收到', JSON.stringify(fake.actions.at(-1))))
  if (values.mode === 'forward') console.log(`等待连接 ${(await fake.listen(Number(values.port))).url}`)
  else await fake.connect(values.url)
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.startsWith('{')) fake.sendRaw(line)
    else if (line.startsWith('@')) fake.atBot('20001', '30001', line.slice(1).trim())
    else fake.privateMessage('30001', line)
  }
  await fake.stop()
}

await runFromCommandLine()
