import { pathToFileURL } from 'node:url'
import { callOutput } from './call-output.ts'
import type { CapturedOutput } from './captured-output.ts'
import { type DeclaredTool, declaredTools } from './declared-tools.ts'
import type { FromProcess, ProcessSetup, ToProcess } from './protocol.ts'
import { failureLine } from './result-text.ts'
import { settingsOf, withDefaults } from './settings-form.ts'
import { BrokenFile, openSource, syntaxFault } from './source-code.ts'
import { userContext } from './user-context.ts'
import { Wishes } from './wishes.ts'

type Call = Extract<ToProcess, { kind: 'call' }>

/** The code of a tool file, within its own process. */
export class HostedFile {
  readonly #setup: ProcessSetup
  readonly #post: (message: FromProcess) => void
  readonly #output: CapturedOutput
  readonly #wishes: Wishes
  readonly #tools = new Map<string, DeclaredTool>()
  readonly #running = new Map<number, AbortController>()
  #form: Readonly<Record<string, unknown>> | null = null
  #values: ProcessSetup['values']

  constructor(setup: ProcessSetup, post: (message: FromProcess) => void, output: CapturedOutput) {
    this.#setup = setup
    this.#post = post
    this.#output = output
    this.#values = setup.values
    this.#wishes = new Wishes((id, call, wish) => post({ kind: 'wish', id, call, wish }))
  }

  hear(message: Exclude<ToProcess, { kind: 'setup' | 'ping' }>): void {
    if (message.kind === 'call') void this.#run(message)
    else if (message.kind === 'cancel') this.#running.get(message.id)?.abort()
    else if (message.kind === 'settings') this.#values = message.values
    else this.#wishes.answer(message)
  }

  /** Tells what the file holds, or what is wrong with it. Never rejects. */
  async load(): Promise<void> {
    try {
      await this.#import()
    } catch (error) {
      if (!(error instanceof BrokenFile)) this.complain('载入时出错', error)
      const [message, hint] =
        error instanceof BrokenFile
          ? [error.message, error.hint]
          : [`载入时出错：${this.failure(error)}`, '看看下面的输出，改好存盘就会自动再试']
      this.#post({ kind: 'broken', message, hint })
    }
  }

  /** Tells the author of something that was thrown, and where. */
  complain(where: string, error: unknown): void {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.#output.write('error', `${where}：${this.#withoutPaths(told.split('\n').slice(0, 6).join('\n'))}\n`)
  }

  /** What was thrown, as one line for a model. */
  failure(error: unknown): string {
    return this.#withoutPaths(failureLine(error))
  }

  async #import(): Promise<void> {
    const { source: text, file } = this.#setup
    const source = await openSource(text, this.#setup)
    let module: Record<string, unknown>
    try {
      module = await import(/* @vite-ignore */ pathToFileURL(source.path).href)
    } catch (error) {
      throw (error instanceof SyntaxError && (await syntaxFault(source.code))) || error
    }
    const declared = await declaredTools(module, source, file)
    for (const tool of declared.tools) this.#tools.set(tool.definition.name, tool)
    this.#form = settingsOf(module.settings)
    const tools = declared.tools.map(({ definition }) => definition)
    this.#post({ kind: 'loaded', loaded: { tools, faults: declared.faults, settings: this.#form } })
  }

  async #run({ id, tool, input, facts }: Call): Promise<void> {
    const controller = new AbortController()
    this.#running.set(id, controller)
    const context = userContext(id, facts, {
      settings: withDefaults(this.#form, this.#values),
      signal: controller.signal,
      wishes: this.#wishes,
      note: (text) => this.#output.note(id, text),
    })
    try {
      const result = await this.#tools.get(tool)?.run(input as Record<string, unknown>, context, facts)
      this.#post({ kind: 'done', id, output: callOutput(result) })
    } catch (error) {
      if (!controller.signal.aborted) this.complain(tool, error)
      this.#post({ kind: 'failed', id, message: this.failure(error) })
    } finally {
      this.#running.delete(id)
    }
  }

  /** Messages of Node name files with their whole path; the folder says nothing, and TypeScript's stand-in even less. */
  #withoutPaths(text: string): string {
    const { path, file, stripped } = this.#setup
    const folder = path.slice(0, -file.length)
    return text
      .replaceAll(stripped, file)
      .replaceAll(pathToFileURL(stripped).href, file)
      .replaceAll(pathToFileURL(folder).href, '')
      .replaceAll(folder, '')
  }
}
