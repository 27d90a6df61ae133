import { z } from 'zod'

/** The schema of a field, without its default; null where a path leads to none, or may lead to several. */
export function schemaAt(schema: z.core.$ZodType, path: readonly string[]): z.core.$ZodType | null {
  let at: z.core.$ZodType | undefined = schema
  for (const key of path) {
    const group = inside(at)
    if (group instanceof z.ZodObject) at = Object.hasOwn(group.shape, key) ? group.shape[key] : undefined
    else if (group instanceof z.ZodArray) at = group.def.element
    else if (group instanceof z.ZodRecord)
      at = z.safeParse(group.def.keyType, key).success ? group.def.valueType : undefined
    else return null
  }
  return at ?? null
}

function inside(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const isWrapped =
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional
  return isWrapped ? inside(schema.def.innerType) : schema
}
