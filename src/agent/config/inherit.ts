import { ChatSettings } from '../../shared/settings.ts'
import type { SettingSources } from '../../shared/state.ts'

type Layer = Readonly<Record<string, unknown>>

/** The settings in force for a chat: its own layer over the global one. Both hold only valid values. */
export function resolveSettings(global: ChatSettings, own: Layer): ChatSettings {
  return overlay(global, own) as ChatSettings
}

/** Per field (`model`, `history.tokens`) the layer its value comes from. */
export function settingSources(global: ChatSettings, own: Layer): SettingSources {
  const builtIn = ChatSettings.parse({})
  const sources: SettingSources = {}
  for (const [path, value] of fields(global)) {
    const inOwn = path.split('.').reduce<unknown>((at, key) => (isLayer(at) ? at[key] : undefined), own)
    const inBuiltIn = path
      .split('.')
      .reduce<unknown>((at, key) => (isLayer(at) ? at[key] : undefined), builtIn)
    sources[path] = inOwn !== undefined ? 'chat' : value !== inBuiltIn ? 'global' : 'default'
  }
  return sources
}

/** Whether a layer is acceptable, with the sentence of the first fault when it is not. */
export function checkLayer(own: Layer): string | null {
  const result = ChatSettings.safeParse(own)
  if (result.success) return null
  const issue = result.error.issues[0]
  return issue ? `${issue.path.join('.')}：${issue.message}` : '设置不对'
}

function overlay(base: unknown, own: unknown): unknown {
  if (own === undefined) return base
  if (!isLayer(base) || !isLayer(own)) return own
  return Object.fromEntries(
    Object.keys({ ...base, ...own }).map((key) => [key, overlay(base[key], own[key])]),
  )
}

function* fields(value: Layer, path = ''): Generator<[string, unknown]> {
  for (const [key, item] of Object.entries(value)) {
    const here = path ? `${path}.${key}` : key
    if (isLayer(item)) yield* fields(item, here)
    else yield [here, item]
  }
}

function isLayer(value: unknown): value is Layer {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
