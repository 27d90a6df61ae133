import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../kernel/clock.ts'
import { killTree } from '../../kernel/kill-tree.ts'
import type { FromProcess, ToProcess } from './protocol.ts'

/** How a process came to its end. */
export interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Its last words that did not come as messages: those of V8, of Node before it ran our code, of native code. */
  readonly stderr: string
  /** Why it could not even be started. */
  readonly error?: Error
}

export interface ForkedProcessOptions {
  /** URL of what runs in it, as it was built. */
  readonly entry: URL
  readonly cwd: string
  /** Of V8's heap; whoever goes beyond that dies of it. */
  readonly heapMegabytes: number
  readonly clock: Clock
  message(message: FromProcess): void
  /** Told once, when nothing of it is left. */
  ended(end: ProcessEnd): void
}

const keptStderr = 16 * 1024
/** Milliseconds in which the last words of a dead process are read: a program it left behind may hold the pipe open. */
const lastWordsMs = 500
/** Milliseconds after which nobody waits for a killed process any more. */
const giveUpMs = 900

/** A Node process, also within Electron, with messages to and from it. Nothing of it outlives it or us. */
export class ForkedProcess {
  /** Resolves when nothing of it is left. */
  readonly gone: Promise<void>
  readonly #options: ForkedProcessOptions
  #child: ChildProcess | null = null
  #stderr = ''
  #killed = false
  #isGone = false
  #resolveGone: () => void = () => undefined

  constructor(options: ForkedProcessOptions) {
    this.#options = options
    this.gone = new Promise((resolve) => {
      this.#resolveGone = resolve
    })
  }

  /** To be called once, before anything else. */
  start(): void {
    const { entry, cwd, heapMegabytes, message: told } = this.#options
    const child = fork(fileURLToPath(entry), [], {
      cwd,
      serialization: 'advanced',
      // Not those of this process: they may open a debugger's port.
      execArgv: [`--max-old-space-size=${heapMegabytes}`, ...quiet()],
      env: { ...withoutOurs(process.env), ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own, so that all of it can be ended; on Windows `detached` would open a window.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    this.#child = child
    child.stdout?.resume()
    child.stderr?.on('data', (piece: Buffer) => {
      this.#stderr = (this.#stderr + piece.toString('latin1')).slice(-keptStderr)
    })
    child.on('message', (message) => told(message as FromProcess))
    child.on('error', (error) => {
      if (child.pid === undefined) this.#leave({ code: null, signal: null, error })
    })
    child.once('exit', (code, signal) => this.#hearLastWords(code, signal))
  }

  /** What cannot arrive any more is dropped: that it has ended is told anyway. */
  send(message: ToProcess): void {
    if (this.#child?.connected) this.#child.send(message, () => undefined)
  }

  /** Ends it at once, with all it started. */
  kill(): void {
    const pid = this.#child?.pid
    if (this.#killed || this.#isGone || pid === undefined) return
    this.#killed = true
    killTree(pid, 'SIGKILL')
    const cancel = this.#options.clock.after(giveUpMs, () => {
      this.#child?.kill('SIGKILL')
      this.#leave({ code: null, signal: null })
    })
    void this.gone.then(cancel)
  }

  #hearLastWords(code: number | null, signal: NodeJS.Signals | null): void {
    // What it started and left behind is still in its group.
    if (this.#child?.pid && process.platform !== 'win32') killTree(this.#child.pid, 'SIGKILL')
    const leave = () => this.#leave({ code, signal })
    if (this.#killed) leave()
    else {
      this.#child?.once('close', leave)
      void this.gone.then(this.#options.clock.after(lastWordsMs, leave))
    }
  }

  #leave(end: Omit<ProcessEnd, 'stderr'>): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#child?.stdout?.destroy()
    this.#child?.stderr?.destroy()
    this.#resolveGone()
    this.#options.ended({ ...end, stderr: this.#stderr })
  }
}

/** Without what the bot itself is run with, such as the token of its panel; where its data are, tools may know. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // Windows does not tell capitals apart.
  const isOurs = (name: string) => /^APRICOT_(?!DATA$)/i.test(name)
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isOurs(name)))
}

/** Whoever writes tools knows what he uses; Node before 20.11 ends over a flag it does not know. */
function quiet(): string[] {
  const isKnown = process.allowedNodeEnvironmentFlags.has('--disable-warning')
  return isKnown ? ['--disable-warning=ExperimentalWarning'] : []
}
