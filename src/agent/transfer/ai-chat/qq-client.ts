import { ClientAccount, type Config } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { acceptableEdits } from '../acceptable.ts'
import { brief, Fields, type Json } from '../fields.ts'
import { nothing, type Piece, type Plan, type World } from '../piece.ts'

/** `NapCat_client.json`: how AI_chat reaches QQ, and when it answers in groups. */
export function qqClientPiece(file: string, json: Json): Piece {
  return {
    title: 'QQ 连接',
    identity: 'ai-chat/client',
    file,
    rank: 'settings',
    plan: (world) => planClient(world, json),
  }
}

const needed = 'QQ 账号要在 QQ 账号页添加：NapCat 那边的 WebSocket 地址，有令牌的话再填令牌'

function planClient(world: World, json: Json): Plan {
  const plan = nothing()
  const fields = new Fields(json, '', plan.faults)
  const connection = fields.group('connection')
  const url = connection?.text('ws_url')
  const account = url === undefined ? null : accountFor(url, world.config)
  const wanted: EditOp[] = []
  if (account === 'known') plan.leaves.push(`账号 ${brief(url)}：已经有了`)
  else if (account) {
    wanted.push({ path: ['accounts', account.id], set: account as never })
    const token = account.accessToken ? '，地址里的令牌单独存好' : ''
    plan.carries.push(`QQ 账号「${account.title}」：连到 ${account.url}${token}`)
  } else {
    if (url !== undefined)
      plan.faults.push(`connection.ws_url 写的是${brief(url)}，要以 ws:// 或 wss:// 开头，没有带来`)
    plan.leaves.push(needed)
  }
  const response = fields.group('response')
  const chance = response?.number('respond_to_all_probability', { min: 0, max: 1 }) ?? 0.1
  if (response?.flag('respond_to_all')) {
    const percent = Math.round(chance * 100)
    wanted.push({ path: ['defaults', 'triggers', 'probability'], set: percent })
    plan.carries.push(`随机插话：${percent} %`)
  }
  if (response?.has('bot_qq_numbers'))
    plan.leaves.push('机器人的 QQ 号（bot_qq_numbers）：连上以后自己会知道，不用填')
  if (fields.has('media')) plan.leaves.push('图片的大小和格式（media）：收图有自己的上限，不用设')
  plan.leaves.push(...[fields, connection, response].flatMap(rest))
  const { value, ops, faults } = acceptableEdits(world.config, wanted)
  world.config = value
  return { ...plan, ops, faults: [...plan.faults, ...faults] }
}

/** Settings of its connection that have no counterpart: ours reconnects for ever and needs no second address. */
const pointless = new Set(['use_websocket', 'api_url', 'reconnect_interval', 'max_reconnect_attempts'])

function rest(fields: Fields | undefined): string[] {
  return (fields?.unknown() ?? [])
    .filter((name) => !pointless.has(name.replace(/^connection\./, '')))
    .map((name) => `${name}：不认识这一项`)
}

function accountFor(address: string, config: Config): ClientAccount | 'known' | null {
  if (!/^wss?:\/\/[^\s]+$/.test(address) || !URL.canParse(address)) return null
  const url = new URL(address)
  const accessToken = url.searchParams.get('access_token') ?? ''
  url.searchParams.delete('access_token')
  const isKnown = config.accounts.some((one) => one.mode === 'client' && sameUrl(one.url, url))
  if (isKnown) return 'known'
  const taken = new Set(config.accounts.map(({ id }) => id))
  const id = ['napcat', ...Array.from({ length: 100 }, (_, n) => `napcat-${n + 2}`)].find(
    (one) => !taken.has(one),
  )
  const account = ClientAccount.safeParse({ id, mode: 'client', title: 'NapCat', url: url.href, accessToken })
  return account.success ? account.data : null
}

function sameUrl(known: string, url: URL): boolean {
  return URL.canParse(known) && new URL(known).href === url.href
}
