import { spawn } from 'node:child_process'

const KEPT_OUTPUT = 4_000

/** One plain line of progress, on stderr so that stdout stays free for results. */
export function say(line) {
  process.stderr.write(`test-prepare: ${line}\n`)
}

/**
 * Runs a command quietly and resolves with its stdout. Preparing is seldom watched, so output is only
 * shown when the command fails: the error names the command and carries the end of what it said.
 */
export function run(command, args, { timeoutMs, ...spawnOptions } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      ...spawnOptions,
    })
    let stdout = ''
    let tail = ''
    const remember = (chunk) => {
      tail = (tail + chunk).slice(-KEPT_OUTPUT)
    }
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk
      remember(chunk)
    })
    child.stderr.setEncoding('utf8').on('data', remember)
    child.on('error', (cause) =>
      reject(new Error(`${command} could not be started: ${cause.message}`, { cause })),
    )
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(stdout)
      reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}\n${tail.trim()}`))
    })
  })
}
