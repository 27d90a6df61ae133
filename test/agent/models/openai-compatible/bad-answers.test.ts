import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as tick } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../../../src/agent/kernel/clock.ts'
import { Dialects } from '../../../../src/agent/models/dialects.ts'
import { ModelError } from '../../../../src/agent/models/model-error.ts'
import { openAICompatible } from '../../../../src/agent/models/openai-compatible/provider.ts'
import { openWay } from '../../../../src/agent/net/proxy.ts'
import { createFakeClock } from '../../../support/fake-clock.ts'
import { type FakeAnswer, startFakeOpenAI } from '../../../support/fake-openai.ts'
import { collect, never, problemOf, saying, textIn } from '../../../support/model-calls.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function ask(baseUrl: string, clock: Clock = systemClock) {
  const timeouts = { connectSeconds: 10, firstTokenSeconds: 60, silenceSeconds: 30 }
  const endpoint = { title: '小店', baseUrl, apiKey: '', headers: {}, timeouts }
  const provider = openAICompatible(endpoint, {
    clock,
    way: openWay('', ''),
    dialects: new Dialects(baseUrl),
  })
  return provider.model('bench-model').stream(saying('你好'), never())
}

async function answered(answer: FakeAnswer) {
  const fake = await startFakeOpenAI({ answer })
  closing.push(() => fake.close())
  return ask(fake.baseUrl)
}

/** A server that writes what it is told, one way for every request. */
async function serve(answer: (response: http.ServerResponse) => void): Promise<string> {
  const server = http.createServer((request, response) => {
    request.resume()
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`

describe('an answer that is none', () => {
  const errors: [string, string][] = [
    ['{"code":20015,"message":"参数不对","data":null}', 'model.server'],
    ['{"code":401,"msg":"没有权限"}', 'model.auth'],
    ['{"success":false,"message":"账户余额不足"}', 'model.balance'],
    ['{"object":"error","message":"too many","type":"rate_limit_error"}', 'model.rate-limit'],
    ['{"error":{"message":"slow down","code":"rate_limit_exceeded"}}', 'model.rate-limit'],
    ['{"error":"upstream gone"}', 'model.server'],
    ['{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}', 'model.balance'],
    ['{"choices":null,"base_resp":{"status_code":1002,"status_msg":"rate limit"}}', 'model.rate-limit'],
    ['{"error":{"code":"content_filter","message":"The response was filtered"}}', 'model.filtered'],
    ['{"detail":"Not authenticated"}', 'model.server'],
  ]
  it.each(errors)('is a refusal under 200, whole and in the stream: %s', async (body, code) => {
    expect(await problemOf(await answered({ status: 200, body }))).toMatchObject({ code })
    expect(await problemOf(await answered({ body: `data: ${body}\n\n` }))).toMatchObject({ code })
    expect(await problemOf(await answered({ body: `${body}\n` }))).toMatchObject({ code })
  })

  it('never ends: text, thinking, or what a tool is called with', async () => {
    const piece = '哈'.repeat(100_000)
    const calling = { tool_calls: [{ index: 0, function: { name: 'say', arguments: piece } }] }
    for (const delta of [{ content: piece }, { reasoning_content: piece }, calling]) {
      const url = await serve((response) => {
        const more = () => response.write(chunk(delta), () => response.writable && setImmediate(more))
        more()
      })
      expect(await problemOf(ask(url))).toMatchObject({ code: 'model.endless' })
    }
  })

  it('is a page, whatever it is called', async () => {
    const body = '<!DOCTYPE html><html><head><title>登录</title></head></html>'
    for (const answer of [{ status: 200, body }, { body }]) {
      const problem = await problemOf(await answered(answer))
      expect(problem).toMatchObject({ code: 'model.bad-answer', detail: '登录' })
      expect(problem.message).toContain('是一个网页')
    }
  })

  it('D0-08 is not taken for an answer: neither the JSON of one without content, nor of anything else', async () => {
    const empty = {
      choices: [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'stop' }],
    }
    const events = await collect(await answered({ status: 200, body: empty }))
    expect(textIn(events)).toBe('')
    expect(events).toEqual([{ type: 'end', finish: 'stop', usage: null }])
    expect(await problemOf(await answered({ status: 200, body: { id: 'x', choices: [] } }))).toMatchObject({
      code: 'model.bad-answer',
    })
  })

  it('D0-06 is whole although it says that it calls nothing', async () => {
    const message = { role: 'assistant', content: '你好', tool_calls: null, function_call: null }
    const whole = { choices: [{ index: 0, message, finish_reason: 'stop' }] }
    expect(textIn(await collect(await answered({ status: 200, body: whole })))).toBe('你好')
    const body = `${chunk({ content: '你', tool_calls: null })}${chunk({ content: '好', tool_calls: null }, 'stop')}data: [DONE]\n\n`
    expect(textIn(await collect(await answered({ body })))).toBe('你好')
  })

  it('is whole although it came as JSON under the name of text', async () => {
    const whole = { choices: [{ index: 0, message: { content: '你好' }, finish_reason: 'stop' }] }
    const body = JSON.stringify(whole, null, 2)
    expect(textIn(await collect(await answered({ body })))).toBe('你好')
  })

  it('was cut when half of it is missing, and may be whole the next time', async () => {
    for (const body of [
      chunk({ content: '半' }),
      'data: [DONE]\n\n',
      'data: {"choices":[{"delta":{"content":"半',
    ]) {
      const error = await collect(await answered({ body })).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(ModelError)
      expect(error).toMatchObject({ passing: true })
    }
  })

  it('takes arguments that come byte by byte', async () => {
    const text = '{"城市":"苏州"}'
    const pieces = [...Buffer.from(text).toString('utf8')].map((piece) =>
      chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] }),
    )
    const head = chunk({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'go', arguments: '' } }] })
    const body = `${head}${pieces.join('')}${chunk({}, 'tool_calls')}data: [DONE]\n\n`
    const events = await collect(await answered({ body, bytesPerWrite: 1 }))
    expect(events[0]).toEqual({ type: 'tool-call', call: { id: 'c1', name: 'go', arguments: text } })
  })
})

describe('comments', () => {
  it('do not put off the first word for ever', async () => {
    const clock = createFakeClock()
    const baseUrl = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const timer = setInterval(() => response.write(': keep-alive\n\n'), 1)
      response.once('close', () => clearInterval(timer))
    })
    let over = false
    const call = problemOf(ask(baseUrl, clock)).finally(() => {
      over = true
    })
    while (!over) await clock.advanceAsync(1000)
    expect(await call).toMatchObject({ code: 'model.timeout.first-token' })
    expect(clock.timers).toBe(0)
  })

  it('are a sign of life in the middle of an answer', async () => {
    const clock = createFakeClock()
    const baseUrl = await serve(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(chunk({ content: '半' }))
      for (let sign = 0; sign < 5; sign++) {
        for (let turn = 0; turn < 20; turn++) await tick()
        clock.advance(20_000)
        response.write(': keep-alive\n\n')
        for (let turn = 0; turn < 20; turn++) await tick()
      }
      response.end(`${chunk({ content: '句' }, 'stop')}data: [DONE]\n\n`)
    })
    expect(textIn(await collect(ask(baseUrl, clock)))).toBe('半句')
  })

  it('without end fill no memory: a line that never ends is given up', async () => {
    const baseUrl = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const line = Buffer.alloc(1 << 20, ':')
      const pump = () => {
        while (!response.destroyed) if (!response.write(line)) return void response.once('drain', pump)
      }
      pump()
    })
    expect(await problemOf(ask(baseUrl))).toMatchObject({ code: 'model.bad-answer' })
  })
})
