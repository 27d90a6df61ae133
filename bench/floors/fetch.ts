import { dataUrl, startFloor, textOf } from './answer-loop.ts'

const url = `${process.env.BENCH_MODEL_URL}/chat/completions`
const headers = { 'content-type': 'application/json' }

startFloor({
  complete: async (body) => textOf(await (await fetch(url, { method: 'POST', headers, body })).json()),
  async picture(address) {
    const response = await fetch(address)
    return dataUrl(response.headers.get('content-type'), Buffer.from(await response.arrayBuffer()))
  },
})
