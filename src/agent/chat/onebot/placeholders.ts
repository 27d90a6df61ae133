import { cleanLine } from '../../kernel/text.ts'
import { readJsonCard, readXmlCard } from './cards.ts'
import { faceName } from './faces.ts'
import { type Fields, fieldsOf, textOf } from './fields.ts'
import { maxImages, readPicture } from './picture.ts'
import type { Content } from './segments.ts'

/**
 * What the model reads in place of a segment that is not text; '' for segments that say nothing.
 * Pictures, file names and the id of a forwarded conversation are noted in `content`.
 */
export function placeholderFor(type: string, data: Fields, content: Content): string {
  const placeholder = placeholders.get(type)
  return placeholder ? placeholder(data, content) : `[不支持的消息:${cleanLine(type, 32)}]`
}

type Placeholder = (data: Fields, content: Content) => string

/** A Map, since the types come from outside: `constructor` must not find anything. */
const placeholders: ReadonlyMap<string, Placeholder> = new Map<string, Placeholder>([
  ['face', (data) => `[表情:${nameOfFace(data)}]`],
  ['image', readImage],
  ['mface', (data, content) => withImage(data, content, { sticker: true, says: marketFace(data) })],
  ['record', () => '[语音]'],
  ['video', () => '[视频]'],
  ['file', readFile],
  ['json', readCard],
  ['xml', (data) => readXmlCard(data.data)],
  ['node', (_data, content) => (content.text.endsWith('[合并转发]') ? '' : '[合并转发]')],
  ['dice', (data) => labelled('骰子', textOf(data.result))],
  ['rps', () => '[猜拳]'],
  ['contact', (data) => `[推荐${data.type === 'group' ? '群' : '好友'}:${cleanLine(data.id)}]`],
  ['location', (data) => labelled('位置', placeOf(data))],
  ['share', (data) => labelled('分享', joined(data.title, data.url))],
  ['music', (data) => labelled('音乐', cleanLine(data.title, 100))],
  ['poke', () => '[戳一戳]'],
  ['shake', () => '[窗口抖动]'],
  ['onlinefile', (data) => labelled('在线文件', cleanLine(data.fileName ?? data.file ?? data.name, 100))],
  ['flashtransfer', () => '[闪传文件]'],
  ['flash_file', () => '[闪传文件]'],
  ['keyboard', () => ''],
  ['anonymous', () => ''],
])

function readImage(data: Fields, content: Content): string {
  if (textOf(data.emoji_id) !== '') return withImage(data, content, { sticker: true, says: marketFace(data) })
  if (data.type === 'flash') return withImage(data, content, { sticker: false, says: '[闪照]' })
  const subType = textOf(data.sub_type ?? data.subType)
  const sticker = subType === '1' || textOf(data.summary).includes('动画表情')
  return withImage(data, content, { sticker, says: sticker ? '[动画表情]' : '[图片]' })
}

/** Also one without an address is noted: the pictures stand in the order of their placeholders. */
function withImage(data: Fields, content: Content, how: { sticker: boolean; says: string }): string {
  if (content.images.length < maxImages) content.images.push(readPicture(data, how.sticker))
  return how.says
}

function marketFace(data: Fields): string {
  return labelled('表情包', cleanLine(data.summary).replace(/^\[(.*)\]$/, '$1'))
}

function nameOfFace(data: Fields): string {
  const told = cleanLine(fieldsOf(data.raw).faceText, 32).replace(/^\//, '')
  return told || faceName(cleanLine(data.id, 32))
}

function readFile(data: Fields, content: Content): string {
  const told = [data.file_name, data.filename, data.name, data.file].find((name) => textOf(name) !== '')
  const name = cleanLine(told, 100)
  if (name !== '') content.fileNames.push(name)
  return labelled('文件', name)
}

function readCard(data: Fields, content: Content): string {
  const card = readJsonCard(data.data)
  content.forwardId ??= card.forwardId
  return card.text
}

function placeOf(data: Fields): string {
  return joined(data.title, data.content) || [textOf(data.lat), textOf(data.lon)].filter(Boolean).join(',')
}

function joined(...parts: unknown[]): string {
  return parts
    .map((part) => cleanLine(part, 200))
    .filter((part) => part !== '')
    .join(' ')
}

function labelled(label: string, detail: string): string {
  return detail === '' ? `[${label}]` : `[${label}:${detail}]`
}
