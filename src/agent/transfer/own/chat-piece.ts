import { type ChatAddress, chatKey } from '../../../shared/chat-address.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { isRecord } from '../../kernel/record.ts'
import { cleanLine } from '../../kernel/text.ts'
import { type Json, valueAt } from '../fields.ts'
import type { Made, Piece, Plan, World } from '../piece.ts'
import { nothing } from '../piece.ts'
import { carryTalk } from './carry-talk.ts'
import { layerEdits } from './layer.ts'
import { digitsAt, type OwnMessage, type PastVersion } from './read-records.ts'
import { keepVersions } from './versions.ts'

/** All records of one chat in an export. */
export interface OwnChat {
  readonly name: string
  readonly at: Pick<ChatAddress, 'selfId' | 'kind' | 'id'>
  record: Json | null
  readonly messages: OwnMessage[]
  readonly versions: PastVersion[]
  context: Json | null
  readonly summaries: Json[]
}

/** A chat of an export. `exportId` tells whether it goes on where an earlier piece of the same file stopped. */
export function ownChatPiece(file: string, chat: OwnChat, exportId: string): Piece {
  const told = chat.record ? cleanLine(valueAt(chat.record, 'title')) : ''
  const title = told || `${chat.at.kind === 'group' ? '群' : '私聊'} ${chat.at.id}`
  return { title, file, rank: 'chat', plan: (world) => planChat({ world, chat, exportId, title: told }) }
}

interface Planning {
  readonly world: World
  readonly chat: OwnChat
  readonly exportId: string
  /** '' when the file does not say. */
  readonly title: string
}

function planChat(planning: Planning): Plan {
  const { world, chat, exportId } = planning
  const plan = nothing()
  const { storage, continued } = world.parts
  const known = world.chats.at(chat.at.selfId, chatKey(chat.at.kind, chat.at.id))
  const isNew = known === undefined
  const goesOn = exportId !== '' && continued.get(exportId)?.chat === chat.name
  const takesTalk = goesOn || isNew || storage.messages.last(known.id) === null
  if (takesTalk && chat.messages.length > 0) plan.carries.push(`${chat.messages.length} 条消息`)
  else if (chat.messages.length > 0)
    plan.leaves.push('聊天记录：这个聊天里已经有消息了，混在一起会乱了先后，所以不带')
  if (takesTalk && chat.summaries.length > 0) plan.carries.push('历史摘要')
  const own = planOwn(planning, plan, isNew || Object.keys(known.settings).length === 0)
  if (chat.versions.length > 0) plan.carries.push(`专属提示词的 ${chat.versions.length} 个版本`)
  if (isNew && plan.carries.length === 0) plan.carries.push('聊天本身，里面还没有消息')
  return { ...plan, carry: (made) => carry(planning, { ...own, takesTalk, made }) }
}

interface Own {
  readonly ops: readonly EditOp[]
  /** Name of the character; '' for none at all, null when the chat does not say. */
  readonly character: string | null
}

function planOwn({ world, chat: { record } }: Planning, plan: Plan, isFree: boolean): Own {
  const settings = record && valueAt(record, 'settings')
  const layer = layerEdits(isRecord(settings) ? settings : {})
  const told = record && valueAt(record, 'character')
  const character = typeof told === 'string' ? cleanLine(told, 32) : null
  if (layer.ops.length === 0 && layer.faults.length === 0 && character === null)
    return { ops: [], character: null }
  if (!isFree) {
    plan.leaves.push('这个聊天自己的设置：这里已经设过了，保持原样')
    return { ops: [], character: null }
  }
  plan.faults.push(...layer.faults)
  if (layer.ops.length > 0) plan.carries.push(`这个聊天自己的设置：${layer.ops.length} 项`)
  if (character && !world.characters.has(character))
    plan.leaves.push(`角色「${character}」：这里没有，先不演`)
  else if (character) plan.carries.push(`角色：${character}`)
  return { ops: layer.ops, character }
}

interface Carrying extends Own {
  readonly takesTalk: boolean
  readonly made: Made
}

async function carry({ world, chat, exportId, title }: Planning, carrying: Carrying): Promise<string[]> {
  const { storage, editor, continued, chatChanged } = world.parts
  const key = chatKey(chat.at.kind, chat.at.id)
  const isNew = world.chats.at(chat.at.selfId, key) === undefined
  const viaGroup = chat.record && digitsAt(chat.record, 'viaGroup')
  const address: ChatAddress = { ...chat.at, key, ...(viaGroup && { viaGroup }) }
  const { id } = isNew
    ? storage.chats.at(address, title || null)
    : storage.chats.at(addressOf(world, address), null)
  await keepVersions(storage, `chat:${id}`, chat.versions)
  if (carrying.takesTalk) {
    const before = continued.get(exportId)
    const ids = before?.chat === chat.name ? before.ids : new Map<number, number>()
    if (exportId !== '') continued.set(exportId, { chat: chat.name, ids })
    if (storage.messages.last(id) === null || ids.size > 0) await carryTalk(storage, id, chat, ids)
  }
  const { ops, lost } = withCharacter(world, carrying)
  if (ops.length > 0) editor.editChat(id, editor.revision, ops)
  await storage.database.committed()
  const now = storage.chats.get(id)
  if (now) chatChanged(now)
  return lost ? [`角色「${lost}」这里没有，先不演`] : []
}

/** A chat that is there keeps the way it is reached. */
function addressOf({ chats }: World, address: ChatAddress): ChatAddress {
  return chats.at(address.selfId, address.key)?.address ?? address
}

function withCharacter(
  { parts }: World,
  { ops, character, made }: Carrying,
): { ops: readonly EditOp[]; lost: string | null } {
  if (character === null) return { ops, lost: null }
  const found =
    made.characters.get(character) ??
    parts.storage.characters.all().findLast(({ name }) => name === character)?.id
  const id = character === '' ? 0 : found
  return id === undefined
    ? { ops, lost: character }
    : { ops: [...ops, { path: ['character'], set: id }], lost: null }
}
