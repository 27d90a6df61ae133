import { Config } from '../../shared/config.ts'
import { type Field, fieldsOf } from './field.ts'

/** Every setting of the configuration that has a title. Schemas do not change while the program runs. */
export const configFields: readonly Field[] = fieldsOf(Config)

const byPath = new Map(configFields.map((field) => [field.path.join('.'), field]))

export function configField(path: string): Field | null {
  return byPath.get(path) ?? null
}
