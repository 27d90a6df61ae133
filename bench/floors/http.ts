import http from 'node:http'
import { startFloor, textOf } from './answer-loop.ts'

const url = new URL(`${process.env.BENCH_MODEL_URL}/chat/completions`)
const agent = new http.Agent({ keepAlive: true })

startFloor(
  (body) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve(textOf(JSON.parse(Buffer.concat(chunks).toString()))))
      })
      request.on('error', reject)
      request.end(body)
    }),
)
