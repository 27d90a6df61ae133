import { chatKey } from '../../../shared/chat-address.ts'
import type { Config } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { acceptableEdits } from '../acceptable.ts'
import { brief, Fields, type Json } from '../fields.ts'
import { nothing, type Piece, type Plan, type World } from '../piece.ts'

/** `image_config.json`: how many pictures are kept for how long, and how many are fetched at once. */
export function imageSettingsPiece(file: string, json: Json): Piece {
  return {
    title: '图片设置',
    file,
    rank: 'settings',
    identity: 'ai-chat/images',
    plan: (world) => planImages(world, json),
  }
}

const numbers = { min: 0, max: Number.MAX_SAFE_INTEGER }

function planImages(world: World, json: Json): Plan {
  const plan = nothing()
  const fields = new Fields(json, '', plan.faults)
  const cache = fields.group('cache')
  const load = fields.group('concurrency')
  const wanted: { path: string[]; value: number; sentence: string }[] = []
  const take = (value: number | undefined, path: string[], sentence: (value: number) => string) => {
    if (value !== undefined && value !== valueIn(world.config, path))
      wanted.push({ path, value, sentence: sentence(value) })
  }
  take(
    cache?.number('default_max_per_chat', numbers),
    ['cache', 'perChat'],
    (n) => `每个聊天在内存里留 ${n} 张图片`,
  )
  take(
    cache?.number('privilege_max_per_chat', numbers),
    ['cache', 'longPerChat'],
    (n) => `常看图的聊天留 ${n} 张`,
  )
  take(cache?.number('default_ttl_seconds', numbers), ['cache', 'seconds'], (n) => `图片在内存里留 ${n} 秒`)
  take(
    cache?.number('privilege_ttl_seconds', numbers),
    ['cache', 'longSeconds'],
    (n) => `常看图的聊天里留 ${n} 秒`,
  )
  take(load?.number('max_concurrent_downloads', numbers), ['downloads'], (n) => `同时取 ${n} 张图片`)
  take(load?.number('max_encoding_threads', numbers), ['workers'], (n) => `同时压 ${n} 张图片`)
  take(load?.number('download_timeout', numbers), ['timeoutSeconds'], (n) => `一张图片最多取 ${n} 秒`)
  const { value, ops, faults } = acceptableEdits(
    world.config,
    wanted.map(({ path, value: set }): EditOp => ({ path: ['images', ...path], set })),
  )
  world.config = value
  const taken = new Set(ops.map(({ path }) => path.slice(1).join('.')))
  plan.carries.push(...wanted.filter(({ path }) => taken.has(path.join('.'))).map(({ sentence }) => sentence))
  const favoured = (fields.list('privilege') ?? []).map(String)
  if (favoured.length > 0) plan.carries.push(`常看图的聊天：${favoured.length} 个`)
  plan.leaves.push(...fields.unknown().map((name) => `${name}：不认识这一项`))
  if (plan.carries.length === 0 && faults.length === 0) plan.leaves.push('和现在的设置一样')
  return {
    ...plan,
    ops,
    faults: [...plan.faults, ...faults],
    carry: async () => favoured.flatMap((key) => favour(world, key)),
  }
}

/** Chats come later than settings do: one that is not there is made, as the first word in it would. */
function favour({ account, chats, parts }: World, key: string): string[] {
  const address = /^qq_(private|group)_(\d{1,20})$/.exec(key)
  if (!address) return [`常看图的聊天${brief(key)}：要像 qq_group_12345，没有带来`]
  if ('missing' in account) return [`常看图的聊天 ${key}：${account.missing}`]
  const kind = address[1] === 'group' ? 'group' : 'private'
  const id = address[2] ?? ''
  const { selfId } = account
  const chat =
    chats.at(selfId, key) ?? parts.storage.chats.at({ selfId, kind, id, key: chatKey(kind, id) }, null)
  parts.editor.editChat(chat.id, parts.editor.revision, [{ path: ['pictures', 'keepLonger'], set: true }])
  return []
}

function valueIn({ images }: Config, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], images)
}
