import { knownModel } from '../../../shared/model-table.ts'
import { type Model, type Price, type ProbeKind, probeKinds } from '../../../shared/provider.ts'
import { t } from '../../i18n/i18n.ts'

/** What a model costs: somebody said so, the bundled table knows, nothing, or nobody knows. */
export type RowPrice = Price | 'free' | null

export function priceOf(model: Model, baseUrl: string): RowPrice {
  const price = model.price ?? knownModel(model.name, baseUrl)?.price ?? null
  return price?.input === 0 && price.output === 0 ? 'free' : price
}

/** About how many tokens a probe takes; thinking comes on top. */
const probeTokens: Record<ProbeKind, { input: number; output: number }> = {
  text: { input: 30, output: 20 },
  picture: { input: 850, output: 20 },
  tool: { input: 180, output: 40 },
}
const thinkingTokens = 200

interface Probed {
  price: RowPrice
  reasoning: boolean
}

/** About what the three probes of these models cost together, in yuan, and of how many nobody knows the price. */
export function probesCost(models: readonly Probed[]): { yuan: number; unknown: number } {
  const costs = models.map(probeCost)
  return {
    yuan: costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    unknown: costs.filter((cost) => cost === null).length,
  }
}

function probeCost({ price, reasoning }: Probed): number | null {
  if (price === 'free' || price === null) return price === null ? null : 0
  const extra = reasoning ? thinkingTokens : 0
  return probeKinds.reduce((sum, kind) => {
    const { input, output } = probeTokens[kind]
    return sum + (input * price.input + (output + extra) * price.output) / 1_000_000
  }, 0)
}

/** `约 ¥0.004`, with one digit that means something; 免费 for nothing. */
export function roughCost(yuan: number): string {
  if (yuan === 0) return t('免费')
  if (yuan < 0.0005) return t('不到 ¥0.001')
  const amount = yuan >= 1 ? yuan.toFixed(1) : String(Number(yuan.toPrecision(1)))
  return t('约 ¥{{amount}}', { amount })
}

/** `2.00`, `0.15`, `0.004`: a price of a million tokens. */
export function priceWords(yuan: number): string {
  return yuan > 0 && yuan < 0.01 ? String(Number(yuan.toPrecision(1))) : yuan.toFixed(2)
}
