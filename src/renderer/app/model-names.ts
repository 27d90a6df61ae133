import type { Config } from '../../shared/config.ts'

/** The built-in model that needs no network, as it is written in settings. */
export const demoModel = 'demo/xiaoxing'

/** Every model that can be chosen now, as `provider/model`, the demo last. */
export function modelNames(config: Config): string[] {
  const own = config.providers
    .filter((provider) => provider.enabled)
    .flatMap((provider) => provider.models.map((model) => `${provider.id}/${model.name}`))
  return [...own, demoModel]
}
