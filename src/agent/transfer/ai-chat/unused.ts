import { isRecord } from '../../kernel/record.ts'
import { type Json, valueAt } from '../fields.ts'
import { nothing, type Piece } from '../piece.ts'

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
