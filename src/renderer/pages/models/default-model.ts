import type { Config, Model } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { demoModel, modelNames } from '../../app/model-names.ts'

/** Who adds the first real model wants it to answer: it replaces the demo as the default. */
export function defaultForFirst(config: Config, providerId: string, models: readonly Model[]): EditOp[] {
  const [first] = models
  if (!first || config.defaults.model !== demoModel) return []
  return [{ path: ['defaults', 'model'], set: `${providerId}/${first.name}` }]
}

/** A default that goes with its provider is followed by the first model that is left. */
export function defaultAfterRemoval(config: Config, providerId: string): EditOp[] {
  const goes = (model: string) => model.startsWith(`${providerId}/`)
  if (!goes(config.defaults.model)) return []
  const next = modelNames(config).find((model) => !goes(model)) ?? demoModel
  return [{ path: ['defaults', 'model'], set: next }]
}
