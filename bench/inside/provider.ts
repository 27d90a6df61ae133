import http from 'node:http'
import { systemClock } from '../../src/agent/kernel/clock.ts'
import { Lifetime } from '../../src/agent/kernel/lifetime.ts'
import { Topic } from '../../src/agent/kernel/topic.ts'
import type { ModelRequest } from '../../src/agent/models/chat-model.ts'
import { startModels } from '../../src/agent/models/models.ts'
import { Provider } from '../../src/shared/config.ts'
import { startModelServer } from '../fakes/model-server.ts'
import { format } from '../report.ts'
import { median, percentile } from '../statistics.ts'
import { silent } from './surroundings.ts'

const warmUps = 300
const rounds = 2000
const signal = new AbortController().signal

/** What a provider adds to a call: the same one by it and by bare `node:http`, in turn. */
export async function provider(): Promise<string> {
  const life = new Lifetime()
  const server = await startModelServer()
  life.defer(() => server.close())
  const models = startModels(life, {
    clock: systemClock,
    log: silent,
    providerStates: new Topic({}),
    modelStates: new Topic({}),
    secret: () => 'k',
    cost: () => null,
    botName: () => '小杏',
  })
  models.update([
    Provider.parse({ id: 'local', baseUrl: server.baseUrl, apiKey: 'k', models: [{ name: 'qwen-vl' }] }),
  ])
  const agent = new http.Agent({ keepAlive: true })
  life.defer(() => agent.destroy())
  const bare = () => streamBare(`${server.baseUrl}/chat/completions`, agent)
  const ours = () => drain(models.model('local/qwen-vl').stream(request, signal))
  const times = { bare: [] as number[], ours: [] as number[] }
  for (let round = 0; round < warmUps + rounds; round++) {
    const [bareMs, oursMs] = [await timeOf(bare), await timeOf(ours)]
    if (round < warmUps) continue
    times.bare.push(bareMs)
    times.ours.push(oursMs)
  }
  await life.dispose()
  const added = times.ours.map((ms, index) => ms - (times.bare[index] ?? 0))
  return `a provider adds to a call of ${format(median(times.bare))} ms: p50 ${format(median(added))} ms, p99 ${format(percentile(added, 99))} ms (< 2)`
}

const request: ModelRequest = {
  messages: [
    { role: 'system', content: '像一位自然、可靠的朋友。'.repeat(40) },
    { role: 'user', content: '{"id":"20001","name":"小明","text":"今天晚上吃什么 MSG-1-END"}' },
  ],
  tools: [],
}

const body = JSON.stringify({
  model: 'qwen-vl',
  stream: true,
  stream_options: { include_usage: true },
  messages: request.messages,
})

function streamBare(url: string, agent: http.Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const outgoing = http.request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', resolve)
      response.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of stream);
}

async function timeOf(call: () => Promise<void>): Promise<number> {
  const before = performance.now()
  await call()
  return performance.now() - before
}
