import type { EditOp } from '../../../shared/ipc.ts'
import type { ChatSettings } from '../../../shared/settings.ts'
import type { ChatRow, SettingSources } from '../../../shared/state.ts'
import { settingGroups } from '../../forms/setting-groups.ts'

type Merge = ChatSettings['merge']

export interface MergePreset {
  id: 'default' | 'now' | 'ai'
  title: string
  /** What this chat is set to; empty to follow the level above in all of it. */
  values: Partial<Merge>
}

const ofMerge = settingGroups.find(({ id }) => id === 'merge')?.paths ?? []

/** Ways to wait that can be had in one click. */
export function mergePresets(kind: ChatRow['kind']): MergePreset[] {
  const now = kind === 'private' ? { privateSeconds: 0 } : { seconds: 0 }
  const presets: MergePreset[] = [
    { id: 'default', title: '默认', values: {} },
    { id: 'now', title: '马上回', values: now },
  ]
  if (kind === 'private') return presets
  const window = { scope: 'chat', seconds: 10, maxSeconds: 60, follow: false } as const
  return [...presets, { id: 'ai', title: '.ai 十秒窗', values: window }]
}

/** The steps that make a chat wait like this: what it has of its own beside the preset's values goes. */
export function presetOps({ values }: MergePreset, sources: SettingSources): EditOp[] {
  const sets = Object.entries(values).map(([name, set]): EditOp => ({ path: ['merge', name], set }))
  const kept = new Set(Object.keys(values).map((name) => `merge.${name}`))
  const removes = ofMerge
    .filter((path) => sources[path] === 'chat' && !kept.has(path))
    .map((path): EditOp => ({ path: path.split('.'), remove: true }))
  return [...sets, ...removes]
}

/** Which preset a chat is on; null for ways of its own. */
export function presetOf(
  merge: Merge,
  sources: SettingSources,
  kind: ChatRow['kind'],
): MergePreset['id'] | null {
  const own = ofMerge.filter((path) => sources[path] === 'chat')
  const fits = ({ values }: MergePreset) =>
    own.every((path) => Object.hasOwn(values, path.slice('merge.'.length))) &&
    Object.entries(values).every(([name, value]) => merge[name as keyof Merge] === value)
  return (
    mergePresets(kind).find((preset) => fits(preset) && own.length > 0 === (preset.id !== 'default'))?.id ??
    null
  )
}
