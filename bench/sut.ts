import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { accessToken, selfId } from './fakes/qq-end.ts'
import type { SutName } from './options.ts'

/** Where what is measured finds its surroundings. */
export interface Place {
  /** An own folder, empty unless a database was put there. */
  readonly folder: string
  readonly mode: 'client' | 'server'
  readonly qqPort: number
  readonly modelUrl: string
  readonly entry: string
}

export interface Command {
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

const floors = {
  'floor-fetch': new URL('./floors/fetch.ts', import.meta.url),
  'floor-http': new URL('./floors/http.ts', import.meta.url),
}

/** How to start one of the things that are measured; writes its configuration. */
export function commandOf(name: SutName, place: Place): Command {
  if (name === 'apricot') return productCommand(place)
  return {
    arguments: [fileURLToPath(floors[name])],
    environment: {
      BENCH_MODE: place.mode,
      BENCH_QQ_URL: `ws://127.0.0.1:${place.qqPort}`,
      BENCH_QQ_PORT: String(place.qqPort),
      BENCH_MODEL_URL: place.modelUrl,
      BENCH_SELF_ID: String(selfId),
    },
  }
}

function productCommand(place: Place): Command {
  mkdirSync(place.folder, { recursive: true })
  writeFileSync(join(place.folder, 'config.json'), JSON.stringify(productConfig(place), null, 2))
  return { arguments: [place.entry, '--data', place.folder, '--port', '0'], environment: {} }
}

/** A config.json as somebody writes it by hand, with every limit and pause off. */
function productConfig({ mode, qqPort, modelUrl }: Place) {
  const account =
    mode === 'client'
      ? { id: 'alt', kind: 'onebot11', enabled: true, mode, url: `ws://127.0.0.1:${qqPort}`, accessToken }
      : { id: 'main', kind: 'onebot11', mode, host: '127.0.0.1', port: qqPort, accessToken }
  const model = { name: 'qwen-vl', vision: true, tools: true, contextTokens: 32_768 }
  return {
    accounts: [account],
    providers: [
      {
        id: 'local',
        kind: 'openai-compatible',
        title: 'LM Studio',
        baseUrl: modelUrl,
        apiKey: 'k',
        maxConcurrent: 1000,
        models: [model],
      },
    ],
    defaults: {
      model: 'local/qwen-vl',
      queueMode: 'wait',
      merge: { seconds: 0, maxSeconds: 0 },
      pace: { seconds: 0 },
      rateLimit: { perMinute: 0 },
      // The floors know no history: each picture goes along once.
      pictures: { recent: 0 },
    },
    images: { allowHosts: ['127.0.0.1'] },
  }
}
