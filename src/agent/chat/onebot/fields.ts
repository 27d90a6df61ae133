import { isRecord } from '../../kernel/record.ts'

/** A JSON object whose fields are not yet checked. */
export type Fields = Readonly<Record<string, unknown>>

const noFields: Fields = Object.freeze({})

/** The value as an object; an empty one when it is something else. */
export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : noFields
}

/** Values are nominally strings, but ends send numbers too; everything else reads as ''. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : ''
}
