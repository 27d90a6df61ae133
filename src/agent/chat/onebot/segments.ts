import { isRecord } from '../../kernel/record.ts'
import { cleanLine, withoutLoneSurrogates } from '../../kernel/text.ts'
import type { ForwardedConversation, IncomingPicture } from '../chat-client.ts'
import { parseCqString } from './cq-code.ts'
import { type Fields, fieldsOf, textOf } from './fields.ts'
import { forwardIdOf, nodesIn, unfoldForward } from './forward.ts'
import { messageId, someone } from './ids.ts'
import { maxImages } from './picture.ts'
import { placeholderFor } from './placeholders.ts'

/** Limits of one message; QQ's own are far below, so only hostile frames meet them. */
export const maxSegments = 500
export const maxTextLength = 20_000
const maxMentions = 100
const truncationMark = '…[内容过长，已截断]'

/** What a message says, in words and in facts. */
export interface Content {
  text: string
  mentionsBot: boolean
  mentionsAll: boolean
  mentions: string[]
  replyTo: string | null
  images: IncomingPicture[]
  /** Id under which a forwarded conversation can be asked for; null when there is none, or it came along. */
  forwardId: string | null
  fileNames: string[]
}

/** Who reads a message. */
export interface Reader {
  /** The bot's own number; '' where nobody is the bot, as in what was forwarded. */
  readonly selfId: string
  /** What a member of the chat is called; null when that is not known. Asked for each mention that brings no name. */
  nameOf(userId: string): string | null
  /** Conversations in it are unfolded by the reader itself. */
  readonly forwarded?: boolean
}

/**
 * Turns the `message` field, an array of segments or a string with CQ codes, into text for the model and facts.
 * Everything that is not text becomes a placeholder. Never throws; bounded in segments, text and lists.
 * @returns null when it is neither of the two forms.
 */
export function readContent(message: unknown, reader: Reader): Content | null {
  if (typeof message === 'string') return readSegments(parseCqString(message, maxSegments + 1), reader)
  if (Array.isArray(message)) return readSegments(message, reader)
  return isRecord(message) && typeof message.type === 'string' ? readSegments([message], reader) : null
}

/** The messages of a forwarded conversation as lines; null when there are none. See {@link unfoldForward}. */
export function readForward(nodes: readonly unknown[], { nameOf }: Reader): ForwardedConversation | null {
  const reader: Reader = { selfId: '', nameOf, forwarded: true }
  return unfoldForward(nodes, (content) => readContent(content, reader) ?? nothing)
}

const nothing: ForwardedConversation = { text: '', images: [] }

function readSegments(segments: readonly unknown[], reader: Reader): Content {
  const content = new ContentReader(reader)
  for (let index = 0; index < segments.length; index++) {
    if (index >= maxSegments) {
      content.truncate()
      break
    }
    const segment = segments[index]
    if (isRecord(segment) && typeof segment.type === 'string')
      content.read(segment.type, fieldsOf(segment.data))
    if (content.full) break
  }
  return content.finish()
}

class ContentReader {
  full = false
  readonly #reader: Reader
  readonly #content: Content = {
    text: '',
    mentionsBot: false,
    mentionsAll: false,
    mentions: [],
    replyTo: null,
    images: [],
    forwardId: null,
    fileNames: [],
  }
  /** A mention is followed by one space, unless the text brings its own. */
  #spaceDue = false

  constructor(reader: Reader) {
    this.#reader = reader
  }

  read(type: string, data: Fields): void {
    if (type === 'text') this.#add(normalised(textOf(data.text)))
    else if (type === 'at') this.#readAt(data)
    else if (type === 'reply') this.#content.replyTo ??= messageId(data.id)
    else if (type === 'forward') this.#readForward(data)
    else if (type === 'markdown') this.#add(normalised(textOf(data.content) || textOf(data.markdown)))
    else this.#add(placeholderFor(type, data, this.#content))
  }

  truncate(): void {
    this.full = true
    this.#content.text += truncationMark
  }

  finish(): Content {
    this.#content.text = withoutLoneSurrogates(this.#content.text).trim()
    return this.#content
  }

  #readAt(data: Fields): void {
    const content = this.#content
    const target = textOf(data.qq)
    if (target === 'all') {
      content.mentionsAll = true
      this.#mention('全体成员')
    } else if (target === this.#reader.selfId) {
      content.mentionsBot = true
      // At the very start it only says who is meant; later it is part of the sentence.
      if (content.text.trim() !== '') this.#mention(target)
    } else {
      const id = someone(target)
      if (id && content.mentions.length < maxMentions) content.mentions.push(id)
      const told = cleanLine(data.name).replace(/^@/, '')
      const name = told || (id && this.#reader.nameOf(id)) || id || cleanLine(target)
      if (name !== '') this.#mention(name)
    }
  }

  /** NapCat can be set to bring the messages along instead of the id alone. */
  #readForward(data: Fields): void {
    const nodes = this.#reader.forwarded ? null : nodesIn(data)
    const unfolded = nodes && readForward(nodes, this.#reader)
    if (unfolded) {
      this.#add(`[合并转发]\n${unfolded.text}\n`)
      const { images } = this.#content
      images.push(...unfolded.images.slice(0, maxImages - images.length))
      return
    }
    this.#content.forwardId ??= forwardIdOf(data.id)
    this.#add('[合并转发]')
  }

  #mention(name: string): void {
    this.#add(`@${name}`)
    this.#spaceDue = true
  }

  #add(piece: string): void {
    if (piece === '' || this.full) return
    const content = this.#content
    if (this.#spaceDue) {
      this.#spaceDue = false
      if (!/^\s/.test(piece)) content.text += ' '
    }
    const room = maxTextLength - content.text.length
    content.text += piece.length > room ? piece.slice(0, Math.max(0, room)) : piece
    if (piece.length > room) this.truncate()
  }
}

function normalised(text: string): string {
  // Cut before it is searched; one more than fits still shows that something is missing.
  const piece = text.length > maxTextLength ? text.slice(0, maxTextLength + 1) : text
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
  return piece.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
}
