import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const scenarioNames = ['s1', 's2', 's2-cold', 's3', 's4', 's5', 'start', 'idle', 'kill'] as const
export type ScenarioName = (typeof scenarioNames)[number]

const sutNames = ['floor-fetch', 'floor-http', 'apricot'] as const
/** What is measured: the product, or one of the two floors it is compared with. */
export type SutName = (typeof sutNames)[number]

export interface BenchOptions {
  readonly scenarios: readonly ScenarioName[]
  readonly suts: readonly SutName[]
  readonly runs: number
  /** `client`: what is measured dials the QQ end; `server`: the QQ end dials. */
  readonly mode: 'client' | 'server'
  /** The built product. */
  readonly entry: string
  /** Messages already stored when the product starts; 0 for an empty folder. */
  readonly messages: number
  /** File to which every measurement is appended as one line of JSON. */
  readonly out: string | null
  /** Puts the table into docs/BENCHMARKS.md. */
  readonly write: boolean
  /** Folder for CPU profiles of what is measured. */
  readonly profile: string | null
}

export const usage = `node bench/run.ts [options]
  --scenarios LIST  of ${scenarioNames.join(', ')}; s2 stands for s2 and s2-cold (default: all)
  --suts LIST       of ${sutNames.join(', ')} (default: all)
  --runs N          runs of each (default: 3)
  --mode MODE       client or server: who listens for the QQ connection (default: client)
  --messages N      store so many messages before the product starts (default: 0)
  --entry FILE      the built product (default: out/main/serve.js)
  --out FILE        append each measurement as a line of JSON
  --profile DIR     write a CPU profile of everything that is measured
  --write           put the table into docs/BENCHMARKS.md`

/** Reads the command line; throws an Error whose message says what is wrong. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      scenarios: { type: 'string' },
      suts: { type: 'string' },
      sut: { type: 'string' },
      runs: { type: 'string', default: '3' },
      mode: { type: 'string', default: 'client' },
      messages: { type: 'string', default: '0' },
      entry: { type: 'string', default: fileURLToPath(new URL('../out/main/serve.js', import.meta.url)) },
      out: { type: 'string' },
      profile: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  })
  const { mode } = values
  if (mode !== 'client' && mode !== 'server') throw new Error(`--mode is client or server, not "${mode}"`)
  const suts = listOf(values.suts ?? values.sut, sutNames, '--suts')
  const entry = resolve(values.entry)
  if (suts.includes('apricot') && !existsSync(entry)) {
    throw new Error(`${values.entry} is not there: run "npm run build" first`)
  }
  return {
    scenarios: listOf(values.scenarios?.replace(/\bs2\b(?!-)/, 's2,s2-cold'), scenarioNames, '--scenarios'),
    suts,
    runs: count(values.runs, '--runs'),
    mode,
    entry,
    messages: count(values.messages, '--messages'),
    out: values.out ?? null,
    write: values.write,
    profile: values.profile === undefined ? null : resolve(values.profile),
  }
}

function listOf<T extends string>(text: string | undefined, known: readonly T[], option: string): T[] {
  if (text === undefined) return [...known]
  const wanted = text.split(',').map((name) => name.trim())
  const unknown = wanted.find((name) => !known.some((one) => one === name))
  if (unknown !== undefined) throw new Error(`${option} knows ${known.join(', ')}, not "${unknown}"`)
  return known.filter((name) => wanted.includes(name))
}

function count(text: string, option: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0) throw new Error(`${option} is a whole number, not "${text}"`)
  return number
}
