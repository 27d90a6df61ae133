import { CapturedOutput } from './captured-output.ts'
import { residentMegabytes, startGuard } from './guard.ts'
import { HostedFile } from './hosted-file.ts'
import type { FromProcess, ToProcess } from './protocol.ts'

const send = process.send?.bind(process)
// Libraries take it for a process manager that wants to be told when they are ready.
delete process.send
// Set so that Electron runs as Node; a program that the file starts may be another Electron that should not.
delete process.env.ELECTRON_RUN_AS_NODE

const output = new CapturedOutput((lines) => post({ kind: 'output', lines }))
let file: HostedFile | null = null

output.capture(process.stdout, 'info')
output.capture(process.stderr, 'error')
// A promise that nobody waits for fails without hurting a call: its author should know, and that is all.
process.on('unhandledRejection', (error) => file?.complain('有一个没有 await 的 Promise 失败了', error))
process.on('uncaughtException', (error) => {
  file?.complain('崩溃了', error)
  post({ kind: 'crashed', message: file?.failure(error) ?? String(error) }, () => process.exit(1))
})
// Service managers tell every process to end; the bot ends this one, once it needs it no more.
process.on('SIGTERM', () => undefined)
process.on('disconnect', end)
process.on('message', (message: ToProcess) => {
  if (message.kind === 'setup') {
    startGuard(residentMegabytes(message.heapMegabytes))
    file = new HostedFile(message.setup, post, output)
    void file.load()
  } else if (message.kind === 'ping') post({ kind: 'pong' })
  else file?.hear(message)
})

function post(message: FromProcess, sent: () => void = () => undefined): void {
  send?.(message, undefined, undefined, sent)
}

/** Ends with everything it started: the bot is gone. */
function end(): void {
  try {
    if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL')
  } finally {
    process.exit()
  }
}
