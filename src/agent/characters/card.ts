import { CharacterFields } from '../../shared/character.ts'
import { isRecord } from '../kernel/record.ts'
import { extensionsOf, greetingOf, noteLeftovers, promptOf, shorten } from './card-content.ts'
import { type CardCharacter, ourExtension, writeExtension } from './card-extension.ts'
import { type CardFields, cardProblem, textAt } from './card-problem.ts'
import { toTavern } from './card-words.ts'

export interface ImportedCard {
  readonly fields: CharacterFields
  /** What was not understood or was shortened, a sentence each. */
  readonly notes: string[]
}

/**
 * Reads a SillyTavern character card: JSON of version 1, 2 or 3, with our own fields in `data.extensions.apricot`.
 * Throws a ProblemError `character.card`, and nothing else, whatever it is given.
 * The formats: github.com/malfoyslastname/character-card-spec-v2, github.com/kwaroran/character-card-spec-v3.
 */
export function readCard(text: string): ImportedCard {
  const notes: string[] = []
  const card = cardIn(parse(text), notes)
  const ours = ourExtension(extensionsOf(card), notes)
  const name = nameOf(card, notes)
  const mine = ours && isUntouched(card, ours.prompt) ? ours.prompt : undefined
  const greeting = ours && toTavern(ours.greeting) === textAt(card, 'first_mes') ? ours.greeting : undefined
  const fields = CharacterFields.safeParse({
    name,
    avatar: ours?.avatar ?? '',
    prompt: mine ?? promptOf(card, notes),
    greeting: greeting ?? greetingOf(card, notes),
    settings: ours?.settings ?? {},
  })
  if (!fields.success) throw cardProblem(`角色卡用不了：${fields.error.issues[0]?.message ?? '值不对'}`)
  noteLeftovers(card, notes)
  return { fields: fields.data, notes }
}

/** The card of a character, as a version 2 card that {@link readCard} makes the same character of. */
export function writeCard(character: CardCharacter): string {
  const data = {
    name: character.name,
    description: toTavern(character.prompt),
    personality: '',
    scenario: '',
    first_mes: toTavern(character.greeting),
    mes_example: '',
    creator_notes: '',
    system_prompt: '',
    post_history_instructions: '',
    alternate_greetings: [],
    tags: [],
    creator: '',
    character_version: '',
    extensions: writeExtension(character),
  }
  return `${JSON.stringify({ spec: 'chara_card_v2', spec_version: '2.0', data }, null, 2)}\n`
}

/** A name for the file of a card that every file system takes. */
export function cardFileName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\\/:*?"<>|]+/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .toWellFormed()
  const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain)
  return `${isReserved ? '_' : ''}${plain === '' ? '角色' : plain}.json`
}

function parse(text: string): CardFields {
  const trimmed = text.trimStart()
  if (/^(?:[\u0089\ufffd]?PNG|iVBORw0KGgo|data:image\/)/.test(trimmed))
    throw cardProblem(
      '这是一张图片，不是 JSON：角色卡藏在图片里，这里读不出来',
      '先在 SillyTavern 里把它导出成 JSON，再导入那个文件',
    )
  let value: unknown
  try {
    value = JSON.parse(trimmed)
  } catch (error) {
    throw cardProblem('这不是角色卡：里面不是完整的 JSON', undefined, error)
  }
  if (!isRecord(value)) throw cardProblem('这个 JSON 不是角色卡：最外层要是一对花括号 { }')
  return value
}

/** Where the fields are: below `data` since version 2, at the top before. */
function cardIn(root: CardFields, notes: string[]): CardFields {
  const { spec, data } = root
  if (isRecord(data)) {
    if (typeof spec === 'string' && !/^chara_card_v[23]$/.test(spec))
      notes.push(`不认识「${spec.slice(0, 40).toWellFormed()}」这种格式，按 V2 角色卡读的`)
    return data
  }
  const isFlat = ['first_mes', 'personality', 'scenario', 'mes_example'].some((key) =>
    Object.hasOwn(root, key),
  )
  if (!isFlat) throw cardProblem('这个 JSON 不是角色卡：里面没有角色卡的字段')
  return root
}

/** What a version 3 card calls the character in the prompt goes before what it calls the card. */
function nameOf(card: CardFields, notes: string[]): string {
  const name = oneLine(textAt(card, 'nickname')) || oneLine(textAt(card, 'name'))
  if (name === '') throw cardProblem('这张角色卡没有名字', '在卡里写上「name」再导入')
  return shorten('名字', name, 32, notes)
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** Whether nobody changed the prompt of our card in another program since. */
function isUntouched(card: CardFields, prompt: string): boolean {
  const others = ['personality', 'scenario', 'mes_example', 'system_prompt', 'post_history_instructions']
  return (
    textAt(card, 'description') === toTavern(prompt) && others.every((key) => textAt(card, key).trim() === '')
  )
}
