import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../src/agent/kernel/clock.ts'
import { Lifetime } from '../../src/agent/kernel/lifetime.ts'
import { Topic } from '../../src/agent/kernel/topic.ts'
import { startToolFiles } from '../../src/agent/tools/files/tool-files.ts'
import { runCall } from '../../src/agent/tools/run-call.ts'
import type { ToolContext } from '../../src/agent/tools/tool.ts'
import { type Offer, Toolbox } from '../../src/agent/tools/toolbox.ts'
import type { ToolFileState } from '../../src/shared/tools.ts'
import { RiskMatrix, ToolsConfig } from '../../src/shared/tools.ts'
import { silent } from './surroundings.ts'
import { callsOfTurn } from './turn-tools.ts'

const source = `/** 原样返回 @param {string} text 话 */
export async function echo(text) { return text }
/** 只看看
 * @risk green
 * @param {string} text 话 */
export async function look(text) { return text }
/** 转圈 @param {string} text 话 */
export async function spin(text) { for (;;) {} }
`
const rounds = 1000
const spinSeconds = 1

/** Milliseconds. */
export interface FileCalls {
  /** Of the bare way through the toolbox. */
  readonly calls: number[]
  /** The same as a turn makes them, written down in the database: of a tool that only looks, and of one that acts. */
  readonly looking: number[]
  readonly acting: number[]
  readonly together: number
  readonly stuck: number
}

/**
 * Calls of a tool in a file, one after another and 50 at once, and how long after its time the process of a loop is
 * gone.
 */
export async function callsOfFile(folder: string): Promise<FileCalls> {
  const dataDir = join(folder, 'tool-files')
  mkdirSync(join(dataDir, 'tools'), { recursive: true })
  writeFileSync(join(dataDir, 'tools', 'bench.mjs'), source)
  const life = new Lifetime()
  const config = ToolsConfig.parse({ options: { bench_spin: { timeoutSeconds: spinSeconds } } })
  const toolbox = new Toolbox()
  const loaded = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  const files = new Topic<Record<string, ToolFileState>>({})
  files.subscribe((file) => {
    if (files.value[file]?.state === 'stopped') stopped.resolve()
  })
  startToolFiles(life, {
    dataDir,
    worker: new URL('../../src/agent/tools/files/process.ts', import.meta.url),
    clock: systemClock,
    log: silent,
    topic: files,
    config: () => config,
    secret: () => null,
    changed(file, tools) {
      toolbox.setSource(`file:${file}`, tools)
      if (tools.length > 0) loaded.resolve()
    },
    problem: () => undefined,
  })
  await loaded.promise
  const offer = toolbox.offer({ rules: {}, matrix: RiskMatrix.parse(undefined), options: config.options })
  const call = (name: string, text: string) => one(offer, config, name, text)
  for (let round = 0; round < 100; round++) await call('bench_echo', '热身')
  const calls: number[] = []
  for (let round = 0; round < rounds; round++)
    calls.push(await timed(() => call('bench_echo', `第 ${round} 句`)))
  const together = await timed(async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `第 ${index} 句`)
    const results = await Promise.all(texts.map((text) => call('bench_echo', text)))
    const wrong = results.findIndex((result, index) => !result.text.endsWith(texts[index] ?? ''))
    if (wrong >= 0) throw new Error(`Call ${wrong} came back with ${results[wrong]?.text}`)
  })
  const inTurn = (name: string) => callsOfTurn(folder, { offer, config, name, rounds: 300 })
  const looking = await inTurn('bench_look')
  const acting = await inTurn('bench_echo')
  const spun = await timed(() => Promise.all([call('bench_spin', ''), stopped.promise]))
  const stuck = spun - spinSeconds * 1000
  await life.dispose()
  return { calls, looking, acting, together, stuck }
}

function one(offer: Offer, config: ToolsConfig, name: string, text: string) {
  return runCall(
    { clock: systemClock, log: silent, config: () => config, shorten: async (result) => result },
    {
      name,
      arguments: JSON.stringify({ text }),
      offer,
      context: { ...nobody, signal: new AbortController().signal },
      approve: async () => 'allowed',
      started: async () => undefined,
    },
  )
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

const nobody = {
  chat: {
    id: 1,
    address: { selfId: '10001', kind: 'private', id: '20001', key: 'qq_private_20001' },
    title: '',
  },
  caller: { id: '20001', name: '小明', role: 'owner', groupRole: null },
  turnId: null,
  now: () => new Date(),
  note: () => undefined,
} as unknown as ToolContext
