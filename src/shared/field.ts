import type { z } from 'zod'

/** How a setting is shown: `simple` in both depths of the 设置 page, `all` only in 全部. */
interface FieldMeta {
  title: string
  unit?: string
  depth?: 'simple' | 'all'
  /** Several lines of text. */
  multiline?: boolean
  /** What the values of an enum are called. */
  options?: Record<string, string>
}

/** Shorthand for a field's title, help text and unit; forms are drawn from it. */
export function field<T extends z.ZodType>(schema: T, description: string, meta: FieldMeta): T {
  return schema.describe(description).meta({ ...meta, description })
}
