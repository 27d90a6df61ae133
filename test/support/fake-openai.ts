import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  argumentsOf,
  deltasOf,
  type FakeAnswer,
  finishOf,
  htmlRefusal,
  pause,
  refusal,
  textOf,
  writeCut,
} from './fake-openai-answer.ts'

export { asTold, type FakeAnswer, htmlRefusal, refusal } from './fake-openai-answer.ts'

export interface FakeOpenAIOptions {
  /** Default 0: any free port. */
  readonly port?: number
  readonly host?: string
  /** Names it offers; any other is refused with 404. Default `['bench-model']`. */
  readonly models?: readonly string[]
  /** The whole answer to a request for its models, instead of their names. */
  readonly list?: unknown
  /** When set, any other key is refused with 401. */
  readonly apiKey?: string
  /** Where the interface lives. Default `/v1`. */
  readonly basePath?: string
  /** What an address outside of it answers: JSON 404, an HTML 404 page, or the HTML start page of a panel. */
  readonly elsewhere?: 'json' | 'html' | 'html-200'
  /** Answers requests for which nothing was queued with `next`. */
  readonly answer?: FakeAnswer | ((request: ReceivedRequest) => FakeAnswer)
}

interface ReceivedRequest {
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: Record<string, unknown>
  readonly messages: readonly { role: string; content: unknown; [field: string]: unknown }[]
  readonly model: string
  /** Text of the last user message. */
  readonly text: string
  /** Resolves when the exchange is over: true when we finished it, false when the connection went away before. */
  readonly ended: Promise<boolean>
  /** Resolves when the connection it came on is closed, by whomever. */
  readonly disconnected: Promise<void>
}

/** A real HTTP server that speaks OpenAI's interface and does what it is told. */
export interface FakeOpenAI extends AsyncDisposable {
  /** Address for a provider's `baseUrl`, with the base path. */
  readonly baseUrl: string
  readonly port: number
  /** Chat requests in the order they came. */
  readonly requests: readonly ReceivedRequest[]
  /** How often an address outside of the interface was asked for. */
  readonly elsewhere: number
  readonly stats: { connections: number; running: number; maxRunning: number }
  /** Queues answers for the next requests, first come first served. */
  next(...answers: FakeAnswer[]): void
  /** Resolves with chat request number `index` (0 = the first) as soon as it has come. */
  request(index: number): Promise<ReceivedRequest>
  reset(): void
  close(): Promise<void>
}

/** Starts a fake model server; the caller closes it. */
export async function startFakeOpenAI(options: FakeOpenAIOptions = {}): Promise<FakeOpenAI> {
  const models = options.models ?? ['bench-model']
  const basePath = options.basePath ?? '/v1'
  const host = options.host ?? '127.0.0.1'
  const requests: ReceivedRequest[] = []
  const queue: FakeAnswer[] = []
  const stats = { connections: 0, running: 0, maxRunning: 0 }
  const waiting: (() => void)[] = []
  let elsewhere = 0

  const server = http.createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else sendJson(response, 500, { error: { message: String(error) } })
    })
  })
  server.keepAliveTimeout = 60_000
  const disconnections = new WeakMap<Socket, Promise<void>>()
  server.on('connection', (socket) => {
    stats.connections++
    disconnections.set(socket, new Promise((resolve) => socket.once('close', () => resolve())))
  })

  function reset(): void {
    requests.length = 0
    queue.length = 0
    stats.maxRunning = stats.running
  }

  async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0]?.replace(/\/+$/, '') ?? ''
    if (path === '/__stats') return sendJson(response, 200, { ...stats, requests: requests.length })
    if (path === '/__requests') return sendJson(response, 200, requests)
    if (path === '/__reset') {
      reset()
      return sendJson(response, 200, {})
    }
    const body = await readBody(request)
    if (path === '/__next') {
      queue.push(...(Array.isArray(body) ? (body as FakeAnswer[]) : [body as FakeAnswer]))
      return sendJson(response, 200, { queued: queue.length })
    }
    const keyFits = !options.apiKey || request.headers.authorization === `Bearer ${options.apiKey}`
    if (path === `${basePath}/models`) {
      if (!keyFits) return send(response, refusal(401, 'Incorrect API key provided'))
      if (options.list !== undefined) return sendJson(response, 200, options.list)
      const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'fake' }))
      return sendJson(response, 200, { object: 'list', data })
    }
    if (path !== `${basePath}/chat/completions`) return sendElsewhere(response, path)
    if (!keyFits) return send(response, refusal(401, 'Incorrect API key provided'))
    await chat(request, response, path, body as Record<string, unknown>)
  }

  function sendElsewhere(response: http.ServerResponse, path: string): void {
    elsewhere++
    if (options.elsewhere === 'html') send(response, htmlRefusal(404))
    else if (options.elsewhere === 'html-200') send(response, htmlRefusal(200))
    else send(response, refusal(404, `Invalid URL (${path})`))
  }

  async function chat(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    path: string,
    body: Record<string, unknown>,
  ): Promise<void> {
    const disconnected = disconnections.get(request.socket) ?? Promise.resolve()
    const received = { ...describe(request, response, path, body), disconnected }
    requests.push(received)
    stats.running++
    stats.maxRunning = Math.max(stats.maxRunning, stats.running)
    response.once('close', () => {
      stats.running--
    })
    for (const wake of waiting.splice(0)) wake()
    if (!models.includes(received.model)) {
      return send(response, refusal(404, `The model \`${received.model}\` does not exist`))
    }
    const usual = typeof options.answer === 'function' ? options.answer(received) : options.answer
    const answer = queue.shift() ?? usual ?? {}
    await answer.hold
    if (answer.stall === 'before-headers') return
    if (answer.cut === 'before-headers') {
      response.socket?.destroy()
      return
    }
    if (answer.status !== undefined) return send(response, answer)
    if (body.stream === true) await stream(response, answer, received)
    else await complete(response, answer, received)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const close = async () => {
    if (!server.listening) return
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return {
    baseUrl: `http://${host}:${port}${basePath}`,
    port,
    requests,
    stats,
    get elsewhere() {
      return elsewhere
    },
    next: (...answers) => void queue.push(...answers),
    async request(index) {
      for (;;) {
        const found = requests[index]
        if (found) return found
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
    reset,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function stream(
  response: http.ServerResponse,
  answer: FakeAnswer,
  request: ReceivedRequest,
): Promise<void> {
  const write = (text: string) =>
    writeCut((bytes) => response.write(bytes), Buffer.from(text), answer.bytesPerWrite)
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    ...answer.headers,
  })
  response.flushHeaders()
  if (answer.stall === 'before-first-token') return
  if (answer.cut === 'before-first-token') return void response.socket?.destroySoon()
  await pause(answer.firstTokenDelay ?? 0)
  if (typeof answer.body === 'string') {
    await write(answer.body)
    return void response.end()
  }
  const frame = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model: request.model }
  const chunk = (fields: Record<string, unknown>) => `data: ${JSON.stringify({ ...frame, ...fields })}\n\n`
  const deltas = deltasOf(answer, `echo: ${request.text}`)
  const middle = Math.floor(deltas.length / 2)
  for (const [index, delta] of deltas.entries()) {
    if (index > 0) await pause(answer.pieceDelay ?? 0)
    if (index === answer.holdPiece?.index) await answer.holdPiece.until
    if (index === middle && answer.stall === 'mid-stream') return
    if (index === middle && answer.cut === 'mid-stream') return void response.socket?.destroySoon()
    const role = index === 0 ? { role: 'assistant' } : {}
    await write(chunk({ choices: [{ index: 0, delta: { ...role, ...delta }, finish_reason: null }] }))
  }
  const finish = finishOf(answer)
  let tail = finish === null ? '' : chunk({ choices: [{ index: 0, delta: {}, finish_reason: finish }] })
  if (answer.cut === 'before-done') {
    await write(tail)
    return void response.socket?.destroySoon()
  }
  const usage = usageOf(answer, request)
  const wanted = (request.body.stream_options as { include_usage?: boolean } | undefined)?.include_usage
  if (usage && wanted) tail += chunk({ choices: [], usage })
  if (answer.done !== false) tail += 'data: [DONE]\n\n'
  await write(tail)
  response.end()
}

async function complete(
  response: http.ServerResponse,
  answer: FakeAnswer,
  request: ReceivedRequest,
): Promise<void> {
  await pause(answer.firstTokenDelay ?? 0)
  const calls = answer.toolCalls?.map((call, index) => ({
    id: call.id ?? `call_${index}`,
    type: 'function',
    function: { name: call.name, arguments: argumentsOf(call) },
  }))
  const message = {
    role: 'assistant',
    content: textOf(answer, `echo: ${request.text}`),
    ...(answer.reasoning ? { [answer.reasoningField ?? 'reasoning_content']: answer.reasoning } : {}),
    ...(calls ? { tool_calls: calls } : {}),
  }
  const choices = [{ index: 0, message, finish_reason: finishOf(answer) }]
  const usage = usageOf(answer, request)
  sendJson(response, 200, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 0,
    model: request.model,
    choices,
    ...(usage ? { usage } : {}),
  })
}

function describe(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  path: string,
  body: Record<string, unknown>,
): Omit<ReceivedRequest, 'disconnected'> {
  const messages = Array.isArray(body.messages) ? (body.messages as ReceivedRequest['messages']) : []
  const ended = new Promise<boolean>((resolve) => {
    response.once('close', () => resolve(response.writableFinished))
  })
  const lastUser = messages.findLast((message) => message.role === 'user')
  const model = String(body.model ?? '')
  const { headers } = request
  return { path, headers, body, messages, model, text: plainText(lastUser?.content), ended }
}

function plainText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .flatMap((part: { type?: string; text?: string }) => (part.type === 'text' ? [part.text ?? ''] : []))
    .join('\n')
}

function usageOf(answer: FakeAnswer, request: ReceivedRequest): Record<string, unknown> | null {
  if (answer.usage !== undefined) return answer.usage
  const tools = request.body.tools === undefined ? '' : JSON.stringify(request.body.tools)
  const input = Math.ceil((JSON.stringify(request.messages).length + tools.length) / 4)
  const output = Math.ceil((textOf(answer, `echo: ${request.text}`) ?? '').length / 4)
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
}

async function readBody(request: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

function send(response: http.ServerResponse, answer: FakeAnswer): void {
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {})
  response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
  response.end(text)
}

function sendJson(response: http.ServerResponse, status: number, body: unknown): void {
  send(response, { status, body: JSON.stringify(body) })
}

/**
 * As a program: `node test/support/fake-openai.ts --port 18080`. Prints its address as one line; answers are
 * queued with `POST /__next`, what came is read with `GET /__requests` and `GET /__stats`.
 */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '18080' },
      model: { type: 'string', multiple: true, default: ['bench-model'] },
      'api-key': { type: 'string', default: '' },
      'first-token-delay': { type: 'string', default: '0' },
      pieces: { type: 'string', default: '4' },
      'piece-delay': { type: 'string', default: '0' },
    },
  })
  const fake = await startFakeOpenAI({
    port: Number(values.port),
    models: values.model,
    apiKey: values['api-key'],
    answer: {
      firstTokenDelay: Number(values['first-token-delay']),
      pieces: Number(values.pieces),
      pieceDelay: Number(values['piece-delay']),
    },
  })
  console.log(fake.baseUrl)
}
