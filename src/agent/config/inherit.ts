import { isDeepStrictEqual } from 'node:util'
import { ChatSettings, type SettingsLayer } from '../../shared/settings.ts'
import type { SettingSources } from '../../shared/state.ts'
import { isRecord } from '../kernel/record.ts'

/** The layers above the built-in values, lowest first. All of them hold only valid values. */
export interface Layers {
  readonly global: ChatSettings
  /** Of the character the chat plays; empty without one. */
  readonly character: SettingsLayer
  /** The chat's own. */
  readonly own: SettingsLayer
}

const builtIn = ChatSettings.parse({})

/** The settings in force for a chat. */
export function resolveSettings({ global, character, own }: Layers): ChatSettings {
  return overlay(overlay(global, character), own) as ChatSettings
}

/** Per field (`model`, `history.tokens`) the layer its value comes from. */
export function settingSources({ global, character, own }: Layers): SettingSources {
  const sources: SettingSources = {}
  for (const [path, value] of fields(global)) {
    if (valueIn(own, path) !== undefined) sources[path] = 'chat'
    else if (valueIn(character, path) !== undefined) sources[path] = 'character'
    else sources[path] = isDeepStrictEqual(value, valueIn(builtIn, path)) ? 'default' : 'global'
  }
  return sources
}

/** Whether a layer is acceptable, with the sentence of the first fault when it is not. */
export function checkLayer(layer: SettingsLayer): string | null {
  const result = ChatSettings.safeParse(layer)
  if (result.success) return null
  const issue = result.error.issues[0]
  return issue ? `${issue.path.join('.')}：${issue.message}` : '设置不对'
}

function valueIn(layer: SettingsLayer, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), layer)
}

function overlay(base: unknown, own: unknown): unknown {
  if (own === undefined) return base
  if (!isRecord(base) || !isRecord(own)) return own
  const merged: Record<string, unknown> = { ...base }
  for (const key of Object.keys(own)) merged[key] = overlay(base[key], own[key])
  return merged
}

function* fields(value: SettingsLayer, path = ''): Generator<[string, unknown]> {
  for (const [key, item] of Object.entries(value)) {
    const here = path ? `${path}.${key}` : key
    if (isRecord(item)) yield* fields(item, here)
    else yield [here, item]
  }
}
