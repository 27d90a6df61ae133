import { existsSync, type FSWatcher, watch } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ParseError } from 'jsonc-parser'
import writeFileAtomic from 'write-file-atomic'
import { Config } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import type { Problem } from '../../shared/problem.ts'
import { Emitter } from '../kernel/emitter.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import { ProblemError } from '../kernel/problem.ts'
import { type AppliedEdit, applyEdits } from './edit.ts'
import { salvage } from './salvage.ts'
import type { Secrets } from './secrets.ts'

const versionsKept = 20
/** Editors write in several steps; a change is read when they are done. */
const settleMs = 150

/**
 * config.json in memory and on disk. Edits are saved at once, to a temporary file that is renamed; the last 20
 * versions are kept. A file that somebody broke by hand leaves the last good configuration running.
 */
export class ConfigStore {
  readonly #path: string
  readonly #versions: string
  readonly #secrets: Secrets
  readonly #changed = new Emitter<Config>()
  readonly #faulty = new Emitter<Problem | null>()
  #config: Config = Config.parse({})
  #text = ''
  #problem: Problem | null = null
  #saving: Promise<void> = Promise.resolve()

  constructor(dataDir: string, secrets: Secrets) {
    this.#path = join(dataDir, 'config.json')
    this.#versions = join(dataDir, 'config-versions')
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
    if (!(await this.#take(text))) await this.#restoreNewestVersion()
  }

  /** Follows changes made to the file by hand while running. */
  watch(life: Lifetime): void {
    let timer: NodeJS.Timeout | undefined
    const name = basename(this.#path)
    const watcher: FSWatcher = watch(join(this.#path, '..'), (_event, file) => {
      if (file !== name) return
      clearTimeout(timer)
      timer = setTimeout(() => void this.#reread(), settleMs)
    })
    watcher.on('error', () => watcher.close())
    life.defer(() => {
      clearTimeout(timer)
      watcher.close()
    })
  }

  /**
   * Checks and applies edits, saves them and tells everybody. Returns what was replaced.
   * Throws a ProblemError `config.invalid` and changes nothing when the result would not be valid.
   */
  async edit(ops: readonly EditOp[]): Promise<AppliedEdit[]> {
    const work = this.#saving.then(async () => {
      const { value, edits } = applyEdits(this.#config, ops)
      const parsed = Config.safeParse(value)
      if (!parsed.success) throw invalid(parsed.error.issues[0])
      const config = parsed.data
      await this.#secrets.take(config)
      await this.#save(config)
      this.#use(config)
      return edits
    })
    this.#saving = work.then(
      () => undefined,
      () => undefined,
    )
    return work
  }

  async #reread(): Promise<void> {
    await this.#saving
    const text = await readFile(this.#path, 'utf8').catch(() => '')
    if (text !== '' && text !== this.#text) await this.#take(text)
  }

  /** Uses what can be used of a text. False when it is not JSON at all. */
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
    const { value, faults } = salvage(Config, read)
    this.#text = text
    if (await this.#secrets.take(value)) await this.#save(value)
    this.#use(value)
    this.#report(
      faults.length === 0
        ? null
        : {
            code: 'config.faulty',
            message: `config.json 里有 ${faults.length} 处没有用上：${faults.slice(0, 3).join('；')}`,
            hint: '改好保存就会自动重新读，其余的设置都照常在用',
            detail: faults.join('\n'),
          },
    )
    return true
  }

  async #restoreNewestVersion(): Promise<void> {
    const newest = (await this.#listVersions()).at(-1)
    if (!newest) return
    const text = await readFile(join(this.#versions, newest), 'utf8')
    try {
      this.#use(salvage(Config, JSON.parse(text)).value)
    } catch {
      // A version that cannot be read either leaves the defaults.
    }
  }

  async #save(config: Config): Promise<void> {
    const text = `${JSON.stringify(config, null, 2)}\n`
    try {
      await this.#keepVersion()
      await writeFileAtomic(this.#path, text, { mode: 0o600 })
    } catch (error) {
      throw new ProblemError(
        {
          code: 'config.write',
          message: '设置存不下来，没有改动',
          hint: '看看数据文件夹能不能写、磁盘满没满',
        },
        { cause: error },
      )
    }
    this.#text = text
    this.#report(null)
  }

  /** A copy of the file as it is, whatever it is: also what somebody broke by hand can be got back. */
  async #keepVersion(): Promise<void> {
    if (!existsSync(this.#path)) return
    await mkdir(this.#versions, { recursive: true })
    const stamp = new Date().toISOString().replaceAll(':', '-')
    const temporary = join(this.#versions, '.new')
    await writeFile(temporary, await readFile(this.#path), { mode: 0o600 })
    await rename(temporary, join(this.#versions, `config-${stamp}.json`))
    const names = await this.#listVersions()
    for (const name of names.slice(0, -versionsKept)) await rm(join(this.#versions, name))
  }

  async #listVersions(): Promise<string[]> {
    if (!existsSync(this.#versions)) return []
    return (await readdir(this.#versions)).filter((name) => /^config-.*\.json$/.test(name)).sort()
  }

  #use(config: Config): void {
    this.#config = config
    this.#changed.emit(config)
  }

  #report(problem: Problem | null): void {
    if (problem === this.#problem) return
    this.#problem = problem
    this.#faulty.emit(problem)
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
