import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json' with { type: 'json' }
import { Lifetime } from '../agent/kernel/lifetime.ts'
import { toProblem } from '../agent/kernel/problem.ts'
import { startAgent } from '../agent/start-agent.ts'
import { parseServeArguments } from './arguments.ts'
import { optimizeEarly } from './optimize-early.ts'
import { type ReadyLine, startServe } from './serve.ts'

/** Milliseconds that stopping may take before the process ends anyway; nothing accepted is lost by that. */
const stopLimitMs = 4_800

// Pictures keep up to four of these threads busy; files, names and the database must not wait for them. More than
// that would only take memory.
process.env.UV_THREADPOOL_SIZE ??= String(Math.min(4, availableParallelism()) + 2)

const life = new Lifetime()
let stopping = false
const started = start()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
started.then(announce, fail)

async function start(): Promise<ReadyLine> {
  const options = parseServeArguments(process.argv.slice(2), process.env)
  const rendererDir = fileURLToPath(new URL('../renderer', import.meta.url))
  const workers = {
    reader: new URL('./reader.js', import.meta.url),
    image: new URL('./image.js', import.meta.url),
    tool: new URL('./tool.js', import.meta.url),
    desk: new URL('./desk.js', import.meta.url),
  }
  return startServe({ ...options, rendererDir, workers, version: packageJson.version }, startAgent, life)
}

/** The one line on stdout is for programs; people read stderr. */
function announce(ready: ReadyLine): void {
  optimizeEarly()
  process.stdout.write(`${JSON.stringify(ready)}\n`)
  process.stderr.write(`杏桃已经在运行。用浏览器打开 ${ready.panel} ，按 Ctrl+C 停止。\n`)
}

async function fail(error: unknown): Promise<void> {
  if (stopping) return
  const { message, hint, detail } = toProblem(error)
  await life.dispose()
  end([message, hint, detail].filter(Boolean).join('。'))
}

async function stop(): Promise<void> {
  // npm passes Ctrl+C on although the terminal has sent it to us already.
  if (stopping) return
  stopping = true
  setTimeout(() => end('没能在 5 秒内停完，直接结束；已经收到的消息都存好了。'), stopLimitMs)
  try {
    await life.dispose()
    await started.catch(() => {})
    process.exit(0)
  } catch (error) {
    end(`停止时有一部分出了错：${toProblem(error).detail}`)
  }
}

function end(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
