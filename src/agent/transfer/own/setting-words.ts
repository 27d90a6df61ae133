import { z } from 'zod'
import { Config } from '../../../shared/config.ts'
import { isRecord } from '../../kernel/record.ts'
import { brief, valueAt } from '../fields.ts'
import { schemaAt } from '../schema-at.ts'

/** What a change of the configuration does, with the words of the 设置 page; by its path where that has none. */
export function settingChange(before: Config, path: readonly string[], after: unknown): string {
  const field = schemaAt(Config, path)
  const { title, options } = (field instanceof z.ZodType && field.meta()) || {}
  const shown = (value: unknown) => valueWords(value, isRecord(options) ? options : {})
  return `${title ?? path.join('.')}：${shown(settingAt(before, path))} → ${shown(after)}`
}

export function settingAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? valueAt(inner, key) : undefined), value)
}

function valueWords(value: unknown, options: Readonly<Record<string, unknown>>): string {
  const option = typeof value === 'string' ? valueAt(options, value) : undefined
  if (typeof option === 'string') return option
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return '空着'
  if (typeof value === 'boolean') return value ? '开' : '关'
  return brief(value).trim()
}
