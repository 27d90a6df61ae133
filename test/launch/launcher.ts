import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Lifetime } from '../../src/agent/kernel/lifetime.ts'

const repository = join(import.meta.dirname, '../..')

/** Programs that stand where the real ones are; each tells on stdout or stderr what it was asked. */
const builder = `
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
if (existsSync('src/broken')) process.exit(1)
mkdirSync('out/main', { recursive: true })
writeFileSync('out/main/serve.js', "console.log('web ' + process.argv.slice(2).join(' '))")
console.log('built')
`
const electron = `#!/usr/bin/env node
const [, ...args] = process.argv.slice(2)
console.error('noise of Chromium')
if (!process.env.FAKE_ELECTRON_FAILS) console.log('apricot-ready')
console.log('desktop ' + args.join(' ') + (process.env.ELECTRON_RUN_AS_NODE ? ' as node' : ''))
process.exitCode = Number(process.env.FAKE_ELECTRON_CODE)
`

export interface Ended {
  code: number
  stdout: string
  stderr: string
}

/** A folder with the real launcher in it, where building and Electron are small programs of the test. */
export async function createProject(life: Lifetime) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'apricot-launch-')))
  life.defer(() => rm(root, { recursive: true }))
  const put = async (name: string, text: string) => {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), text)
  }
  await cp(join(repository, 'scripts', 'launch'), join(root, 'scripts', 'launch'), { recursive: true })
  await cp(join(repository, 'scripts', 'launch.mjs'), join(root, 'scripts', 'launch.mjs'))
  for (const name of ['package-lock.json', 'electron.vite.config.ts', 'src/a.ts', 'resources/a.png']) {
    await put(name, '')
  }
  await put('package.json', '{"type":"module"}')
  await put('node_modules/electron-vite/bin/electron-vite.js', builder)
  await put('node_modules/electron/path.txt', 'electron')
  await put('node_modules/electron/package.json', '{"type":"commonjs"}')
  await put('node_modules/electron/dist/electron', electron)
  await chmod(join(root, 'node_modules/electron/dist/electron'), 0o755)

  const launch = async (args: string[], env: Record<string, string> = {}): Promise<Ended> => {
    const child = spawn(process.execPath, ['scripts/launch.mjs', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Enough of a desktop for the launcher to try; the sandbox is off because tests may run as root.
      env: {
        PATH: process.env.PATH,
        DISPLAY: ':99',
        ELECTRON_DISABLE_SANDBOX: '1',
        FAKE_ELECTRON_CODE: '0',
        ...env,
      },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    const [code] = await once(child, 'close')
    return { code, stdout, stderr }
  }
  return { root, put, launch }
}
