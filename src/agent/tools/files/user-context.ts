import { cleanLine } from '../../kernel/text.ts'
import { bytesIn, readPicture } from './bytes.ts'
import type { CallFacts, Wish } from './protocol.ts'
import type { Wishes } from './wishes.ts'
import { readQuestion, type WrittenQuestion } from './written-question.ts'

/** What the code of a tool file gets with each call. */
export interface UserContext extends CallFacts {
  /** Of the file's settings form, with usual values filled in; a copy. */
  readonly settings: Record<string, unknown>
  /** Aborted when the time is over, or the answer is stopped. */
  readonly signal: AbortSignal
  /** One line for the panel, while the call runs and in the file's output. */
  log(text: unknown): void
  /** Says something in the chat at once. */
  send(text: string): Promise<void>
  /** Sends a png, jpeg, gif or webp of at most 10 MB at once: bytes, base64, or a `data:` URL. */
  sendPicture(picture: Uint8Array | ArrayBuffer | string): Promise<void>
  /** Sends a file of at most 15 MB at once, under a name without a path; text is written as UTF-8. */
  sendFile(name: string, content: Uint8Array | ArrayBuffer | string): Promise<void>
  /**
   * Asks whoever is talking, and waits; the time of the call stands still meanwhile. Resolves with the answer (text, a
   * number, true or false), or null when the person does not want to or time ran out.
   */
  ask(text: string, question?: WrittenQuestion): Promise<unknown>
  /** What the tool remembers of this chat: JSON of at most 64 KiB a value. */
  readonly store: {
    get(key: string): Promise<unknown>
    set(key: string, value: unknown): Promise<void>
    delete(key: string): Promise<void>
  }
}

const mostText = 100_000
/** As the bot's store counts it: of JSON in UTF-8. */
const mostStored = 64 * 1024
const mostFileBytes = 15 * 1024 * 1024

/** The context of one call. */
export function userContext(
  call: number,
  facts: CallFacts,
  parts: {
    readonly settings: Record<string, unknown>
    readonly signal: AbortSignal
    readonly wishes: Wishes
    note(text: string): void
  },
): UserContext {
  const wish = (asked: Wish) => parts.wishes.make(call, asked)
  return {
    ...facts,
    settings: parts.settings,
    signal: parts.signal,
    log: (text) => parts.note(String(text)),
    async send(text) {
      if (String(text).length > mostText) throw new Error(`要发的话太长，最多 ${mostText} 个字`)
      await wish({ kind: 'send', text: String(text) })
    },
    async sendPicture(picture) {
      const read = readPicture(picture)
      if ('fault' in read) throw new Error(`要发的图片${read.fault}`)
      await wish({ kind: 'picture', bytes: read.bytes })
    },
    async sendFile(name, content) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : bytesIn(content)
      if (!bytes) throw new Error('文件的内容要是文字或者字节（Uint8Array）')
      if (bytes.length === 0 || bytes.length > mostFileBytes) throw new Error('文件不能是空的，最多 15 MB')
      await wish({ kind: 'file', name: fileName(name), bytes })
    },
    ask: async (text, question) => wish({ kind: 'ask', asked: readQuestion(text, question) }),
    store: {
      get: (key) => wish({ kind: 'get', key: String(key) }),
      async set(key, value) {
        const json = JSON.stringify(value)
        if (json === undefined) return void (await wish({ kind: 'delete', key: String(key) }))
        if (Buffer.byteLength(json) > mostStored) throw new Error('要记的东西太大，一个最多 64 KiB')
        await wish({ kind: 'set', key: String(key), json })
      },
      async delete(key) {
        await wish({ kind: 'delete', key: String(key) })
      },
    },
  }
}

/** Whoever gets it is to see the whole name: none that hides its ending or leads elsewhere. */
function fileName(name: unknown): string {
  const given = String(name)
  if (given !== '' && cleanLine(given, 100) === given && !/[/\\:*?"<>|]|^\./.test(given)) return given
  throw new Error('文件名用不了：最多 100 个字，不以点开头，里面没有 / \\ : * ? " < > | 这些字符')
}
