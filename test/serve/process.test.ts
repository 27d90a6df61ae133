import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Lifetime } from '../../src/agent/kernel/lifetime.ts'
import { ask } from '../support/serve-panel.ts'

const program = join(import.meta.dirname, '../../src/serve/index.ts')

// Each test starts the whole program, some twice.
vi.setConfig({ testTimeout: 60_000 })

let life: Lifetime
let dataDir: string
beforeEach(async () => {
  life = new Lifetime()
  dataDir = await mkdtemp(join(tmpdir(), 'apricot-serve-'))
  life.defer(() => rm(dataDir, { recursive: true, maxRetries: 3 }))
})
afterEach(() => life.dispose())

interface Started {
  child: ChildProcess
  stdout: string
  stderr: string
  /** Its exit code; null when a signal ended it. */
  ended: Promise<number | null>
}

function start(...args: string[]): Started {
  const child = spawn(process.execPath, [program, '--data', dataDir, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  life.defer(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const started: Started = { child, stdout: '', stderr: '', ended }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    started.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    started.stderr += text
  })
  return started
}

async function ready(started: Started): Promise<URL> {
  while (!started.stdout.includes('\n')) {
    const more = started.child.stdout ? once(started.child.stdout, 'data') : Promise.reject()
    const code = await Promise.race([more, started.ended])
    if (typeof code === 'number') throw new Error(`ended with ${code}: ${started.stderr}`)
  }
  return new URL(JSON.parse(started.stdout).panel)
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it cleanly, after one line on stdout', async (signal) => {
  const started = start('--port', '0')
  const url = await ready(started)
  expect((await ask(new URL('/healthz', url))).status).toBe(200)
  started.child.kill(signal)
  // npm sends the same signal again.
  started.child.kill(signal)
  expect(await started.ended).toBe(0)
  expect(started.stdout.split('\n')).toEqual([expect.stringMatching(/^\{"ready":true,"panel":"http:/), ''])
  await expect(readFile(join(dataDir, 'lock.json'))).rejects.toThrow('ENOENT')
})

test('a second one on the same folder says where the first one is', async () => {
  const url = await ready(start('--port', '0'))
  const second = start('--port', '0')
  expect(await second.ended).toBe(1)
  expect(second.stdout).toBe('')
  expect(second.stderr).toMatch(/^这个数据文件夹正被另一个杏桃用着.*\n$/)
  expect(second.stderr).toContain(`${url.origin}/`)
  expect(second.stderr).not.toContain('token')
})

test('a port in use is told in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  life.defer(() => void other.close())
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const started = start('--port', port)
  expect(await started.ended).toBe(1)
  expect([started.stdout, started.stderr]).toEqual([
    '',
    `端口 ${port} 已经有程序在用。关掉占用它的程序，或者用 --port 换一个\n`,
  ])
})

test('a wrong argument is told in one line', async () => {
  const started = start('--prot', '1')
  expect(await started.ended).toBe(1)
  expect([started.stdout, started.stderr]).toEqual([
    '',
    '参数「--prot」不对。可以用的有 --data 文件夹、--port 端口、--host 地址\n',
  ])
})
