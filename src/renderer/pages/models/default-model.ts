import type { Config } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { demoModel, modelNames } from '../../app/model-names.ts'
import { slotKinds, slotList, slotOps } from './slot-list.ts'

/** Who adds the first real model wants it to answer: it replaces the demo as the default. */
export function defaultForFirst(
  config: Config,
  providerId: string,
  models: readonly { name: string }[],
): EditOp[] {
  const [first] = models
  if (!first || config.defaults.model !== demoModel) return []
  return [{ path: ['defaults', 'model'], set: `${providerId}/${first.name}` }]
}

/**
 * The edits that take models out of every slot because they go. Those behind them move up; a chat without anybody
 * left is answered by the first model there still is.
 */
export function slotsWithout(config: Config, goes: (name: string) => boolean): EditOp[] {
  return slotKinds.flatMap((slot) => {
    const list = slotList(config, slot)
    const left = list.filter((name) => !goes(name))
    if (left.length === list.length) return []
    if (slot === 'chat' && left.length === 0) {
      left.push(modelNames(config).find((name) => !goes(name)) ?? demoModel)
    }
    return slotOps(config, slot, left)
  })
}
