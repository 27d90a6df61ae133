import type { Price } from '../../shared/provider.ts'

/** Tokens of one call. Cached ones are part of the input, thinking is part of the output. */
export interface PricedTokens {
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
}

const million = 1_000_000

/** Yuan for a call; null when nobody knows the price. */
export function costOf(tokens: PricedTokens, price: Price | null): number | null {
  if (!price) return null
  // Some vendors count what came from the cache beside the input.
  const cached = Math.min(tokens.cachedTokens, tokens.inputTokens)
  const input = (tokens.inputTokens - cached) * price.input + cached * (price.cached ?? price.input)
  return (input + tokens.outputTokens * price.output) / million
}
