import type { Model, Provider, SecretRef } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { t } from '../../i18n/i18n.ts'
import type { Preset } from './presets.ts'

/** A provider while it is being filled in. */
export interface ProviderDraft {
  /** Null for one that is not saved yet. */
  id: string | null
  title: string
  baseUrl: string
  /** Text just typed, or what was saved before, which nobody sees again. */
  apiKey: string | SecretRef
  maxConcurrent: number
  models: readonly Model[]
}

export function draftOfPreset(preset: Preset): ProviderDraft {
  return {
    id: null,
    title: preset.id === 'custom' ? '' : preset.title,
    baseUrl: preset.baseUrl,
    apiKey: '',
    maxConcurrent: 10,
    models: [],
  }
}

export function draftOfProvider(provider: Provider): ProviderDraft {
  const { id, title, baseUrl, apiKey, maxConcurrent, models } = provider
  return { id, title, baseUrl, apiKey, maxConcurrent, models }
}

/** An address as it was pasted, without what the programs of vendors add at its end. */
export function cleanBaseUrl(text: string): string {
  const trimmed = text.trim().replace(/\/(chat\/completions|models)\/?$/i, '')
  return trimmed.replace(/\/+$/, '')
}

/** What keeps an address from working, or null. */
export function complaintAboutUrl(text: string): string | null {
  const url = cleanBaseUrl(text)
  if (url === '') return t('要填一个地址')
  if (!/^https?:\/\//i.test(url)) return t('要以 http:// 或 https:// 开头')
  return URL.canParse(url) ? null : t('这不像一个地址')
}

/** A remark about an address that is probably incomplete, or null. */
export function remarkAboutUrl(text: string): string | null {
  const url = cleanBaseUrl(text)
  if (complaintAboutUrl(url) !== null) return null
  return /\/v\d+[a-z]*$/i.test(url) ? null : t('这类地址多半以 /v1 结尾，获取不到列表时加上试试。')
}

/** The id of a new provider: from the preset or the host's name, with a number when it is taken. */
export function newProviderId(preset: Preset, baseUrl: string, taken: ReadonlySet<string>): string {
  const base = preset.id === 'custom' ? idOfUrl(baseUrl) : preset.id
  let id = base
  for (let n = 2; taken.has(id) || id === 'demo'; n++) id = `${base}-${n}`
  return id
}

function idOfUrl(baseUrl: string): string {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : ''
  const words = host.split('.').filter((word) => !/^(api|www|com|cn|ai|net|org|io|\d+)$/.test(word))
  const id = (words.at(-1) ?? '').toLowerCase().replace(/[^a-z0-9-]/g, '')
  return id.slice(0, 24) || 'custom'
}

/** The edits that save a new provider. */
export function opsOfNew(id: string, draft: ProviderDraft): EditOp[] {
  const { title, apiKey, maxConcurrent, models } = draft
  const baseUrl = cleanBaseUrl(draft.baseUrl)
  const set = { id, title: title.trim(), baseUrl, apiKey, maxConcurrent, models: models.map(asJson) }
  return [{ path: ['providers', id], set }]
}

/** The edits that turn `saved` into the draft; none when nothing differs. */
export function opsOfChange(saved: Provider, draft: ProviderDraft): EditOp[] {
  const at = (...path: string[]) => ['providers', saved.id, ...path]
  const ops: EditOp[] = []
  const baseUrl = cleanBaseUrl(draft.baseUrl)
  const title = draft.title.trim()
  if (title !== saved.title) ops.push({ path: at('title'), set: title })
  if (baseUrl !== saved.baseUrl) ops.push({ path: at('baseUrl'), set: baseUrl })
  if (draft.apiKey !== saved.apiKey) ops.push({ path: at('apiKey'), set: draft.apiKey })
  if (draft.maxConcurrent !== saved.maxConcurrent) {
    ops.push({ path: at('maxConcurrent'), set: draft.maxConcurrent })
  }
  const kept = new Set(draft.models.map((model) => model.name))
  for (const model of saved.models) {
    if (!kept.has(model.name)) ops.push({ path: at('models', model.name), remove: true })
  }
  for (const model of draft.models) {
    const before = saved.models.find((other) => other.name === model.name)
    if (JSON.stringify(before) !== JSON.stringify(model)) {
      ops.push({ path: at('models', model.name), set: asJson(model) })
    }
  }
  return ops
}

function asJson({ name, vision, tools, contextTokens }: Model) {
  return { name, vision, tools, contextTokens }
}
