import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '../../../shared/problem.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { ToolFileState, ToolsConfig } from '../../../shared/tools.ts'
import type { Clock } from '../../kernel/clock.ts'
import { Lanes } from '../../kernel/lanes.ts'
import type { Lifetime } from '../../kernel/lifetime.ts'
import type { Log } from '../../kernel/log.ts'
import { toProblem } from '../../kernel/problem.ts'
import type { Topic } from '../../kernel/topic.ts'
import type { Tool } from '../tool.ts'
import { fileConfig } from './file-config.ts'
import { fileExists, fileMissing, fileNameWrong, folderUnreadable, folderUnwatched } from './file-problems.ts'
import type { ToolProblem } from './file-tool.ts'
import { FolderWatch } from './folder-watch.ts'
import { type ToolTemplate, toolTemplates } from './templates.ts'
import { ToolFile } from './tool-file.ts'
import type { ToolProcess } from './tool-process.ts'
import { isToolFile, makeFolder, removeStripped, toolFilesIn } from './tools-folder.ts'

/** Processes that start at once: whoever is talking meanwhile must not notice. */
const loadsAtOnce = 2
/** Stands for the folder where otherwise a file is named. */
const wholeFolder = 'tools/'

/** The user's own tools: files of a folder, each in a process of its own. */
export interface ToolFiles {
  readonly folder: string
  /** Resolves when what was there at the start is loaded, or found to be broken. */
  readonly loaded: Promise<unknown>
  /** To be called when `config().files` or `fileMemoryMegabytes` may have changed; what did takes effect at once. */
  update(): void
  /**
   * Loads one file, or all that are in the folder now, anew, and tells of each what is wrong with it; of a folder that
   * cannot be read only that, as `tools/`. Calls that run end on the version they began with. Does not reject.
   */
  reload(file?: string): Promise<{ file: string; problem: Problem | null }[]>
  /** Writes an example that works. Rejects with a ProblemError `tools.file-exists`, `tools.file-name`. */
  create(file: string, template: ToolTemplate): Promise<void>
}

export interface ToolFilesOptions {
  readonly dataDir: string
  /** URL of what runs in the process of a file, as it was built. */
  readonly worker: URL
  readonly clock: Clock
  readonly log: Log
  readonly topic: Topic<Record<string, ToolFileState>>
  config(): ToolsConfig
  /** The plain secret; null when there is none. */
  secret(secret: Secret): string | null
  /** What a file offers from now on, and which of its tools cannot be offered; both empty when it is gone. */
  changed(file: string, tools: readonly Tool[], problems: readonly ToolProblem[]): void
  /** What is wrong with a file, or with the folder itself (`tools/`); null when nothing is any more. */
  problem(file: string, problem: Problem | null): void
}

/** Begins to load the folder's files in the background. Everything ends with `life`. */
export function startToolFiles(life: Lifetime, options: ToolFilesOptions): ToolFiles {
  const folder = new LoadedFolder(options)
  life.defer(() => folder.close())
  folder.open()
  return folder
}

class LoadedFolder implements ToolFiles {
  readonly folder: string
  loaded: Promise<unknown> = Promise.resolve()
  readonly #options: ToolFilesOptions
  readonly #files = new Map<string, ToolFile>()
  readonly #processes = new Set<ToolProcess>()
  readonly #watch: FolderWatch
  /** Loads that have not begun. */
  readonly #queued = new Map<string, { done: Promise<Problem | null>; always: boolean }>()
  readonly #loads = new Lanes<string, () => Promise<void>>({
    maxQueued: () => Number.POSITIVE_INFINITY,
    maxRunning: () => loadsAtOnce,
    run: (load) => Promise.resolve().then(load),
  })
  /** Why changes are not seen; null when they are. */
  #blind: Problem | null = null
  /** What was said last of the folder itself. */
  #problem: Problem | null = null
  #closed = false

  constructor(options: ToolFilesOptions) {
    this.#options = options
    this.folder = join(options.dataDir, 'tools')
    this.#watch = new FolderWatch(this.folder, options.clock, {
      changed: (file) => void this.#see(file),
      failed: (error) => {
        this.#blind = folderUnwatched(error).problem
        this.#say(this.#blind)
      },
    })
  }

  open(): void {
    this.loaded = this.#scan(true, () => removeStripped(this.folder))
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#watch.close()
    for (const file of this.#files.values()) file.close()
    await Promise.all([...this.#processes].map((one) => one.terminate()))
    await this.#loads.idle()
  }

  update(): void {
    for (const file of this.#files.values()) if (file.needsLoad()) void this.#load(file.name, true)
  }

  async reload(file?: string): Promise<{ file: string; problem: Problem | null }[]> {
    if (file === undefined) return this.#scan(true)
    if (!isToolFile(file)) return [{ file, problem: fileMissing(file).problem }]
    const problem = await this.#load(file, true)
    return [{ file, problem: this.#files.has(file) ? problem : fileMissing(file).problem }]
  }

  async create(file: string, template: ToolTemplate): Promise<void> {
    if (!isToolFile(file)) throw fileNameWrong()
    await makeFolder(this.folder)
    try {
      await writeFile(join(this.folder, file), toolTemplates[template], { flag: 'wx' })
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? fileExists(file) : error
    }
    // Nobody who asked for it should have to wait for the system to notice.
    await this.#load(file, false)
  }

  /** Looks what is there now. Never rejects. */
  async #scan(
    always: boolean,
    prepare?: () => Promise<void>,
  ): Promise<{ file: string; problem: Problem | null }[]> {
    try {
      await makeFolder(this.folder)
      await prepare?.()
      if (this.#closed) return []
      this.#blind = null
      this.#watch.open()
      const there = await toolFilesIn(this.folder)
      this.#say(this.#blind)
      const known = [...this.#files.keys()].filter((file) => !there.includes(file))
      await Promise.all(known.map((file) => this.#load(file, false)))
      return await Promise.all(there.map(async (file) => ({ file, problem: await this.#load(file, always) })))
    } catch (error) {
      const { problem } = folderUnreadable(this.folder, error)
      this.#say(problem)
      return [{ file: wholeFolder, problem }]
    }
  }

  /** What is wrong with the folder itself; null when nothing is. */
  #say(problem: Problem | null): void {
    if (this.#closed || problem?.message === this.#problem?.message) return
    this.#problem = problem
    if (problem) this.#options.log.warn(problem.message, { code: problem.code })
    this.#options.problem(wholeFolder, problem)
  }

  async #see(file: string | null): Promise<void> {
    if (file === null) await this.#scan(false)
    else if (isToolFile(file)) await this.#load(file, false)
  }

  /** Loads a file when its turn has come, once for all who wanted it until then. Never rejects. */
  #load(file: string, always: boolean): Promise<Problem | null> {
    const before = this.#queued.get(file)
    if (before) {
      before.always ||= always
      return before.done
    }
    const queued = { always, done: Promise.resolve<Problem | null>(null) }
    queued.done = new Promise((resolve) => {
      this.#loads.push(file, async () => {
        this.#queued.delete(file)
        resolve(await this.#loadNow(file, queued.always).catch(toProblem))
      })
    })
    this.#queued.set(file, queued)
    return queued.done
  }

  async #loadNow(name: string, always: boolean): Promise<Problem | null> {
    if (this.#closed) return null
    const there = (await toolFilesIn(this.folder).catch((): string[] => [])).includes(name)
    if (this.#closed) return null
    const known = this.#files.get(name)
    if (!there) {
      this.#files.delete(name)
      known?.close()
      this.#options.topic.remove(name)
      return null
    }
    if (known) return known.load(always)
    const file = new ToolFile(name, this.#partsOf(name))
    this.#files.set(name, file)
    return file.load(true)
  }

  #partsOf(name: string) {
    const { worker, clock, topic, log, config, secret, changed, problem } = this.#options
    return {
      folder: this.folder,
      entry: worker,
      clock,
      processes: this.#processes,
      config: () => fileConfig(config(), name, secret),
      show: (state: ToolFileState) => topic.set(name, state),
      changed: (tools: readonly Tool[], problems: readonly ToolProblem[]) => changed(name, tools, problems),
      problem(found: Problem | null) {
        if (found) log.warn(found.message, { code: found.code, file: name })
        problem(name, found)
      },
    }
  }
}
