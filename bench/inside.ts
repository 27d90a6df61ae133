import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decisions } from './inside/decisions.ts'
import { pictures } from './inside/pictures.ts'
import { provider } from './inside/provider.ts'
import { requests } from './inside/requests.ts'
import { usage } from './inside/usage.ts'
import { windows } from './inside/windows.ts'

/**
 * What single parts of the agent cost in this process: `node bench/inside.ts [part …]`, all of them when none is named.
 * The numbers to hold are beside each.
 */
const parts = { requests, decisions, windows, provider, usage, pictures } as const
const names = Object.keys(parts) as (keyof typeof parts)[]

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !names.some((one) => one === name))
if (unknown !== undefined) throw new Error(`The parts are ${names.join(', ')}, not "${unknown}"`)
const folder = mkdtempSync(join(tmpdir(), 'apricot-inside-'))
try {
  for (const name of names) {
    if (wanted.length === 0 || wanted.includes(name)) console.log(await parts[name](folder))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
