import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { CapturedOutput } from './captured-output.ts'
import { type DeclaredTool, declaredTools } from './declared-tools.ts'
import type { FromWorker, ToWorker, WorkerSetup } from './protocol.ts'
import { failureLine, resultText } from './result-text.ts'
import { settingsOf, withDefaults } from './settings-form.ts'
import { BrokenFile, openSource, syntaxFault } from './source-code.ts'
import { userContext, Wishes } from './user-context.ts'

type Call = Extract<ToWorker, { kind: 'call' }>

const setup = workerData as WorkerSetup
const tools = new Map<string, DeclaredTool>()
const running = new Map<number, AbortController>()
const wishes = new Wishes((id, call, wish) => post({ kind: 'wish', id, call, wish }))
const output = new CapturedOutput((lines) => post({ kind: 'output', lines }))
let form: Readonly<Record<string, unknown>> | null = null
let { values } = setup

output.capture(process.stdout, 'info')
output.capture(process.stderr, 'error')
// A promise that nobody waits for fails without hurting a call: its author should know, and that is all.
process.on('unhandledRejection', (error) => complain('有一个没有 await 的 Promise 失败了', error))

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'call') void run(message)
  else if (message.kind === 'cancel') running.get(message.id)?.abort()
  else if (message.kind === 'settings') values = message.values
  else if (message.kind === 'ping') post({ kind: 'pong' })
  else wishes.answer(message)
})

await load().catch((error: unknown) => {
  if (!(error instanceof BrokenFile)) complain('载入时出错', error)
  const [message, hint] =
    error instanceof BrokenFile
      ? [error.message, error.hint]
      : [`载入时出错：${withoutPaths(failureLine(error))}`, '看看下面的输出，改好存盘就会自动再试']
  post({ kind: 'broken', message, hint })
})

async function load(): Promise<void> {
  const source = await openSource(setup.source, setup)
  let module: Record<string, unknown>
  try {
    module = await import(/* @vite-ignore */ pathToFileURL(source.path).href)
  } catch (error) {
    throw (error instanceof SyntaxError && (await syntaxFault(source.code))) || error
  }
  const declared = await declaredTools(module, source, setup.file)
  for (const tool of declared.tools) tools.set(tool.definition.name, tool)
  form = settingsOf(module.settings)
  const definitions = declared.tools.map(({ definition }) => definition)
  post({ kind: 'loaded', loaded: { tools: definitions, faults: declared.faults, settings: form } })
}

async function run({ id, tool, input, facts }: Call): Promise<void> {
  const controller = new AbortController()
  running.set(id, controller)
  const context = userContext(id, facts, {
    settings: withDefaults(form, values),
    signal: controller.signal,
    wishes,
    note: (text) => output.note(id, text),
  })
  try {
    const result = await tools.get(tool)?.run(input as Record<string, unknown>, context, facts)
    post({ kind: 'done', id, text: resultText(result) })
  } catch (error) {
    if (!controller.signal.aborted) complain(tool, error)
    post({ kind: 'failed', id, message: withoutPaths(failureLine(error)) })
  } finally {
    running.delete(id)
  }
}

function complain(where: string, error: unknown): void {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
  output.write('error', `${where}：${withoutPaths(told.split('\n').slice(0, 6).join('\n'))}\n`)
}

/** Messages of Node name files with their whole path; the folder says nothing, and TypeScript's stand-in even less. */
function withoutPaths(text: string): string {
  const folder = setup.path.slice(0, -setup.file.length)
  return text
    .replaceAll(setup.stripped, setup.file)
    .replaceAll(pathToFileURL(setup.stripped).href, setup.file)
    .replaceAll(pathToFileURL(folder).href, '')
    .replaceAll(folder, '')
}

function post(message: FromWorker): void {
  parentPort?.postMessage(message)
}
