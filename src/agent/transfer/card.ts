import { readCard } from '../characters/card.ts'
import { toProblem } from '../kernel/problem.ts'
import { isRecord } from '../kernel/record.ts'
import { cleanLine } from '../kernel/text.ts'
import { type Json, shorten, valueAt } from './fields.ts'
import { nothing, type Piece, type Plan, type TransferFile, type World } from './piece.ts'

/** Whether this is a SillyTavern character card, of whatever version. */
export function isCard(json: Json): boolean {
  const spec = valueAt(json, 'spec')
  if (typeof spec === 'string' && spec.startsWith('chara_card_')) return true
  return typeof valueAt(json, 'name') === 'string' && typeof valueAt(json, 'first_mes') === 'string'
}

export function cardPiece({ name: file, text }: TransferFile, json: Json): Piece {
  const data = valueAt(json, 'data')
  const name = cleanLine(valueAt(isRecord(data) ? data : json, 'name'), 32)
  const title = name ? `角色「${name}」` : '角色卡'
  return { title, file, rank: 'character', plan: (world) => planCard(world, text) }
}

function planCard({ characters, parts }: World, text: string): Plan {
  try {
    const { fields, notes } = readCard(text)
    characters.add(fields.name)
    return {
      ...nothing(),
      carries: [`角色卡：提示词「${shorten(fields.prompt)}」，共 ${fields.prompt.length} 个字`],
      leaves: notes,
      async carry(made) {
        made.characters.set(fields.name, parts.editor.createCharacter(fields).id)
        return []
      },
    }
  } catch (error) {
    return { ...nothing(), problem: toProblem(error) }
  }
}
