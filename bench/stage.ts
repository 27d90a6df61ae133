import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ModelServer, startModelServer } from './fakes/model-server.ts'
import { chatOf, type QQEnd, type Said, startQQEnd } from './fakes/qq-end.ts'
import { Ledger } from './ledger.ts'
import type { BenchOptions, SutName } from './options.ts'
import { commandOf } from './sut.ts'

const startLimitMs = 30_000
const stopLimitMs = 6_000
const answerLimitMs = 5_000
const watcher = new URL('./watch-loop.mjs', import.meta.url).href

/** What is measured, between a QQ end and a model that both live in this process. */
export class Stage {
  readonly ledger = new Ledger()
  readonly model: ModelServer
  readonly #qq: QQEnd
  readonly #name: SutName
  readonly #folder: string
  readonly #options: BenchOptions
  #child: ChildProcess | null = null

  constructor(
    fakes: { qq: QQEnd; model: ModelServer },
    sut: { name: SutName; folder: string },
    options: BenchOptions,
  ) {
    this.#qq = fakes.qq
    this.model = fakes.model
    this.#name = sut.name
    this.#folder = sut.folder
    this.#options = options
    fakes.qq.onReply = (reply) => this.ledger.replied(reply)
  }

  /** Process id of what is measured. */
  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /**
   * Starts the process; resolves with its moment of birth when it is connected.
   * @param watchLoop makes {@link longestBlock} work, at the price of a timer a millisecond.
   */
  async start({ watchLoop = false } = {}): Promise<number> {
    const { entry, mode, profile } = this.#options
    const place = { folder: this.#folder, mode, qqPort: this.#qq.port, modelUrl: this.model.baseUrl, entry }
    const command = commandOf(this.#name, place)
    const extras = [
      ...(profile === null ? [] : ['--cpu-prof', '--cpu-prof-dir', profile]),
      ...(watchLoop ? ['--import', watcher] : []),
    ]
    const connected = new Promise<void>((resolve) => {
      this.#qq.onConnected = resolve
    })
    const log = openSync(`${this.#folder}.log`, 'a')
    const bornAt = performance.now()
    const child = spawn(process.execPath, [...extras, ...command.arguments], {
      env: { ...process.env, ...command.environment, BENCH_LOOP_FILE: this.#loopFile },
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    this.#child = child
    const failed = once(child, 'exit').then(() => Promise.reject(new Error(`it ended: ${this.#lastWords()}`)))
    failed.catch(() => undefined)
    const late = sleep(startLimitMs, undefined, { ref: false }).then(() =>
      Promise.reject(new Error(`it did not connect: ${this.#lastWords()}`)),
    )
    late.catch(() => undefined)
    await Promise.race([connected, failed, late])
    return bornAt
  }

  /** Says something; with `expected: false` nobody should answer it. */
  say(said: Said, expected = true): void {
    const mark = this.ledger.enter(chatOf(said), { at: performance.now(), expected })
    this.#qq.say({ ...said, text: `${said.text} ${mark}` })
  }

  /** Says something and waits for the answer to it. */
  async ask(said: Said, limitMs = answerLimitMs): Promise<void> {
    const mark = this.ledger.next
    this.say(said)
    await this.ledger.answered(mark, limitMs)
  }

  /** The longest time for which its main thread was blocked since this was last asked, in milliseconds. */
  async longestBlock(): Promise<number> {
    rmSync(this.#loopFile, { force: true })
    this.#child?.kill('SIGUSR2')
    while (!existsSync(this.#loopFile)) await sleep(1)
    return Number(readFileSync(this.#loopFile, 'utf8'))
  }

  /** One exchange with each, one after the other, so that nobody is a stranger when the clock starts. */
  async greet(people: readonly Omit<Said, 'text'>[]): Promise<void> {
    for (const one of people) await this.ask({ ...one, text: '你好' })
  }

  /** Ends the process as it asks to be ended. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** Ends the process as a power cut of its own would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async close(): Promise<void> {
    await this.stop()
    this.#qq.close()
    this.model.close()
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    const limit = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
    await ended
    clearTimeout(limit)
  }

  get #loopFile(): string {
    return `${this.#folder}.loop`
  }

  #lastWords(): string {
    return readFileSync(`${this.#folder}.log`, 'utf8').trim().slice(-800)
  }
}

/** Starts the fakes; the process itself waits for {@link Stage.start}. */
export async function openStage(
  sut: { name: SutName; folder: string },
  options: BenchOptions,
): Promise<Stage> {
  const [qq, model] = await Promise.all([startQQEnd(options.mode), startModelServer()])
  return new Stage({ qq, model }, sut, options)
}
