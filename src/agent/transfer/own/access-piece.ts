import { isDeepStrictEqual } from 'node:util'
import type { Config } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { isRecord } from '../../kernel/record.ts'
import { acceptableEdits } from '../acceptable.ts'
import { type Json, shorten, valueAt } from '../fields.ts'
import { nothing, type Piece, type Plan, type World } from '../piece.ts'
import { leaves } from './layer.ts'
import { settingAt, settingChange } from './setting-words.ts'

/**
 * Who may use the bot, and what its commands need; nothing when the file does not speak of it. A file that somebody
 * shares could appoint an owner: hence apart from the other settings, told in full, and not ticked by itself.
 */
export function accessPieces(file: string, config: Json): Piece[] {
  const stated = statedIn(config)
  if (stated.length === 0) return []
  const plan = (world: World) => planAccess(world, stated)
  return [
    {
      title: '谁能用、指令的权限',
      file,
      rank: 'settings',
      identity: 'apricot/access',
      isRisky: true,
      plan,
    },
  ]
}

/** Fields looked at; there are not half as many. */
const most = 300

function statedIn(config: Json): EditOp[] {
  const access = valueAt(config, 'access')
  const commands = valueAt(config, 'commands')
  const fields = access === undefined ? [] : [...leaves({ access }, [])]
  const roles = Object.entries(isRecord(commands) ? commands : {}).flatMap(([name, options]) => {
    const role = isRecord(options) ? valueAt(options, 'role') : undefined
    return role === undefined ? [] : [{ path: ['commands', name, 'role'], set: role }]
  })
  return [...fields.slice(0, most), ...roles.slice(0, most)] as EditOp[]
}

function planAccess(world: World, stated: readonly EditOp[]): Plan {
  const before = world.config
  const changed = stated.filter((op) => 'set' in op && !isDeepStrictEqual(settingAt(before, op.path), op.set))
  const { value, ops, faults } = acceptableEdits(before, changed)
  world.config = value
  const carries = ops.flatMap((op) => sentences(before, value, op))
  const same = carries.length === 0 && faults.length === 0
  return { ...nothing(), carries, leaves: same ? ['和现在的一样'] : [], faults, ops }
}

const needs = { everyone: '谁都能用', trusted: '信任的人才能用', owner: '只有主人能用' }

function sentences(before: Config, after: Config, { path }: EditOp): string[] {
  const [group, name = ''] = path
  if (group === 'commands') {
    const role = after.commands[name]?.role
    return role ? [`指令 #${shorten(name)}：会变成${needs[role]}`] : []
  }
  if (name === 'owners')
    return moved(before.access.owners, after.access.owners, {
      comes: '会当上主人，什么指令都能用',
      goes: '不再是主人',
    })
  if (name === 'trusted')
    return moved(before.access.trusted, after.access.trusted, {
      comes: '会算信任的人，能改聊天的模型和提示词',
      goes: '不再是信任的人',
    })
  return [settingChange(before, path, settingAt(after, path))]
}

/** All numbers, however many: who is not named here must not come in. */
function moved(
  before: readonly string[],
  after: readonly string[],
  words: { readonly comes: string; readonly goes: string },
): string[] {
  const [were, are] = [new Set(before), new Set(after)]
  const come = [...are].filter((id) => !were.has(id))
  const gone = [...were].filter((id) => !are.has(id))
  return [
    ...(come.length > 0 ? [`${words.comes}：${come.join('、')}`] : []),
    ...(gone.length > 0 ? [`${words.goes}：${gone.join('、')}`] : []),
  ]
}
