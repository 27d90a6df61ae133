import { isRecord } from '../../kernel/record.ts'
import { cleanLine, head } from '../../kernel/text.ts'
import type { ForwardedConversation, IncomingPicture } from '../chat-client.ts'
import { type Fields, fieldsOf, textOf } from './fields.ts'
import { someone } from './ids.ts'
import { maxImages } from './picture.ts'

/** Limits of what is unfolded of one forwarded conversation. */
const maxLevels = 2
const maxMessages = 30
export const maxForwardLength = 3_000
const maxLine = 500
/** Real ones have some 20 or some 70 characters. */
const longestId = 256
/** Left free for the words about what is missing. */
const roomForRest = 30
/** Segments of one message that are searched for conversations in it. */
const maxSearched = 500

/** The id of a forwarded conversation as an end tells it; null when it told none that can be one. */
export function forwardIdOf(value: unknown): string | null {
  const id = textOf(value)
  return id.length > longestId ? null : id || null
}

/** The messages that a `forward` segment or the answer to `get_forward_msg` brings along; null when there are none. */
export function nodesIn(data: unknown): readonly unknown[] | null {
  const { messages, message, content, nodes } = fieldsOf(data)
  for (const list of [data, messages, message, content, nodes]) {
    if (Array.isArray(list) && list.length > 0) return list
  }
  return null
}

/**
 * A forwarded conversation as lines `名字：内容`, one a message, those of a conversation in it indented. Each line is
 * cleaned, so that what somebody said cannot pass for a line of its own. Bounded in levels, messages, characters and
 * pictures; what is left out is said in words. Null when there is no message at all.
 * @param read what a message says in words, and its pictures.
 */
export function unfoldForward(nodes: readonly unknown[], read: Read): ForwardedConversation | null {
  const unfolding = new Unfolding(read)
  unfolding.add(nodes, 1)
  return unfolding.finish()
}

type Read = (content: unknown) => ForwardedConversation

class Unfolding {
  readonly #read: Read
  readonly #lines: string[] = []
  readonly #images: IncomingPicture[] = []
  #length = 0
  #left = 0

  constructor(read: Read) {
    this.#read = read
  }

  add(nodes: readonly unknown[], level: number): void {
    for (const [place, node] of nodes.entries()) {
      if (!isRecord(node)) continue
      if (!this.#say(node.type === 'node' ? fieldsOf(node.data) : node, level)) {
        this.#left += nodes.length - place
        return
      }
    }
  }

  finish(): ForwardedConversation | null {
    if (this.#lines.length === 0) return null
    if (this.#left > 0) this.#lines.push(`（还有 ${this.#left} 条没有展开）`)
    return { text: this.#lines.join('\n'), images: this.#images }
  }

  /** Adds the line of one message and those of the conversations in it; false when it no longer fits. */
  #say(message: Fields, level: number): boolean {
    if (this.#lines.length >= maxMessages) return false
    const content = contentOf(message)
    const speaker = `${'  '.repeat(level - 1)}${speakerOf(message)}：`
    const said = this.#read(content)
    const line = speaker + (shortened(said.text, maxLine - speaker.length) || '[空消息]')
    if (this.#length + line.length + 1 > maxForwardLength - roomForRest) return false
    this.#lines.push(line)
    this.#length += line.length + 1
    this.#images.push(...said.images.slice(0, maxImages - this.#images.length))
    for (const inner of innerConversations(content)) {
      if (level < maxLevels) this.add(inner, level + 1)
      else this.#left += inner.length
    }
    return true
  }
}

/** NapCat fills `message` and leaves `content` empty, others do it the other way round. */
function contentOf({ content, message, raw_message }: Fields): unknown {
  return [content, message, raw_message].find((said) => (Array.isArray(said) ? said.length > 0 : said))
}

function speakerOf(message: Fields): string {
  const { card, nickname, user_id } = fieldsOf(message.sender)
  const named =
    cleanLine(card) || cleanLine(nickname) || cleanLine(message.nickname) || cleanLine(message.name)
  return named || (someone(user_id) ?? someone(message.user_id) ?? someone(message.uin) ?? '某人')
}

function innerConversations(content: unknown): (readonly unknown[])[] {
  if (!Array.isArray(content)) return []
  const found: (readonly unknown[])[] = []
  const loose: unknown[] = []
  for (const segment of content.slice(0, maxSearched)) {
    const { type, data } = fieldsOf(segment)
    const brought = type === 'forward' ? nodesIn(data) : null
    if (brought) found.push(brought)
    else if (type === 'node') loose.push(segment)
  }
  return loose.length > 0 ? [...found, loose] : found
}

function shortened(text: string, most: number): string {
  const line = cleanLine(text, most + 1)
  return line.length > most ? `${head(line, most - 1)}…` : line
}
