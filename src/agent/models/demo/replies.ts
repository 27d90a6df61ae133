import type { ModelMessage } from '../chat-model.ts'

/** What somebody said last, as far as it can be made out. */
export interface LastLine {
  readonly name: string
  readonly text: string
}

/**
 * The last line of a user message. Lines are JSON objects `{"id","name","text"}`, possibly with a plain line
 * behind them; anything else is taken as plain text.
 */
export function readLastLine(content: string): LastLine {
  const speakers = content.split('\n').map(readSpeaker)
  return speakers.findLast((speaker) => speaker !== null) ?? { name: '', text: content.trim() }
}

function readSpeaker(line: string): LastLine | null {
  if (!line.startsWith('{')) return null
  try {
    const { name, text } = JSON.parse(line) as { name?: unknown; text?: unknown }
    if (typeof text !== 'string') return null
    return { name: typeof name === 'string' ? name : '', text: text.trim() }
  } catch {
    return null
  }
}

const introduction = '（我是内置的演示模型，只会学你说话；到「模型」页接上真正的模型，我就会认真聊天了。）'

/** The usual answer: quotes what was said, and says once in a conversation what this is. */
export function chatReply(line: LastLine, botName: string, history: readonly ModelMessage[]): string {
  const called = line.name ? `${line.name}，` : ''
  const said = line.text.replaceAll(/\[(图片|动画表情)\]/g, '').trim()
  const quoted = said === '' ? nothingSaid(line.text) : `你说「${shortened(said)}」`
  const reply = `${called}${quoted}，${botName}听到啦！`
  const introduced = history.some(
    (message) => message.role === 'assistant' && message.content.includes('演示模型'),
  )
  return introduced ? reply : `${reply}\n${introduction}`
}

function nothingSaid(text: string): string {
  return text === '' ? '你什么也没说' : '你发了图片，不过演示模型看不了图'
}

/** About 4,000 characters in numbered paragraphs, so that a lost or doubled part shows. */
export function longReply(botName: string): string {
  const sentence = `${botName}在这里慢慢地说一段很长的话，看看它会不会被好好地分成几条，一个字也不多，一个字也不少。`
  const paragraphs = Array.from({ length: 26 }, (_, index) => `第 ${index + 1} 段：${sentence.repeat(3)}`)
  return [`好呀，那就说一段很长的。`, ...paragraphs, '说完啦。'].join('\n\n')
}

/** Cuts a text into at most `count` pieces of about the same length, never inside a character. */
export function cutInto(text: string, count: number): string[] {
  const characters = [...text]
  const size = Math.max(1, Math.ceil(characters.length / count))
  const pieces: string[] = []
  for (let at = 0; at < characters.length; at += size) pieces.push(characters.slice(at, at + size).join(''))
  return pieces
}

function shortened(text: string): string {
  const characters = [...text]
  return characters.length > 200 ? `${characters.slice(0, 200).join('')}…` : text
}
