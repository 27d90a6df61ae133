import { CharacterFields } from '../../../shared/character.ts'
import { isRecord } from '../../kernel/record.ts'
import { cleanLine } from '../../kernel/text.ts'
import { cleanText, type Json, shorten, valueAt } from '../fields.ts'
import { nothing, type Piece, type Plan, type World } from '../piece.ts'
import { layerEdits } from './layer.ts'
import type { PastVersion } from './read-records.ts'
import { keepVersions } from './versions.ts'

/** A character of an export. */
export function characterPiece(file: string, json: Json, versions: readonly PastVersion[]): Piece {
  const name = cleanLine(valueAt(json, 'name'), 32) || '没有名字'
  const title = `角色「${name}」`
  return { title, file, rank: 'character', plan: (world) => planCharacter(world, json, versions) }
}

function planCharacter(world: World, json: Json, versions: readonly PastVersion[]): Plan {
  const plan = nothing()
  const settings = valueAt(json, 'settings')
  const layer = layerEdits(isRecord(settings) ? settings : {})
  plan.faults.push(...layer.faults)
  const avatar = CharacterFields.shape.avatar.safeParse(valueAt(json, 'avatar') ?? '')
  if (!avatar.success) plan.faults.push('头像：不是 PNG、JPEG 或 WebP 图片，或者太大，没有带来')
  const parsed = CharacterFields.safeParse({
    name: cleanLine(valueAt(json, 'name'), 32),
    avatar: avatar.success ? avatar.data : '',
    prompt: clean(valueAt(json, 'prompt')),
    greeting: clean(valueAt(json, 'greeting')),
    settings: layer.value,
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const message = `${issue?.path.join('.') ?? ''}：${issue?.message ?? '值不对'}`
    return { ...plan, problem: { code: 'import.character', message, hint: '这个角色没有带来，其余的照常' } }
  }
  const fields = parsed.data
  const same = world.parts.storage.characters
    .all()
    .some(({ name, prompt }) => name === fields.name && prompt === fields.prompt)
  world.characters.add(fields.name)
  if (same) return { ...plan, leaves: ['已经有一样的了'] }
  plan.carries.push(`提示词：「${shorten(fields.prompt)}」，共 ${fields.prompt.length} 个字`)
  if (layer.ops.length > 0) plan.carries.push(`自己的设置：${layer.ops.length} 项`)
  if (versions.length > 1) plan.carries.push(`提示词的 ${versions.length} 个版本`)
  return {
    ...plan,
    async carry({ characters }) {
      const { editor, storage } = world.parts
      if (versions.length < 2) {
        characters.set(fields.name, editor.createCharacter(fields).id)
        return []
      }
      // The versions come before the prompt, which then is the newest of them.
      const { id } = editor.createCharacter({ ...fields, prompt: '' })
      characters.set(fields.name, id)
      await keepVersions(storage, `character:${id}`, versions)
      editor.editCharacter(id, editor.revision, [{ path: ['prompt'], set: fields.prompt }])
      return []
    },
  }
}

function clean(value: unknown): unknown {
  return typeof value === 'string' ? cleanText(value) : (value ?? '')
}
