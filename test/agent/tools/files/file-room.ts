import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { Lifetime } from '../../../../src/agent/kernel/lifetime.ts'
import { Topic } from '../../../../src/agent/kernel/topic.ts'
import type { ToolProblem } from '../../../../src/agent/tools/files/file-tool.ts'
import { startToolFiles, type ToolFiles } from '../../../../src/agent/tools/files/tool-files.ts'
import type { Tool, ToolContext } from '../../../../src/agent/tools/tool.ts'
import type { Problem } from '../../../../src/shared/problem.ts'
import { type ToolFileState, ToolsConfig } from '../../../../src/shared/tools.ts'
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts'
import { addressOf } from '../../../support/records.ts'
import { createSilentLog } from '../../../support/silent-log.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { waitFor } from '../../../support/wait-for.ts'

type Ask<T> = T | undefined | null | false

/** The folder of tool files with real files and real processes. It ends with the test. */
export interface FileRoom {
  readonly files: ToolFiles
  readonly clock: FakeClock
  readonly topic: Topic<Record<string, ToolFileState>>
  readonly life: Lifetime
  readonly dataDir: string
  /** What was said of each file that is there. */
  readonly offers: Map<string, { tools: readonly Tool[]; problems: readonly ToolProblem[] }>
  readonly problems: Map<string, Problem>
  readonly logged: readonly string[]
  /** Writes a file of the folder. */
  write(name: string, text: string): Promise<void>
  remove(name: string): Promise<void>
  /** Changes settings from now on. */
  set(config: object): void
  /** Waits until a file is in this state, moving the clock along when it has to be seen by the system first. */
  until(file: string, state: ToolFileState['state']): Promise<ToolFileState>
  /** Waits for something, with time passing by. */
  eventually<T>(what: string, ask: () => Ask<T> | Promise<Ask<T>>): Promise<T>
  tool(name: string): Tool
  /** Calls a tool as a turn would. */
  call(name: string, input?: object, context?: Partial<ToolContext>): Promise<string>
}

export async function openFileRoom(
  before: Record<string, string> = {},
  config: object = {},
): Promise<FileRoom> {
  const life = new Lifetime()
  const { path: dataDir, [Symbol.asyncDispose]: removeDir } = await tempDir()
  const folder = join(dataDir, 'tools')
  await mkdir(folder)
  for (const [name, text] of Object.entries(before)) await writeFile(join(folder, name), text)
  const clock = createFakeClock()
  const topic = new Topic<Record<string, ToolFileState>>({})
  const log = createSilentLog()
  const offers: FileRoom['offers'] = new Map()
  const problems: FileRoom['problems'] = new Map()
  let current = ToolsConfig.parse(config)
  const files = startToolFiles(life, {
    dataDir,
    worker: new URL('../../../../src/agent/tools/files/process.ts', import.meta.url),
    clock,
    log,
    topic,
    config: () => current,
    secret: (secret) => (typeof secret === 'string' ? secret : `plain ${secret.$secret}`),
    changed(file, tools, faulty) {
      if (tools.length + faulty.length === 0) offers.delete(file)
      else offers.set(file, { tools, problems: faulty })
    },
    problem(file, problem) {
      if (problem) problems.set(file, problem)
      else problems.delete(file)
    },
  })
  onTestFinished(async () => {
    await life.dispose()
    await removeDir()
  })

  const eventually: FileRoom['eventually'] = (what, ask) =>
    waitFor(what, async () => {
      const answer = await ask()
      if (!answer) await clock.advanceAsync(5)
      return answer
    })
  const room: FileRoom = {
    files,
    clock,
    topic,
    life,
    dataDir,
    offers,
    problems,
    logged: log.lines,
    write: (name, text) => writeFile(join(folder, name), text),
    remove: (name) => rm(join(folder, name)),
    set(change) {
      current = ToolsConfig.parse(change)
      files.update()
    },
    until: (file, state) =>
      eventually(`${file} to be ${state}`, () => {
        const row = topic.value[file]
        return row?.state === state && row
      }),
    eventually,
    tool(name) {
      const tools = [...offers.values()].flatMap(({ tools }) => tools)
      const found = tools.find((tool) => tool.name === name)
      if (!found) throw new Error(`No tool ${name} among ${tools.map(({ name }) => name).join()}`)
      return found
    },
    async call(name, input = {}, context = {}) {
      const tool = room.tool(name)
      const checked = tool.check(input)
      if (!checked.ok) throw new Error(checked.message)
      const output = await tool.run(checked.input, toolContext(context))
      return typeof output === 'string' ? output : output.text
    },
  }
  return room
}

/** The context of a call in a group by 小明, who is nobody special. */
export function toolContext(fields: Partial<ToolContext> = {}): ToolContext {
  const kept = new Map<string, unknown>()
  const unused = () => {
    throw new Error('Not part of this test')
  }
  return {
    chat: { id: 1, address: addressOf('group', '30001'), title: '闲聊' },
    caller: { id: '20001', name: '小明', role: 'member', chatRole: 'member', groupRole: 'member' },
    turnId: 7,
    now: () => new Date(0),
    signal: new AbortController().signal,
    send: { text: unused, picture: unused, file: unused },
    store: {
      get: (key) => kept.get(key),
      set: (key, value) => void kept.set(key, value),
      delete: (key) => void kept.delete(key),
    },
    group: {} as ToolContext['group'],
    prompt: { get: () => '', set: unused },
    ask: unused,
    note: () => undefined,
    ...fields,
  }
}
