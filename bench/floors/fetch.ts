import { startFloor, textOf } from './answer-loop.ts'

const url = `${process.env.BENCH_MODEL_URL}/chat/completions`
const headers = { 'content-type': 'application/json' }

startFloor(async (body) => textOf(await (await fetch(url, { method: 'POST', headers, body })).json()))
