import { longestPrompt } from '../../shared/settings.ts'
import { isRecord } from '../kernel/record.ts'
import { head } from '../kernel/text.ts'
import { type CardFields, listAt, textAt } from './card-problem.ts'
import { examplesFrom, fromTavern, macrosIn } from './card-words.ts'

/** The parts of a card that tell a model who it is, in the order in which it reads them. */
const sections: readonly [key: string, heading: string][] = [
  ['system_prompt', '要求'],
  ['description', '设定'],
  ['personality', '性格'],
  ['scenario', '场景'],
  ['mes_example', '示例对话'],
  ['post_history_instructions', '时刻记得'],
]

/** Extensions that many cards carry and that say nothing about the character. */
const idleExtensions = new Set(['apricot', 'talkativeness', 'fav', 'depth_prompt'])

/** One prompt of the parts of a card. A part that stands alone needs no heading. */
export function promptOf(card: CardFields, notes: string[]): string {
  const parts = sections.map(([key, heading]): [string, string] => {
    const text = textAt(card, key)
    return [heading, key === 'mes_example' ? examplesFrom(text) : fromTavern(text)]
  })
  parts.push(['时刻记得', depthPrompt(card)])
  const said = parts.filter(([, text]) => text !== '')
  const prompt =
    said.length === 1
      ? (said[0]?.[1] ?? '')
      : said.map(([heading, text]) => `【${heading}】\n${text}`).join('\n\n')
  const macros = macrosIn(prompt)
  if (macros.length > 0) notes.push(`不认识 ${macros.join(' ')} 这样的写法，原样留在提示词里了`)
  return shorten('提示词', prompt, longestPrompt, notes)
}

/** The first of the greetings a card has. */
export function greetingOf(card: CardFields, notes: string[]): string {
  const others = [...listAt(card, 'alternate_greetings'), ...listAt(card, 'group_only_greetings')]
  const texts = [textAt(card, 'first_mes'), ...others.filter((one) => typeof one === 'string')]
  const [first = '', ...rest] = texts
    .map((text) => fromTavern(text.toWellFormed()))
    .filter((text) => text !== '')
  if (rest.length > 0) notes.push(`还有 ${rest.length} 句备选的开场白，只留了第一句`)
  return shorten('开场白', first, 2000, notes)
}

/** What a card has that has no place here. */
export function noteLeftovers(card: CardFields, notes: string[]): void {
  const book = isRecord(card.character_book) ? card.character_book.entries : undefined
  const entries = isRecord(book) || Array.isArray(book) ? Object.keys(book).length : 0
  if (entries > 0) notes.push(`世界书（${entries} 条）没有导入：这里没有世界书，要紧的内容可以写进提示词`)
  if (listAt(card, 'assets').length > 0) notes.push('卡里的图片没有导入，头像可以在这里另选')
  const remark = typeof card.creator_notes === 'string' ? card.creator_notes.toWellFormed().trim() : ''
  if (remark !== '') notes.push(`作者的备注不进提示词：${brief(remark, 200)}`)
  const extensions = Object.keys(extensionsOf(card)).filter((key) => !idleExtensions.has(key))
  if (extensions.length > 0) {
    const names = extensions.slice(0, 5).map((key) => `「${brief(key, 30)}」`)
    notes.push(`不认识的扩展没有导入：${names.join('')}${extensions.length > 5 ? ' 等' : ''}`)
  }
}

export function extensionsOf(card: CardFields): CardFields {
  return isRecord(card.extensions) ? card.extensions : {}
}

/** At most `max` characters, with a note when that was not all. */
export function shorten(what: string, text: string, max: number, notes: string[]): string {
  if (text.length <= max) return text
  const limit = max.toLocaleString('en-US')
  notes.push(`${what}太长了，只留了前 ${limit} 个字`)
  return head(text, max)
}

/** SillyTavern's 角色备注, which it repeats near the end of the conversation. */
function depthPrompt(card: CardFields): string {
  const { depth_prompt: note } = extensionsOf(card)
  return isRecord(note) && typeof note.prompt === 'string' ? fromTavern(note.prompt.toWellFormed()) : ''
}

function brief(text: string, max: number): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > max ? `${head(line, max)}…` : line
}
