import type { Model, Price } from '../../../shared/provider.ts'
import { t } from '../../i18n/i18n.ts'

/** A price while it is being typed; all null when nobody has said anything. */
export type PriceDraft = { [K in keyof Price]: number | null }

/** A model while it is being described. */
export interface ModelDraft extends Omit<Model, 'price'> {
  price: PriceDraft
}

const noPrice: PriceDraft = { input: null, cached: null, output: null }

export function draftOfModel({ price, ...model }: Model): ModelDraft {
  return { ...model, price: price ?? noPrice }
}

/** The model a draft describes; half a price counts as none. */
export function modelOfDraft({ price: { input, cached, output }, ...model }: ModelDraft): Model {
  return { ...model, price: input === null || output === null ? null : { input, cached, output } }
}

/** What is wrong with a typed price, or null. */
export function complaintAboutPrice({ input, cached, output }: PriceDraft): string | null {
  if ((input === null) !== (output === null)) return t('输入和输出的单价要一起填')
  return cached !== null && input === null ? t('先填输入和输出的单价') : null
}
