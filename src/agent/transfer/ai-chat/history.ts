import { isRecord } from '../../kernel/record.ts'
import { cleanLine, head } from '../../kernel/text.ts'
import { breathe } from '../batches.ts'
import { cleanText, type Json, valueAt } from '../fields.ts'

/** One line of a history of AI_chat. */
export interface PastMessage {
  readonly author: 'user' | 'bot'
  readonly kind: 'said' | 'command' | 'notice'
  /** Of a person; '' when the history does not say who it was. */
  readonly name: string
  readonly text: string
  /** Addresses of pictures. */
  readonly images: readonly string[]
}

export interface PastTalk {
  readonly messages: PastMessage[]
  /** The system messages, one after the other. */
  readonly system: string
  /** What was left out, each with how often. */
  readonly dropped: Dropped
}

interface Dropped {
  skippedReplies: number
  tools: number
  pictures: number
  cut: number
  older: number
  unreadable: number
}

/** Longest message that is taken over whole, as everywhere. */
const longestText = 20_000
/** Most messages of one chat. */
export const mostMessages = 100_000
const mostImages = 32
/** Messages read between two moments for everybody else. */
const stride = 1000
/** What AI_chat says when it could not make anything of the model's answer. */
const apology = '[抱歉，群聊太过抽象，响应失败啦]'

/**
 * Reads `data.messages` of a history. `skippedReplies` are the answers it put in where there was none.
 * Never throws: what is no message is counted.
 */
export async function readPastTalk(
  list: readonly unknown[],
  skippedReplies: ReadonlySet<string>,
): Promise<PastTalk> {
  const dropped: Dropped = { skippedReplies: 0, tools: 0, pictures: 0, cut: 0, older: 0, unreadable: 0 }
  const messages: PastMessage[] = []
  const system: string[] = []
  for (const [index, item] of list.entries()) {
    if (index % stride === stride - 1) await breathe()
    if (!isRecord(item)) {
      dropped.unreadable++
      continue
    }
    const role = valueAt(item, 'role')
    const content = readContent(valueAt(item, 'content'), dropped)
    if (role === 'system') system.push(content.text)
    else if (role === 'tool' || (role === 'assistant' && isToolCall(item))) dropped.tools++
    else if (role === 'assistant') addAnswer(content.text)
    else if (role === 'user') messages.push(readQuestion(content, dropped))
    else dropped.unreadable++
  }
  if (messages.length > mostMessages) {
    dropped.older = messages.length - mostMessages
    messages.splice(0, dropped.older)
  }
  return { messages, system: system.join('\n'), dropped }

  function addAnswer(text: string): void {
    if (text.trim() === '') dropped.unreadable++
    else if (skippedReplies.has(text.trim())) dropped.skippedReplies++
    else
      messages.push({
        author: 'bot',
        kind: text.trim() === apology ? 'notice' : 'said',
        name: '',
        text: bounded(text, dropped),
        images: [],
      })
  }
}

function isToolCall(message: Json): boolean {
  const calls = valueAt(message, 'tool_calls')
  return Array.isArray(calls) && calls.length > 0
}

interface Content {
  readonly text: string
  readonly images: readonly string[]
}

/** Text pieces with a placeholder for each picture. Pictures that are in the file itself are not kept. */
function readContent(content: unknown, dropped: Dropped): Content {
  if (typeof content === 'string') return { text: cleanText(content), images: [] }
  if (!Array.isArray(content)) return { text: '', images: [] }
  const pieces: string[] = []
  const images: string[] = []
  let pictures = 0
  for (const part of content) {
    if (!isRecord(part)) continue
    const text = valueAt(part, 'text')
    if (typeof text === 'string') pieces.push(cleanText(text))
    const image = valueAt(part, 'image_url')
    if (image === undefined) continue
    pictures++
    const url = isRecord(image) ? valueAt(image, 'url') : image
    if (typeof url === 'string' && /^https?:\/\/\S{1,4000}$/i.test(url) && images.length < mostImages)
      images.push(url)
  }
  dropped.pictures += pictures
  // It writes this in front of messages that are nothing but pictures.
  const said = pieces.filter((piece) => pictures === 0 || !/^\[(图片消息|\d+张图片)\]$/.test(piece.trim()))
  return {
    text: [...said, ...Array.from({ length: Math.min(pictures, mostImages) }, () => '[图片]')].join(' '),
    images,
  }
}

/** Its commands, all of them. */
const commands =
  /^#(模型列表|模型查询|模型更换|工具支持|提示词|设定提示词|删除提示词|上下文清理|删除上下文|重载|热重载|帮助)(\s|$)/

/** `发言人：<name>。\n发言内容：<text>`; only the first pair counts, whatever a name or a text pretends. */
function readQuestion({ text, images }: Content, dropped: Dropped): PastMessage {
  const plain = unwrapped(text)
  const nameEnd = plain.startsWith(nameMark) ? plain.indexOf(textMark) : -1
  const name = nameEnd < 0 ? '' : cleanLine(plain.slice(nameMark.length, nameEnd))
  const said = nameEnd < 0 ? plain : plain.slice(nameEnd + textMark.length)
  // Commands are the only thing it stores without a name.
  const isCommand = nameEnd < 0 && commands.test(said)
  return {
    author: 'user',
    kind: isCommand ? 'command' : 'said',
    name,
    text: bounded(said.trim() === '' ? '[消息]' : said, dropped),
    images,
  }
}

const nameMark = '发言人：'
const textMark = '。\n发言内容：'
const requestMark = '当前请求：'
const noteMark = '\n\n注意：'

/** The newest question was at times kept as it was sent, between marks that tell the model to answer it. */
function unwrapped(text: string): string {
  if (!text.startsWith(requestMark)) return text
  const inside = text.slice(requestMark.length).replace(/^\n/, '')
  const end = inside.lastIndexOf(noteMark)
  return end < 0 ? inside : inside.slice(0, end)
}

function bounded(text: string, dropped: Dropped): string {
  if (text.length <= longestText) return text
  dropped.cut++
  return head(text, longestText)
}

/** A chat's own prompt, cut off from the core prompt behind it; null when none of the known ones stands there. */
export function ownPromptIn(system: string, corePrompts: readonly string[]): string | null {
  const whole = system.trim()
  for (const core of corePrompts.map((text) => text.trim()).sort((a, b) => b.length - a.length)) {
    if (whole === core) return ''
    if (core !== '' && whole.endsWith(`\n${core}`)) return whole.slice(0, -core.length).trim()
  }
  return null
}
