import type { EditOp } from '../../../shared/ipc.ts'
import type { Model, Provider } from '../../../shared/provider.ts'
import { cleanBaseUrl } from './base-url.ts'
import { modelOfDraft } from './model-draft.ts'
import { newProviderTitle, type ProviderDraft } from './provider-draft.ts'

/** The edits that save a new provider. */
export function opsOfNew(id: string, draft: ProviderDraft): EditOp[] {
  const set = { ...valuesOf(draft), title: newProviderTitle(draft), id, models: modelsOf(draft) }
  return [{ path: ['providers', id], set }]
}

/**
 * The edits that bring into the configuration what was changed of a provider between `before`, as it was when the
 * form was opened, and the draft. What the form did not touch is left as somebody else may have made it meanwhile.
 */
export function opsOfChange(before: Provider, draft: ProviderDraft): EditOp[] {
  const at = (...path: string[]) => ['providers', before.id, ...path]
  const ops: EditOp[] = []
  for (const [name, value] of Object.entries(valuesOf(draft))) {
    if (!same(value, before[name as keyof Provider])) ops.push({ path: at(name), set: value as never })
  }
  const models = modelsOf(draft)
  const kept = new Set(models.map(({ name }) => name))
  for (const { name } of before.models) {
    if (!kept.has(name)) ops.push({ path: at('models', name), remove: true })
  }
  for (const model of models) {
    const old = before.models.find(({ name }) => name === model.name)
    if (!old) ops.push({ path: at('models', model.name), set: model })
    else
      ops.push(...changesOf(old, model).map(([name, set]) => ({ path: at('models', old.name, name), set })))
  }
  return ops
}

function changesOf(before: Model, after: Model): [keyof Model, Model[keyof Model]][] {
  const names = Object.keys(after) as (keyof Model)[]
  return names.filter((name) => !same(before[name], after[name])).map((name) => [name, after[name]])
}

function valuesOf(draft: ProviderDraft) {
  const { id: _id, models: _models, ...values } = draft
  return {
    ...values,
    title: draft.title.trim(),
    baseUrl: cleanBaseUrl(draft.baseUrl),
    headers: draft.headers.map((header) => ({ ...header })),
  }
}

function modelsOf(draft: ProviderDraft): Model[] {
  return draft.models.map(modelOfDraft)
}

/** Whether two values are the same JSON, in whatever order their fields stand. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
