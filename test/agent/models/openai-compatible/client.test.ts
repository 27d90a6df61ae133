import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../../src/agent/kernel/clock.ts'
import { openClient } from '../../../../src/agent/models/openai-compatible/client.ts'
import { fetchOver, openAgents } from '../../../../src/agent/net/http.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../../../support/fake-openai.ts'
import { never } from '../../../support/model-calls.ts'

const agents = openAgents()
const fetch = fetchOver({ agents, clock: systemClock, connectMs: 10_000 })
const open: FakeOpenAI[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((fake) => fake.close()))
})

async function setUp() {
  const fake = await startFakeOpenAI()
  open.push(fake)
  return { fake, client: await openClient({ baseUrl: fake.baseUrl, apiKey: 'k', headers: {} }, fetch) }
}

const body = { model: 'bench-model', stream: true as const, messages: [] }

describe("the package's client for one endpoint", () => {
  it('hands back our own response, whose body goes back to the pool', async () => {
    const { client, fake } = await setUp()
    for (let call = 0; call < 3; call++) {
      const reply = await client.complete(body, never())
      if (!('answer' in reply)) throw new Error('It was refused')
      expect(reply.answer.headers.get('Content-Type')).toBe('text/event-stream')
      expect(await reply.answer.body.text(10_000)).toContain('[DONE]')
    }
    expect(fake.stats.connections).toBe(1)
  })

  it('tells a refusal with its status, all of its text and its headers', async () => {
    const { client, fake } = await setUp()
    const headers = { 'retry-after': '3', location: 'http://elsewhere.example' }
    fake.next({ status: 418, headers, body: { error: 'teapot', why: '只会泡茶' } })
    expect(await client.complete(body, never())).toEqual({
      refusal: {
        status: 418,
        body: '{"error":"teapot","why":"只会泡茶"}',
        retryAfter: '3',
        location: 'http://elsewhere.example',
      },
    })
  })

  it("rejects with the connection's own error, not with the package's", async () => {
    const { client, fake } = await setUp()
    fake.next({ cut: 'before-headers' })
    await expect(client.complete(body, never())).rejects.toMatchObject({ code: 'ECONNRESET' })
    await fake.close()
    await expect(client.listModels(never())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('rejects with the reason of the signal, before the request and while it waits', async () => {
    const { client, fake } = await setUp()
    const reason = new Error('Enough')
    await expect(client.complete(body, AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(fake.requests).toHaveLength(0)
    fake.next({ stall: 'before-headers' })
    const controller = new AbortController()
    const reply = client.complete(body, controller.signal)
    await fake.request(0)
    controller.abort(reason)
    await expect(reply).rejects.toBe(reason)
  })

  it('costs the start nothing: nobody imports the package but for its types and when it is needed', () => {
    const src = join(import.meta.dirname, '../../../../src')
    const importing = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => readFileSync(join(src, name), 'utf8').match(/^.*from 'openai(\/.*)?'$/gm) ?? [])
    expect(importing.length).toBeGreaterThan(0)
    expect(importing.filter((line) => !line.startsWith('import type '))).toEqual([])
  })
})
