import type { EditOp } from '../../../shared/ipc.ts'
import type { SettingsLayer } from '../../../shared/settings.ts'
import type { Field } from '../../forms/field.ts'
import { valueAt } from '../../forms/field-value.ts'
import { chatFields, settingGroups } from '../../forms/setting-groups.ts'

export interface FieldGroup {
  title: string
  fields: Field[]
}

/** A character has its prompt beside its settings, so the one among them is left out. */
const groups: readonly FieldGroup[] = settingGroups.map(({ title, paths }) => ({
  title,
  fields: paths.filter((path) => path !== 'prompt').flatMap((path) => chatFields.get(path) ?? []),
}))

/** What a character has set itself, in the order of the chats' own pages. */
export function setFields(layer: SettingsLayer): Field[] {
  return groups.flatMap(({ fields }) => fields.filter((field) => isSet(layer, field)))
}

/** What it could set besides; groups with nothing left are left out. */
export function freeFields(layer: SettingsLayer): FieldGroup[] {
  return groups
    .map(({ title, fields }) => ({ title, fields: fields.filter((field) => !isSet(layer, field)) }))
    .filter(({ fields }) => fields.length > 0)
}

function isSet(layer: SettingsLayer, { path }: Field): boolean {
  return valueAt(layer, path) !== undefined
}

/** Sets one value of the layer. */
export function setInLayer({ path }: Field, value: unknown): EditOp {
  return { path: ['settings', ...path], set: value as never }
}

/** Takes one value out of the layer, so that it follows what is set for all. */
export function takeFromLayer({ path }: Field): EditOp {
  return { path: ['settings', ...path], remove: true }
}
