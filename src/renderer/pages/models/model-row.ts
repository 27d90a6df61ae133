import type { Config } from '../../../shared/config.ts'
import type { Model, ModelState, Provider } from '../../../shared/provider.ts'
import { demoModel } from '../../app/model-names.ts'
import { t } from '../../i18n/i18n.ts'
import { shortModel } from '../../ui/format.ts'
import { priceOf, type RowPrice } from './model-price.ts'

/** One model as the table shows it. */
export interface ModelRow extends Pick<Model, 'name' | 'vision' | 'tools' | 'reasoning' | 'contextTokens'> {
  /** `provider/model`, as chats and calls name it. */
  key: string
  providerId: string
  providerTitle: string
  price: RowPrice
  isDefault: boolean
  isDemo: boolean
  /** False when its provider is switched off. */
  enabled: boolean
  /** Null before the bot told. */
  state: ModelState | null
}

export function titleOf(provider: Provider): string {
  return provider.title || provider.id
}

/** All models in the order of their providers, the demo last. */
export function rowsOfModels(config: Config, states: Readonly<Record<string, ModelState>> = {}): ModelRow[] {
  const chosen = config.defaults.model
  const rows = config.providers.flatMap((provider) =>
    provider.models.map((model) => {
      const key = `${provider.id}/${model.name}`
      return {
        ...model,
        key,
        providerId: provider.id,
        providerTitle: titleOf(provider),
        price: priceOf(model, provider.baseUrl),
        isDefault: key === chosen,
        isDemo: false,
        enabled: provider.enabled,
        state: states[key] ?? null,
      }
    }),
  )
  return [...rows, demoRow(chosen, states[demoModel] ?? null)]
}

function demoRow(chosen: string, state: ModelState | null): ModelRow {
  return {
    key: demoModel,
    name: shortModel(demoModel),
    providerId: 'demo',
    providerTitle: t('演示'),
    vision: false,
    tools: true,
    reasoning: false,
    contextTokens: 8192,
    price: 'free',
    isDefault: demoModel === chosen,
    isDemo: true,
    enabled: true,
    state,
  }
}

/** `32 K`, `1 M`: a K is 1000 or 1024, whichever makes the round number that vendors write. */
export function contextWords(tokens: number): string {
  if (tokens >= 1_000_000) return `${Math.round(tokens / 1_000_000)} M`
  const thousand = tokens % 1000 !== 0 && tokens % 1024 === 0 ? 1024 : 1000
  return tokens >= 1000 ? `${Math.round(tokens / thousand)} K` : String(tokens)
}
