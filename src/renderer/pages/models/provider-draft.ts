import { Provider, ProviderHeader } from '../../../shared/provider.ts'
import type { SecretRef } from '../../../shared/secret.ts'
import { t } from '../../i18n/i18n.ts'
import { cleanBaseUrl, complaintAboutUrl } from './base-url.ts'
import { complaintAboutKey } from './key-vendor.ts'
import { complaintAboutPrice, draftOfModel, type ModelDraft } from './model-draft.ts'
import type { Preset } from './presets.ts'

/** Text just typed, or what was saved before, which nobody sees again. */
export type SecretDraft = string | SecretRef

export interface HeaderDraft {
  name: string
  secretValue: SecretDraft
}

/** A provider while it is being filled in. */
export interface ProviderDraft
  extends Pick<Provider, 'title' | 'baseUrl' | 'proxy' | 'maxConcurrent' | 'timeouts' | 'retry'> {
  /** Null for one that is not saved yet. */
  id: string | null
  apiKey: SecretDraft
  proxyLogin: SecretDraft
  headers: readonly HeaderDraft[]
  models: readonly ModelDraft[]
}

export function draftOfPreset(preset: Preset): ProviderDraft {
  const blank = Provider.parse({ id: 'new', baseUrl: 'http://-' })
  return {
    ...draftOfProvider(blank),
    id: null,
    title: preset.id === 'custom' ? '' : preset.title,
    baseUrl: preset.baseUrl,
  }
}

export function draftOfProvider(provider: Provider): ProviderDraft {
  const { kind: _kind, enabled: _enabled, models, ...rest } = provider
  return { ...rest, models: models.map(draftOfModel) }
}

/** What is wrong with the name of a header among others, or null. */
export function complaintAboutHeader(headers: readonly HeaderDraft[], index: number): string | null {
  const name = headers[index]?.name ?? ''
  if (name === '') return t('要写名字')
  const issue = ProviderHeader.shape.name.safeParse(name).error?.issues[0]
  if (issue) return issue.message
  const twice = headers.some((other, at) => at < index && other.name.toLowerCase() === name.toLowerCase())
  return twice ? t('「{{name}}」写了两次', { name }) : null
}

/** A proxy with the scheme that is meant when none is written. */
export function completeProxy(proxy: string): string {
  return /^[\w.-]+:\d{1,5}$/.test(proxy) ? `http://${proxy}` : proxy
}

export function complaintAboutProxy(proxy: string): string | null {
  return Provider.shape.proxy.safeParse(proxy).error?.issues[0]?.message ?? null
}

/** Whether a draft can be saved; what keeps it from that stands beside the field in question. */
export function canSave(draft: ProviderDraft): boolean {
  const { baseUrl, apiKey, proxy, headers, models } = draft
  const complaints = [
    complaintAboutUrl(baseUrl),
    typeof apiKey === 'string' ? complaintAboutKey(apiKey) : null,
    complaintAboutProxy(proxy),
    ...headers.map((_, index) => complaintAboutHeader(headers, index)),
    ...models.map(({ price }) => complaintAboutPrice(price)),
  ]
  return complaints.every((complaint) => complaint === null)
}

/** What a new provider is called when nobody named it: the host it is at. */
export function newProviderTitle({ title, baseUrl }: ProviderDraft): string {
  const url = cleanBaseUrl(baseUrl)
  return title.trim() || (URL.canParse(url) ? new URL(url).host.slice(0, 64) : '')
}

/** The id of a new provider: from the preset or the host's name, with a number when it is taken. */
export function newProviderId(preset: Preset, baseUrl: string, taken: ReadonlySet<string>): string {
  const base = preset.id === 'custom' ? idOfUrl(cleanBaseUrl(baseUrl)) : preset.id
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
