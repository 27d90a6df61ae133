import http from 'node:http'
import { dataUrl, startFloor, textOf } from './answer-loop.ts'

const url = new URL(`${process.env.BENCH_MODEL_URL}/chat/completions`)
const agent = new http.Agent({ keepAlive: true })

startFloor({
  async complete(body) {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const { bytes } = await exchange(url, { method: 'POST', headers }, body)
    return textOf(JSON.parse(bytes.toString()))
  },
  async picture(address) {
    const { type, bytes } = await exchange(new URL(address), {})
    return dataUrl(type, bytes)
  },
})

function exchange(
  to: URL,
  options: http.RequestOptions,
  body?: string,
): Promise<{ type: string | null; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = http.request(to, { agent, ...options }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        resolve({ type: response.headers['content-type'] ?? null, bytes: Buffer.concat(chunks) })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
