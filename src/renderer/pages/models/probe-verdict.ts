import type { EditOp } from '../../../shared/ipc.ts'
import { type ProbeKind, splitModelName } from '../../../shared/provider.ts'
import { t } from '../../i18n/i18n.ts'
import type { ModelRow } from './model-row.ts'
import type { ModelProbes, ProbeResult } from './probes.ts'

/** Something a probe showed to be otherwise than it is written in the settings. */
export interface Contradiction {
  ability: 'vision' | 'tools'
  can: boolean
}

const abilityOf: { [K in ProbeKind]?: Contradiction['ability'] } = { picture: 'vision', tool: 'tools' }

/** What the probes say against the settings of a model. A probe that failed says nothing about what it can do. */
export function contradictions(row: ModelRow, probes: ModelProbes | undefined): Contradiction[] {
  if (row.isDemo) return []
  return (['picture', 'tool'] as const).flatMap((kind) => {
    const ability = abilityOf[kind]
    const can = abilityShown(probes?.[kind])
    return ability === undefined || can === null || row[ability] === can ? [] : [{ ability, can }]
  })
}

function abilityShown(result: ProbeResult | undefined): boolean | null {
  if (result === undefined || result === 'running' || result.outcome === 'failed') return null
  return result.outcome === 'ok'
}

/** What the button says that believes the probe. */
export function contradictionWords({ ability, can }: Contradiction): string {
  if (ability === 'vision') return can ? t('改成会看图') : t('改成不会看图')
  return can ? t('改成会用工具') : t('改成不会用工具')
}

export function contradictionOps(model: string, { ability, can }: Contradiction): EditOp[] {
  const name = splitModelName(model)
  if (!name) return []
  return [{ path: ['providers', name.provider, 'models', name.model, ability], set: can }]
}
