import { z } from 'zod'
import { Config } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import { ChatSettings, type SettingsLayer } from '../../shared/settings.ts'
import { applyEdits } from '../config/edit.ts'
import { checkLayer } from '../config/inherit.ts'
import { toProblem } from '../kernel/problem.ts'
import { faultyPatternIn } from '../settings/patterns.ts'
import { shorten } from './fields.ts'
import { schemaAt } from './schema-at.ts'

export interface Accepted<T> {
  /** The value with those edits that can be made. */
  readonly value: T
  readonly ops: readonly EditOp[]
  /** A sentence for each edit that cannot. */
  readonly faults: string[]
}

/** Of edits of a configuration, those that leave it valid. */
export function acceptableEdits(config: Config, ops: readonly EditOp[]): Accepted<Config> {
  return accept(config, ops, {
    schema: Config,
    check(value) {
      const parsed = Config.safeParse(value)
      return parsed.success ? parsed.data : (parsed.error.issues[0]?.message ?? '值不对')
    },
  })
}

/** The same for an own layer of settings. */
export function acceptableLayer(layer: SettingsLayer, ops: readonly EditOp[]): Accepted<SettingsLayer> {
  return accept(layer, ops, { schema: ChatSettings, check: (value) => checkLayer(value) ?? value })
}

interface Rules<T> {
  readonly schema: z.ZodType
  /** The whole with its defaults, or what is wrong with it. */
  check(value: T): T | string
}

/** Each by itself first: what is large must not be copied and checked once for every fault. */
function accept<T extends object>(base: T, ops: readonly EditOp[], rules: Rules<T>): Accepted<T> {
  const faults: string[] = []
  const sound = ops.filter((op) => {
    const fault = ownFault(op, rules.schema)
    if (fault !== null) faults.push(sentence(op, fault))
    return fault === null
  })
  const together = acceptTogether(base, sound, rules)
  return { ...together, faults: [...faults, ...together.faults] }
}

/** All at once, which is the rule; by halves only to find out which of them do not go together. */
function acceptTogether<T extends object>(base: T, ops: readonly EditOp[], rules: Rules<T>): Accepted<T> {
  const together = tryEdits(base, ops, rules)
  if (typeof together !== 'string') return { value: together, ops, faults: [] }
  if (ops.length < 2) return { value: base, ops: [], faults: ops.map((op) => sentence(op, together)) }
  const half = Math.ceil(ops.length / 2)
  const first = acceptTogether(base, ops.slice(0, half), rules)
  const second = acceptTogether(first.value, ops.slice(half), rules)
  return {
    value: second.value,
    ops: [...first.ops, ...second.ops],
    faults: [...first.faults, ...second.faults],
  }
}

function tryEdits<T extends object>(base: T, ops: readonly EditOp[], { check }: Rules<T>): T | string {
  try {
    return check(applyEdits(base, ops).value)
  } catch (error) {
    return toProblem(error).message
  }
}

/** What is wrong with the value of an edit, wherever it goes; null when nothing is. */
function ownFault(op: EditOp, schema: z.ZodType): string | null {
  if (!('set' in op)) return null
  const field = schemaAt(schema, op.path)
  if (!field) return '不认识这一项'
  const [issue] = z.safeParse(field, op.set).error?.issues ?? []
  if (!issue) return faultyPatternIn(op.path, op.set)
  return [...(issue.path.length > 0 ? [issue.path.join('.')] : []), issue.message].join('：')
}

function sentence({ path }: EditOp, fault: string): string {
  return `${shorten(path.join('.'), 80)} 没有带来：${fault}`
}
