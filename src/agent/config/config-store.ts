import { existsSync, unwatchFile, watchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ParseError } from 'jsonc-parser'
import writeFileAtomic from 'write-file-atomic'
import { Config } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import type { Problem } from '../../shared/problem.ts'
import { Emitter } from '../kernel/emitter.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import { ProblemError } from '../kernel/problem.ts'
import { type AppliedEdit, applyEdits } from './edit.ts'
import { editHandWritten } from './hand-written.ts'
import { salvage } from './salvage.ts'
import type { Secrets } from './secrets.ts'
import { ConfigVersions } from './versions.ts'

/** Editors write in several steps; a change is read when they are done. */
const settleMs = 150
const lookEveryMs = 1000

/**
 * config.json in memory and on disk. Edits are saved at once, to a temporary file that is renamed; the last 20
 * versions are kept. A file that somebody broke by hand leaves the last good configuration running.
 */
export class ConfigStore {
  readonly #path: string
  readonly #versions: ConfigVersions
  readonly #secrets: Secrets
  readonly #changed = new Emitter<Config>()
  readonly #faulty = new Emitter<Problem | null>()
  #config: Config = Config.parse({})
  #text = ''
  #problem: Problem | null = null
  /** What the file holds while there are faults in it. */
  #faultyFile: object | null = null
  /** Settles when the last change that was begun is through: changes never overlap. */
  #changing: Promise<void> = Promise.resolve()

  constructor(dataDir: string, secrets: Secrets) {
    this.#path = join(dataDir, 'config.json')
    this.#versions = new ConfigVersions(join(dataDir, 'config-versions'))
    this.#secrets = secrets
  }

  get value(): Config {
    return this.#config
  }

  /** What is wrong with the file, until it is mended; null when it was read as a whole. */
  get problem(): Problem | null {
    return this.#problem
  }

  /** Called with the new configuration after each change. */
  onChange(listener: (config: Config) => void): () => void {
    return this.#changed.on(listener)
  }

  onProblem(listener: (problem: Problem | null) => void): () => void {
    return this.#faulty.on(listener)
  }

  /** Reads the file for the first time. A missing file is an empty one. Never throws for what is in it. */
  async load(): Promise<void> {
    if (!existsSync(this.#path)) return
    const text = await readFile(this.#path, 'utf8')
    if (!(await this.#take(text))) await this.#restore()
  }

  /** Follows changes made to the file by hand while running. */
  watch(life: Lifetime): void {
    let timer: NodeJS.Timeout | undefined
    const onChange = () => {
      clearTimeout(timer)
      timer = setTimeout(() => void this.#inTurn(() => this.#reread()), settleMs)
    }
    // Looked at once a second: told by the system, every commit of the database beside it would wake this process.
    watchFile(this.#path, { interval: lookEveryMs, persistent: false }, onChange)
    life.defer(() => {
      clearTimeout(timer)
      unwatchFile(this.#path, onChange)
      return this.#changing
    })
  }

  /**
   * Checks and applies edits, saves them and tells everybody. Returns what was replaced.
   * Throws a ProblemError `config.invalid` and changes nothing when the result would not be valid.
   */
  edit(ops: readonly EditOp[]): Promise<AppliedEdit[]> {
    return this.#inTurn(async () => {
      // A change by hand that was not noticed yet must not be overwritten.
      await this.#reread()
      const { value, edits } = applyEdits(this.#config, ops)
      const parsed = Config.safeParse(value)
      if (!parsed.success) throw invalid(parsed.error.issues[0])
      const config = parsed.data
      const moved = this.#secrets.move(config)
      const handWritten =
        this.#faultyFile && editHandWritten(this.#faultyFile, ops, { wanted: config, secrets: this.#secrets })
      try {
        await moved?.save()
        await this.#write(handWritten?.file ?? config)
      } catch (error) {
        await moved?.undo()
        throw new ProblemError(unwritable, { cause: error })
      }
      this.#use(config)
      this.#reportFaults(handWritten?.file ?? config, handWritten?.faults ?? [])
      return edits
    })
  }

  /** Reads the file again now, and returns what is wrong with it; never rejects. */
  async reload(): Promise<Problem | null> {
    await this.#inTurn(() => this.#reread())
    return this.#problem
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.#changing.then(change)
    this.#changing = changed.then(
      () => undefined,
      () => undefined,
    )
    return changed
  }

  /** Never rejects. */
  async #reread(): Promise<void> {
    const text = await readFile(this.#path, 'utf8').catch(() => '')
    if (text !== '' && text !== this.#text) await this.#take(text)
  }

  /** Uses what can be used of a text. False when it is not JSON at all. Never rejects. */
  async #take(text: string): Promise<boolean> {
    let read: unknown
    try {
      read = JSON.parse(text.replace(/^\uFEFF/, ''))
    } catch {
      this.#report({
        code: 'config.json',
        message: `config.json 不是完整的 JSON${await faultPlace(text)}，没有用上这份文件`,
        hint: '改好保存就会自动重新读；现在用的是上一份好的设置，它在 config-versions 文件夹里',
      })
      return false
    }
    // Before anything faulty is left out: that stays in the file for its owner to mend.
    const moved = this.#secrets.move(read)
    const { value, faults } = salvage(Config, read)
    this.#text = text
    this.#use(value)
    this.#reportFaults(read, faults)
    try {
      await moved?.save()
      await (moved ? this.#write(read) : this.#versions.keep(text))
    } catch {
      if (moved) this.#report(unstoredSecret)
    }
    return true
  }

  /** The newest version that can be read; the defaults when there is none. */
  async #restore(): Promise<void> {
    for await (const text of this.#versions.newestFirst()) {
      try {
        return this.#use(salvage(Config, JSON.parse(text)).value)
      } catch {
        // Broken by hand as well; the one before it may be whole.
      }
    }
  }

  /** Writes the file and keeps what was there, if that is not known yet, and what is there now. */
  async #write(content: unknown): Promise<void> {
    const text = `${JSON.stringify(content, null, 2)}\n`
    if (existsSync(this.#path)) await this.#versions.keep(await readFile(this.#path, 'utf8'))
    await writeFileAtomic(this.#path, text, { mode: 0o600 })
    this.#text = text
    // The file itself is written; a missing copy of it is no reason to say that it is not.
    await this.#versions.keep(text).catch(() => undefined)
  }

  #use(config: Config): void {
    this.#config = config
    this.#changed.emit(config)
  }

  #reportFaults(file: unknown, faults: readonly string[]): void {
    this.#faultyFile = faults.length > 0 && typeof file === 'object' ? file : null
    this.#report(faults.length > 0 ? faulty(faults) : null)
  }

  #report(problem: Problem | null): void {
    if (problem === this.#problem) return
    this.#problem = problem
    this.#faulty.emit(problem)
  }
}

const unwritable: Problem = {
  code: 'config.write',
  message: '设置存不下来，没有改动',
  hint: '看看数据文件夹能不能写、磁盘满没满',
}

const unstoredSecret: Problem = {
  code: 'config.write',
  message: 'config.json 里写着的 Key 或令牌没能单独存起来，这次打开期间照常用',
  hint: '看看数据文件夹能不能写、磁盘满没满，然后重新打开杏桃',
}

function faulty(faults: readonly string[]): Problem {
  return {
    code: 'config.faulty',
    message: `config.json 里有 ${faults.length} 处没有用上：${faults.slice(0, 3).join('；')}`,
    hint: '改好保存就会自动重新读，其余的设置都照常在用',
    detail: faults.join('\n'),
  }
}

function invalid(issue: { path: PropertyKey[]; message: string } | undefined): ProblemError {
  const place = issue?.path.map(String).join('.') ?? ''
  return new ProblemError({
    code: 'config.invalid',
    message: `${place ? `${place}：` : ''}${issue?.message ?? '值不对'}`,
    hint: '改一下这个值再保存，原来的设置没有动',
  })
}

/** `，第 3 行附近有问题`: the engine's own parser does not always say where it stopped. */
async function faultPlace(text: string): Promise<string> {
  const { parse } = await import('jsonc-parser')
  const errors: ParseError[] = []
  parse(text, errors)
  const offset = errors[0]?.offset
  return offset === undefined ? '' : `，第 ${text.slice(0, offset).split('\n').length} 行附近有问题`
}
