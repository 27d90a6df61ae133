import { z } from 'zod'
import { Config } from '../../../shared/config.ts'

/** What a field of the configuration is called on the 设置 page; its path when it has no name there. */
export function settingTitle(path: readonly string[]): string {
  let at: z.core.$ZodType | undefined = Config
  for (const key of path) {
    const group = inside(at)
    at = group instanceof z.ZodObject && Object.hasOwn(group.shape, key) ? group.shape[key] : undefined
  }
  const title = at instanceof z.ZodType ? at.meta()?.title : undefined
  return title ?? path.join('.')
}

function inside(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable)
    return inside(schema.def.innerType)
  return schema
}
