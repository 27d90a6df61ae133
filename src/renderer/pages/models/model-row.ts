import type { Config, Provider } from '../../../shared/config.ts'
import { demoModel } from '../../app/model-names.ts'
import { t } from '../../i18n/i18n.ts'
import { shortModel } from '../../ui/format.ts'

/** One model as the table shows it. */
export interface ModelRow {
  /** `provider/model`, as chats and calls name it. */
  key: string
  name: string
  providerId: string
  providerTitle: string
  vision: boolean
  tools: boolean
  contextTokens: number
  isDefault: boolean
  /** False when its provider is switched off. */
  enabled: boolean
}

export function titleOf(provider: Provider): string {
  return provider.title || provider.id
}

/** All models in the order of their providers, the demo last. */
export function rowsOfModels(config: Config): ModelRow[] {
  const chosen = config.defaults.model
  const rows = config.providers.flatMap((provider) =>
    provider.models.map((model) => {
      const key = `${provider.id}/${model.name}`
      return {
        ...model,
        key,
        providerId: provider.id,
        providerTitle: titleOf(provider),
        isDefault: key === chosen,
        enabled: provider.enabled,
      }
    }),
  )
  return [...rows, demoRow(chosen)]
}

function demoRow(chosen: string): ModelRow {
  return {
    key: demoModel,
    name: shortModel(demoModel),
    providerId: 'demo',
    providerTitle: t('演示'),
    vision: false,
    tools: true,
    contextTokens: 8192,
    isDefault: demoModel === chosen,
    enabled: true,
  }
}

/** `32 K`, `1 M`: a K is 1000 or 1024, whichever makes the round number that vendors write. */
export function contextWords(tokens: number): string {
  if (tokens >= 1_000_000) return `${Math.round(tokens / 1_000_000)} M`
  const thousand = tokens % 1000 !== 0 && tokens % 1024 === 0 ? 1024 : 1000
  return tokens >= 1000 ? `${Math.round(tokens / thousand)} K` : String(tokens)
}
