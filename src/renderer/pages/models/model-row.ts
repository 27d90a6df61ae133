import type { Config, Provider } from '../../../shared/config.ts'
import { ChatSettings } from '../../../shared/settings.ts'
import { t } from '../../i18n/i18n.ts'

/** One model as the table shows it. */
export interface ModelRow {
  /** `provider/model`, as chats and calls name it. */
  key: string
  name: string
  providerId: string
  providerTitle: string
  vision: boolean
  tools: boolean
  /** Null for the demo, which has no limit worth showing. */
  contextTokens: number | null
  isDefault: boolean
  /** False when its provider is switched off. */
  enabled: boolean
}

/** The built-in model needs neither address nor key. */
export const demoModel = ChatSettings.parse({}).model

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
    name: demoModel.slice(demoModel.indexOf('/') + 1),
    providerId: 'demo',
    providerTitle: t('演示'),
    vision: false,
    tools: true,
    contextTokens: null,
    isDefault: demoModel === chosen,
    enabled: true,
  }
}
