import { acceptableEdits } from '../acceptable.ts'
import { brief, Fields, type Json } from '../fields.ts'
import { nothing, type Piece, type Plan, type World } from '../piece.ts'
import { providerOps } from './provider.ts'

/** `lmstudio_config.json`: where AI_chat's models are. */
export function modelServerPiece(file: string, json: Json): Piece {
  return {
    title: '模型服务',
    identity: 'ai-chat/server',
    file,
    rank: 'settings',
    plan: (world) => planServer(world, json),
  }
}

function planServer(world: World, json: Json): Plan {
  const plan = nothing()
  const fields = new Fields(json, '', plan.faults)
  const connection = fields.group('connection')
  const url = connection?.text('base_url')
  const apiKey = connection?.text('api_key') ?? ''
  const maxConcurrent = fields
    .group('performance')
    ?.number('max_concurrent_requests', { min: 1, max: 1000, whole: true })
  const baseUrl = url === undefined ? undefined : withVersion(url)
  if (baseUrl === null)
    plan.faults.push(`connection.base_url 写的是${brief(url)}，要以 http:// 或 https:// 开头，没有带来`)
  if (baseUrl) plan.carries.push(`提供商「AI_chat」的地址：${baseUrl}`)
  if (baseUrl && apiKey) plan.carries.push('Key：单独存好，哪里都不显示')
  if (maxConcurrent !== undefined) plan.carries.push(`并发：最多 ${maxConcurrent} 个`)
  plan.leaves.push(...fields.unknown().map((name) => `${name}：不认识这一项`))
  const wanted = providerOps(world.config, {
    ...(baseUrl && { server: { baseUrl, apiKey } }),
    ...(maxConcurrent !== undefined && { maxConcurrent }),
  })
  const { value, ops, faults } = acceptableEdits(world.config, plan.carries.length > 0 ? wanted : [])
  world.config = value
  return { ...plan, ops, faults: [...plan.faults, ...faults] }
}

/** AI_chat adds `/v1` by itself; here it is part of the address. */
function withVersion(url: string): string | null {
  if (!/^https?:\/\/[^\s]+$/.test(url) || !URL.canParse(url)) return null
  const plain = url.replace(/\/+$/, '')
  return plain.endsWith('/v1') ? plain : `${plain}/v1`
}
