import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Measure = (folder: string) => Promise<string>

/**
 * What single parts of the agent cost in this process: `node bench/inside.ts [part …]`, all of them when none is named.
 * The numbers to hold are beside each. Each is loaded when its turn has come: what the others bring along would disturb it.
 */
const parts: Record<string, () => Promise<Measure>> = {
  requests: async () => (await import('./inside/requests.ts')).requests,
  decisions: async () => (await import('./inside/decisions.ts')).decisions,
  windows: async () => (await import('./inside/windows.ts')).windows,
  provider: async () => (await import('./inside/provider.ts')).provider,
  usage: async () => (await import('./inside/usage.ts')).usage,
  pictures: async () => (await import('./inside/pictures.ts')).pictures,
  tools: async () => (await import('./inside/tools.ts')).tools,
}
const names = Object.keys(parts)

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !names.includes(name))
if (unknown !== undefined) throw new Error(`The parts are ${names.join(', ')}, not "${unknown}"`)
const folder = mkdtempSync(join(tmpdir(), 'apricot-inside-'))
try {
  for (const [name, load] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const measure = await load()
    console.log(await measure(folder))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
