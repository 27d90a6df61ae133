import { createServer, type ServerResponse } from 'node:http'
import { listen } from './listen.ts'

/** A model server that costs next to nothing and repeats the mark of the message it is asked about. */
export interface ModelServer {
  readonly baseUrl: string
  /** Milliseconds before an answer begins. */
  delayMs: number
  /** Most requests that were under way at once. */
  readonly mostAtOnce: number
  /** Bytes of all requests so far. */
  readonly bodyBytes: number
  /** Pictures that came along in them. */
  readonly pictures: number
  close(): void
}

interface Request {
  stream?: boolean
  messages: { role: string; content: string | Part[] }[]
}

type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }

/** Pieces in which a streamed answer comes. */
const pieces = 4
const mark = /MSG-\d+-END/g

/** Starts the server on a free port of this machine. */
export async function startModelServer(): Promise<ModelServer> {
  let running = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      running++
      model.mostAtOnce = Math.max(model.mostAtOnce, running)
      const reply = () => {
        running--
        const body = Buffer.concat(chunks)
        const asked = JSON.parse(body.toString()) as Request
        model.bodyBytes += body.length
        model.pictures += picturesIn(asked)
        answer(response, asked, body.length)
      }
      if (model.delayMs > 0) setTimeout(reply, model.delayMs)
      else reply()
    })
  })
  server.keepAliveTimeout = 60_000
  const port = await listen(server)
  const model = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    delayMs: 0,
    mostAtOnce: 0,
    bodyBytes: 0,
    pictures: 0,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
  return model
}

function answer(response: ServerResponse, { stream, messages }: Request, bytes: number): void {
  const text = `收到，这是第一句。这是第二句，不长也不短。${lastMark(messages)}`
  const usage = { prompt_tokens: Math.ceil(bytes / 4), completion_tokens: 20, total_tokens: 0 }
  if (!stream) {
    const message = { role: 'assistant', content: text }
    send(response, { choices: [{ index: 0, message, finish_reason: 'stop' }], usage })
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const step = Math.ceil(text.length / pieces)
  for (let at = 0; at < text.length; at += step) {
    writeChunk(response, [{ index: 0, delta: { content: text.slice(at, at + step) }, finish_reason: null }])
  }
  writeChunk(response, [{ index: 0, delta: {}, finish_reason: 'stop' }])
  writeChunk(response, [], { usage })
  response.end('data: [DONE]\n\n')
}

/** The mark of the newest message: the last one in what was said last. */
function lastMark(messages: Request['messages']): string {
  const said = messages.findLast(({ role }) => role === 'user')?.content ?? ''
  return wordsIn(said).match(mark)?.at(-1) ?? '（没有记号）'
}

function wordsIn(content: string | Part[]): string {
  if (typeof content === 'string') return content
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('\n')
}

function picturesIn({ messages }: Request): number {
  return messages
    .flatMap(({ content }) => (typeof content === 'string' ? [] : content))
    .filter((part) => part.type === 'image_url' && part.image_url.url.startsWith('data:image/')).length
}

function writeChunk(response: ServerResponse, choices: unknown[], extra: Record<string, unknown> = {}): void {
  const chunk = {
    id: 'bench',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'qwen-vl',
    choices,
    ...extra,
  }
  response.write(`data: ${JSON.stringify(chunk)}\n\n`)
}

function send(response: ServerResponse, value: unknown): void {
  const body = JSON.stringify(value)
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}
