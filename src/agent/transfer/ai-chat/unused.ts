import { isRecord } from '../../kernel/record.ts'
import { Fields, type Json, valueAt } from '../fields.ts'
import { nothing, type Piece } from '../piece.ts'

/** `image_config.json`: pictures are kept and paced differently here; each setting is named with what it was. */
export function imageSettingsPiece(file: string, json: Json): Piece {
  const plan = nothing()
  const fields = new Fields(json, '', plan.faults)
  const numbers = { min: 0, max: Number.MAX_SAFE_INTEGER }
  const cache = fields.group('cache')
  const load = fields.group('concurrency')
  const tell = (value: number | undefined, sentence: (value: number) => string) => {
    if (value !== undefined) plan.leaves.push(sentence(value))
  }
  tell(cache?.number('default_max_per_chat', numbers), (n) => `每个聊天记住最近 ${n} 张图片`)
  tell(cache?.number('privilege_max_per_chat', numbers), (n) => `优先的聊天记住最近 ${n} 张图片`)
  tell(cache?.number('default_ttl_seconds', numbers), (n) => `图片 ${n} 秒没用到就忘掉`)
  tell(cache?.number('privilege_ttl_seconds', numbers), (n) => `优先的聊天里，图片 ${n} 秒没用到才忘掉`)
  tell(load?.number('max_concurrent_downloads', numbers), (n) => `同时下载 ${n} 张图片`)
  tell(load?.number('max_encoding_threads', numbers), (n) => `用 ${n} 个线程转换图片`)
  tell(load?.number('download_timeout', numbers), (n) => `一张图片最多下载 ${n} 秒`)
  const favoured = fields.list('privilege')
  if (favoured && favoured.length > 0) plan.leaves.push(`优先的聊天：${favoured.length} 个`)
  plan.leaves.push(...fields.unknown().map((name) => `${name}：不认识这一项`))
  plan.leaves.push('这些都没有带来：现在图片只记下地址，还不会给模型看；以后能看图了，在设置里重新选')
  return { title: '图片设置', file, rank: 'settings', plan: () => plan }
}

/** `aisearch_config.json`: keys of a search service there is no tool for yet. They are not read, let alone kept. */
export function searchSettingsPiece(file: string, json: Json): Piece {
  const own = valueAt(json, 'private')
  const keys = isRecord(own) ? Object.keys(own).length : 0
  const plan = nothing()
  plan.leaves.push(
    `联网搜索的 Key${keys > 0 ? `（还有 ${keys} 个聊天自己的）` : ''}：现在没有这个搜索工具，没有读也没有存，文件你留好`,
  )
  return { title: '联网搜索', file, rank: 'settings', plan: () => plan }
}
