import { Config } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import type { SettingsLayer } from '../../shared/settings.ts'
import { applyEdits } from '../config/edit.ts'
import { checkLayer } from '../config/inherit.ts'
import { toProblem } from '../kernel/problem.ts'
import { faultyPatternIn } from '../settings/patterns.ts'

export interface Accepted<T> {
  /** The value with those edits that can be made. */
  readonly value: T
  readonly ops: readonly EditOp[]
  /** A sentence for each edit that cannot. */
  readonly faults: string[]
}

/** Of edits of a configuration, those that leave it valid. */
export function acceptableEdits(config: Config, ops: readonly EditOp[]): Accepted<Config> {
  return accept(config, ops, (value) => {
    const parsed = Config.safeParse(value)
    return parsed.success ? parsed.data : (parsed.error.issues[0]?.message ?? '值不对')
  })
}

/** The same for an own layer of settings. */
export function acceptableLayer(layer: SettingsLayer, ops: readonly EditOp[]): Accepted<SettingsLayer> {
  return accept(layer, ops, (value) => checkLayer(value) ?? value)
}

/** All at once, which is the rule; by halves only to find out which of them is at fault. */
function accept<T extends object>(
  base: T,
  ops: readonly EditOp[],
  check: (value: T) => T | string,
): Accepted<T> {
  const together = tryEdits(base, ops, check)
  if (typeof together !== 'string') return { value: together, ops, faults: [] }
  if (ops.length === 1) {
    const [op] = ops
    return { value: base, ops: [], faults: [`${op?.path.join('.')} 没有带来：${together}`] }
  }
  const half = Math.ceil(ops.length / 2)
  const first = accept(base, ops.slice(0, half), check)
  const second = accept(first.value, ops.slice(half), check)
  return {
    value: second.value,
    ops: [...first.ops, ...second.ops],
    faults: [...first.faults, ...second.faults],
  }
}

function tryEdits<T extends object>(
  base: T,
  ops: readonly EditOp[],
  check: (value: T) => T | string,
): T | string {
  try {
    const fault = ops.map((op) => ('set' in op ? faultyPatternIn(op.path, op.set) : null)).find(Boolean)
    return fault ?? check(applyEdits(base, ops).value)
  } catch (error) {
    return toProblem(error).message
  }
}
