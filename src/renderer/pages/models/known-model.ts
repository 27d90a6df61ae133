import { knownModel } from '../../../shared/model-table.ts'
import { type ListedModel, Model } from '../../../shared/provider.ts'

/** A first description of a model: what its endpoint told, else what is known of its name; to be corrected by hand. */
export function modelOf(listed: ListedModel, baseUrl: string): Model {
  // A price that only the table knows is not kept: it is asked when a call is booked, and may be newer then.
  const { price: _, ...known } = knownModel(listed.name, baseUrl) ?? {}
  return Model.parse({ ...known, ...listed })
}
