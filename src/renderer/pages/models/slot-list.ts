import type { Config } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { demoModel } from '../../app/model-names.ts'

/** What a model is chosen for. */
export const slotKinds = ['chat', 'vision', 'summary', 'cheap'] as const
export type SlotKind = (typeof slotKinds)[number]

/** The models of a slot, first the one that is used. */
export function slotList({ defaults, slots }: Config, slot: SlotKind): string[] {
  return slot === 'chat' ? [defaults.model, ...defaults.fallbacks] : slots[slot]
}

/** The edits that make the list of a slot another one. Somebody always has to chat: the demo, when nobody is left. */
export function slotOps(config: Config, slot: SlotKind, list: readonly string[]): EditOp[] {
  if (slot !== 'chat') return [{ path: ['slots', slot], set: [...list] }]
  const [model = demoModel, ...fallbacks] = list
  const { defaults } = config
  const ops: EditOp[] = []
  if (model !== defaults.model) ops.push({ path: ['defaults', 'model'], set: model })
  if (fallbacks.join('\n') !== defaults.fallbacks.join('\n')) {
    ops.push({ path: ['defaults', 'fallbacks'], set: fallbacks })
  }
  return ops
}

/** Whether any list of the whole bot names a model of this provider. */
export function isInSlots(config: Config, providerId: string): boolean {
  return slotKinds.some((slot) => slotList(config, slot).some((name) => name.startsWith(`${providerId}/`)))
}

/** The model that answers by default while a provider fails; null when the default is not its own or nobody is left. */
export function stepsIn(config: Config, providerId: string): string | null {
  const [first, ...others] = slotList(config, 'chat')
  if (!first?.startsWith(`${providerId}/`)) return null
  return others.find((name) => !name.startsWith(`${providerId}/`)) ?? null
}
