import { createHash } from 'node:crypto'
import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '../../../shared/problem.ts'
import type { ToolFileState } from '../../../shared/tools.ts'
import type { Clock } from '../../kernel/clock.ts'
import { toProblem } from '../../kernel/problem.ts'
import { type Tool, type ToolContext, ToolError, type ToolOutput } from '../tool.ts'
import type { FileConfig } from './file-config.ts'
import { FileOutput } from './file-output.ts'
import { fileLarge, fileUnreadable } from './file-problems.ts'
import { fileTools, type ToolProblem } from './file-tool.ts'
import type { Loaded } from './protocol.ts'
import { startToolProcess, type ToolProcess } from './tool-process.ts'
import { strippedName } from './tools-folder.ts'

const mostMegabytes = 2
/** Problems with which a process ended that had begun well. */
const endings = new Set(['tools.file-stuck', 'tools.file-memory', 'tools.file-crashed', 'tools.file-exited'])

export interface ToolFileParts {
  readonly folder: string
  /** URL of what runs in its process, as it was built. */
  readonly entry: URL
  readonly clock: Clock
  /** All processes that have not ended, of all files. */
  readonly processes: Set<ToolProcess>
  /** As it is set now. */
  config(): FileConfig
  /** The state has changed. */
  show(state: ToolFileState): void
  changed(tools: readonly Tool[], problems: readonly ToolProblem[]): void
  problem(problem: Problem | null): void
}

/**
 * One file of the folder: its process, and processes of versions before that still finish their calls. It loads when it is
 * told to; the tools of the version before stay in use until it is known what came of the new one.
 */
export class ToolFile {
  readonly name: string
  readonly #parts: ToolFileParts
  readonly #output: FileOutput
  #process: ToolProcess | null = null
  #state: Omit<ToolFileState, 'output'>
  /** Of the content that was loaded last. */
  #hash: string | null = null
  /** As it was at the last load, or when values were last handed over. */
  #config: FileConfig | null = null
  #closed = false

  constructor(name: string, parts: ToolFileParts) {
    this.name = name
    this.#parts = parts
    this.#output = new FileOutput(parts.clock, () => this.#show({}))
    this.#state = { file: name, state: 'loading', problem: null, tools: [], settings: null, loadedAt: null }
    this.#show({})
  }

  /**
   * Loads the file as it is on disk, unless it is switched off; resolves with what is wrong, or null.
   * @param always also when its content is what it was.
   */
  async load(always: boolean): Promise<Problem | null> {
    const config = this.#parts.config()
    const source = await this.#read()
    if (this.#closed) return null
    this.#config = config
    if (!config.enabled) return this.#switchOff()
    if ('problem' in source) return this.#break(source.problem)
    if (!always && source.hash === this.#hash) return this.#state.problem
    this.#hash = source.hash
    this.#output.hide(config.secrets)
    this.#show({ state: 'loading', problem: null })
    return this.#start(source, config)
  }

  /** Whether what was set since makes it necessary to load or to end it; hands new values over when it does not. */
  needsLoad(): boolean {
    const before = this.#config
    if (!before) return false
    const now = this.#parts.config()
    if (now.enabled !== before.enabled) return true
    if (now.enabled && now.memoryMegabytes !== before.memoryMegabytes) return true
    if (JSON.stringify(now.values) === JSON.stringify(before.values)) return false
    this.#config = now
    this.#output.hide(now.secrets)
    this.#process?.setValues(now.values)
    return false
  }

  /** Takes its tools away, for good. Calls that run may finish. */
  close(): void {
    this.#withdraw()
    this.#closed = true
    this.#output.close()
    this.#parts.problem(null)
  }

  async #start(source: { text: string; hash: string }, config: FileConfig): Promise<Problem | null> {
    const { folder, entry, clock, processes } = this.#parts
    const stripped = join(folder, strippedName(this.name, source.hash))
    const { name } = this
    try {
      const started: ToolProcess = startToolProcess({
        entry,
        clock,
        folder,
        memoryMegabytes: config.memoryMegabytes,
        setup: { file: name, path: join(folder, name), stripped, source: source.text, values: config.values },
        output: (lines) => {
          if (!this.#closed) this.#output.add(lines)
        },
        masked: (text) => this.#output.masked(text),
        failed: ({ problem }) => this.#lost(started, problem),
        ended: () => processes.delete(started),
      })
      processes.add(started)
      return this.#take(started, await started.loaded, config)
    } catch (error) {
      return this.#closed ? null : this.#break(toProblem(error))
    } finally {
      if (name.endsWith('.ts')) await rm(stripped, { force: true }).catch(() => undefined)
    }
  }

  #take(started: ToolProcess, loaded: Loaded, config: FileConfig): Problem | null {
    const offer = fileTools(this.name, loaded, (...call) => this.#call(...call))
    const [first] = offer.problems
    if (this.#closed || (first && offer.tools.length === 0)) {
      started.drain()
      return this.#closed || !first ? null : this.#break(first.problem, offer.problems)
    }
    if (this.#config && this.#config !== config) started.setValues(this.#config.values)
    this.#process?.drain()
    this.#process = started
    this.#show({
      state: 'ready',
      problem: null,
      tools: offer.tools.map(({ name }) => name),
      settings: offer.settings,
      loadedAt: this.#parts.clock.now(),
    })
    this.#parts.changed(offer.tools, offer.problems)
    this.#parts.problem(null)
    return null
  }

  #call(tool: string, input: unknown, context: ToolContext): Promise<ToolOutput> {
    // Whoever still holds the tool of a version before means the one there is now.
    if (this.#process) return this.#process.call(tool, input, context)
    throw new ToolError(this.#state.problem?.message ?? `工具文件「${this.name}」现在没有在用`)
  }

  #switchOff(): null {
    this.#hash = null
    this.#withdraw()
    this.#show({ state: 'off', problem: null, tools: [] })
    this.#parts.problem(null)
    return null
  }

  #break(problem: Problem, problems: readonly ToolProblem[] = []): Problem {
    this.#withdraw(problems)
    const ended = endings.has(problem.code)
    this.#show({ state: ended ? 'stopped' : 'broken', problem, tools: [] })
    this.#parts.problem(problem)
    return problem
  }

  /** A process ended by itself. One of a version before took only its own calls along. */
  #lost(ended: ToolProcess, problem: Problem): void {
    if (ended !== this.#process || this.#closed) return
    this.#process = null
    if (this.#state.state === 'loading') this.#parts.changed([], [])
    else this.#break(problem)
  }

  #withdraw(problems: readonly ToolProblem[] = []): void {
    this.#process?.drain()
    this.#process = null
    this.#parts.changed([], problems)
  }

  #show(change: Partial<ToolFileState>): void {
    if (this.#closed) return
    this.#state = { ...this.#state, ...change }
    this.#parts.show({ ...this.#state, output: this.#output.lines })
  }

  async #read(): Promise<{ text: string; hash: string } | { problem: Problem }> {
    try {
      const path = join(this.#parts.folder, this.name)
      const { size } = await stat(path)
      if (size > mostMegabytes * 1024 * 1024) return { problem: fileLarge(this.name, mostMegabytes).problem }
      const bytes = await readFile(path)
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
      // Some editors of Windows begin a file with a mark that is no code.
      return { text: bytes.toString().replace(/^\ufeff/, ''), hash }
    } catch (error) {
      this.#hash = null
      return { problem: fileUnreadable(this.name, error).problem }
    }
  }
}
