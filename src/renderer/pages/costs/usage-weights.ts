import type { UsageSums } from '../../../shared/costs.ts'
import { tokensOf } from './cost-words.ts'

/** How long the bars are, 1 for the longest: by cost, or by tokens where nothing costs anything. */
export function usageWeights(rows: readonly UsageSums[]): number[] {
  const costs = rows.map(({ cost }) => cost)
  const sizes = costs.some((cost) => cost > 0) ? costs : rows.map(tokensOf)
  const most = Math.max(0, ...sizes)
  return sizes.map((size) => (most > 0 ? size / most : 0))
}
