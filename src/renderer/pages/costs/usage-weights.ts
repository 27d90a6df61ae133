import type { UsageSums } from '../../../shared/costs.ts'
import { tokensOf } from './cost-words.ts'

export type Measure = 'yuan' | 'tokens'

/** What is drawn at first: money, or tokens while none of them cost any. */
export function usualMeasure({ cost, inputTokens, outputTokens }: UsageSums): Measure {
  return cost === 0 && inputTokens + outputTokens > 0 ? 'tokens' : 'yuan'
}

/** How long the bars are, 1 for the longest: by cost, or by tokens where nothing costs anything. */
export function usageWeights(rows: readonly UsageSums[]): number[] {
  const costs = rows.map(({ cost }) => cost)
  const sizes = costs.some((cost) => cost > 0) ? costs : rows.map(tokensOf)
  const most = Math.max(0, ...sizes)
  return sizes.map((size) => (most > 0 ? size / most : 0))
}
