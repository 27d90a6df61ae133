import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../kernel/clock.ts'
import { head } from '../kernel/text.ts'
import { defineTool, type Tool, ToolError } from './tool.ts'

/** Of one result, in characters; what is longer is lost. */
const longest = 1_000_000
const keptMs = 3 * 24 * 3600_000
const mostFiles = 300
/** Results between two looks at what is too much. */
const pruneEvery = 50

/** Results that were too long for a model, so that it can read on. Files below the data folder. */
export class KeptResults {
  readonly #folder: string
  readonly #clock: Clock
  #count = 0

  constructor(dataDir: string, clock: Clock) {
    this.#folder = join(dataDir, 'tool-results')
    this.#clock = clock
  }

  /**
   * What a model is given of a result: all of it, or its beginning with a word about how to read on.
   * @param limit characters.
   */
  async shorten(text: string, limit: number, chatId: number): Promise<string> {
    if (text.length <= limit) return text
    const start = head(text, limit)
    const kept = head(text, longest)
    const id = await this.#keep(kept, chatId).catch(() => null)
    const lost = text.length > kept.length ? `，太长的 ${text.length - kept.length} 个字没有留` : ''
    if (id === null) return `${start}\n（后面的 ${text.length - start.length} 个字省略了）`
    return `${start}\n（一共 ${text.length} 个字，这里是前 ${start.length} 个${lost}；要接着看，用 read_tool_result，id 是 ${id}，from 是 ${start.length}）`
  }

  /** The tool with which a model reads on. @param limit characters at a time. */
  tool(limit: () => number): Tool {
    return defineTool({
      name: 'read_tool_result',
      title: '接着看结果',
      group: '日常',
      risk: 'green',
      outside: true,
      description: '工具的结果太长时只给了开头；用它接着看后面的。',
      input: z.strictObject({
        id: z
          .string()
          .regex(/^[0-9a-f]{12}$/, '要用结果里给的 id')
          .describe('结果里给的 id'),
        from: z.int().min(0).default(0).describe('从第几个字开始'),
      }),
      run: async ({ id, from }, { chat }) => {
        const text = await this.#read(id, chat.id)
        const part = head(text.slice(from), Math.max(100, limit() - 100))
        const end = from + part.length
        return part === '' ? '后面没有了' : `${part}\n（第 ${from} 到 ${end} 个字，一共 ${text.length} 个）`
      },
    })
  }

  /** Forgets what is old, and the oldest of what is too much. Never rejects. */
  async prune(): Promise<void> {
    try {
      const names = await readdir(this.#folder)
      const files = await Promise.all(
        names.map(async (name) => ({ name, at: (await stat(join(this.#folder, name))).mtimeMs })),
      )
      const old = files
        .sort((a, b) => b.at - a.at)
        .filter(({ at }, index) => index >= mostFiles || this.#clock.now() - at > keptMs)
      await Promise.all(old.map(({ name }) => rm(join(this.#folder, name), { force: true })))
    } catch {
      // No folder yet, or a file that went meanwhile: the next start tries again.
    }
  }

  async #keep(text: string, chatId: number): Promise<string> {
    await mkdir(this.#folder, { recursive: true })
    const id = randomBytes(6).toString('hex')
    await writeFile(this.#file(id, chatId), text)
    if (++this.#count % pruneEvery === 0) await this.prune()
    return id
  }

  /** Only in the chat it was found in: an id that is carried elsewhere finds nothing. */
  async #read(id: string, chatId: number): Promise<string> {
    try {
      return await readFile(this.#file(id, chatId), 'utf8')
    } catch (cause) {
      throw new ToolError('没有这个结果，可能过期了；重新调用原来的工具', { cause })
    }
  }

  #file(id: string, chatId: number): string {
    return join(this.#folder, `${chatId}-${id}.txt`)
  }
}
