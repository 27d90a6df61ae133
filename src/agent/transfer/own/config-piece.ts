import { isDeepStrictEqual } from 'node:util'
import type { CommandOptions, Config } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { isRecord } from '../../kernel/record.ts'
import { cleanLine } from '../../kernel/text.ts'
import { acceptableEdits } from '../acceptable.ts'
import { type Json, shorten, valueAt } from '../fields.ts'
import { nothing, type Piece, type Plan, type World } from '../piece.ts'
import { leaves } from './layer.ts'
import type { PastVersion } from './read-records.ts'
import { settingAt, settingChange } from './setting-words.ts'
import { keepVersions } from './versions.ts'
import { withoutSecrets } from './without-secrets.ts'

/** The configuration of an export: what differs from the one here. Keys and tokens are neither read nor touched. */
export function configPiece(file: string, record: Json, versions: readonly PastVersion[]): Piece {
  return {
    title: '设置',
    file,
    rank: 'settings',
    identity: 'apricot/config',
    plan: (world) => planConfig(world, record, versions),
  }
}

/** Entries and fields looked at; there are not half as many. */
const most = 300
/** Not settings, or handled for themselves. */
const apart = new Set(['accounts', 'providers', 'access', 'commands', 'paused'])

function planConfig(world: World, record: Json, versions: readonly PastVersion[]): Plan {
  const plan = nothing()
  const config = valueAt(record, 'config') as Json
  const before = world.config
  const wanted = [
    ...fieldEdits(before, config),
    ...accountEdits(before, entriesOf(config, 'accounts'), plan),
    ...providerEdits(before, entriesOf(config, 'providers'), plan),
  ]
  const { value, ops, faults } = acceptableEdits(before, wanted)
  world.config = value
  plan.carries.push(...ops.map((op) => sentence(before, op)))
  const character = cleanLine(valueAt(record, 'character'), 32)
  if (character) plan.carries.push(`所有聊天默认的角色：${character}`)
  if (plan.carries.length === 0 && faults.length === 0) plan.leaves.push('和现在的设置一样')
  return {
    ...plan,
    ops,
    faults,
    before: () => keepVersions(world.parts.storage, 'core', versions),
    async carry({ characters }) {
      if (!character) return []
      const { editor, storage } = world.parts
      const id =
        characters.get(character) ?? storage.characters.all().findLast(({ name }) => name === character)?.id
      if (id === world.parts.config().defaults.character) return []
      if (id === undefined) return [`默认的角色「${character}」这里没有，没有设`]
      await editor.editConfig(editor.revision, [{ path: ['defaults', 'character'], set: id }])
      return []
    },
  }
}

function fieldEdits(before: Config, config: Json): EditOp[] {
  const plain = Object.fromEntries(Object.entries(config).filter(([key]) => !apart.has(key)))
  const commands = valueAt(config, 'commands')
  const changed = [...leaves(plain, [])]
    .filter(
      ({ path, set }) =>
        path.join('.') !== 'defaults.character' && !isDeepStrictEqual(settingAt(before, path), set),
    )
    .slice(0, most)
  const changedCommands = Object.entries(isRecord(commands) ? commands : {})
    .map(([name, options]) => ({
      path: ['commands', name],
      set: withRoleHere(options, before.commands[name]),
    }))
    .filter(({ path, set }) => !isDeepStrictEqual(settingAt(before, path) ?? {}, set))
    .slice(0, most)
  return [...changed, ...changedCommands] as EditOp[]
}

/** What a command needs is asked for elsewhere: here the rest of it changes. */
function withRoleHere(options: unknown, here: CommandOptions | undefined): unknown {
  if (!isRecord(options)) return options
  const { role: _role, ...rest } = options
  return here?.role === undefined ? rest : { ...rest, role: here.role }
}

/** New accounts only, and switched off: without its token an account would take whoever comes. */
function accountEdits({ accounts }: Config, entries: readonly Entry[], { leaves }: Plan): EditOp[] {
  return entries.flatMap(({ id, json }) => {
    const selfId = valueAt(json, 'selfId')
    const isKnown = accounts.some((one) => one.id === id || (selfId !== undefined && one.selfId === selfId))
    if (isKnown) {
      leaves.push(`账号「${shorten(id)}」：这里已经有了，保持原样`)
      return []
    }
    leaves.push(`账号「${shorten(id)}」的令牌：导出里没有。账号先关着，填好令牌再打开`)
    return [{ path: ['accounts', id], set: { ...withoutSecrets(json), enabled: false } } as EditOp]
  })
}

/** New providers, and models that a provider lacks. Its address stays: the key kept for it goes where that points. */
function providerEdits({ providers }: Config, entries: readonly Entry[], { leaves }: Plan): EditOp[] {
  return entries.flatMap(({ id, json }) => {
    const known = providers.find((one) => one.id === id)
    if (!known) {
      leaves.push(`提供商「${shorten(id)}」的 Key：导出里没有，要的话到模型页填上`)
      return [{ path: ['providers', id], set: withoutSecrets(json) } as EditOp]
    }
    const models = entriesOf(json, 'models', 'name').filter((model) =>
      known.models.every(({ name }) => name !== model.id),
    )
    const rest = models.length > 0 ? '，只补上没有的模型' : '，保持原样'
    leaves.push(`提供商「${shorten(id)}」：这里已经有了${rest}`)
    return models.map((model) => ({ path: ['providers', id, 'models', model.id], set: model.json }) as EditOp)
  })
}

interface Entry {
  readonly id: string
  readonly json: Json
}

function entriesOf(json: Json, key: string, idKey = 'id'): Entry[] {
  const list = valueAt(json, key)
  if (!Array.isArray(list)) return []
  return list.slice(0, most).flatMap((entry) => {
    const id = isRecord(entry) ? valueAt(entry, idKey) : undefined
    return typeof id === 'string' && id !== '' ? [{ id, json: entry as Json }] : []
  })
}

function sentence(before: Config, op: EditOp): string {
  const [group, name = ''] = op.path
  if (group === 'accounts') return `QQ 账号「${shorten(name)}」`
  if (group === 'providers')
    return `提供商「${shorten(name)}」${op.path[3] ? `的模型 ${shorten(op.path[3])}` : ''}`
  if (group === 'commands') return `指令 #${shorten(name)} 的设置`
  return settingChange(before, op.path, 'set' in op ? op.set : undefined)
}
