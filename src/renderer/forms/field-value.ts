import { t } from '../i18n/i18n.ts'
import { shortModel } from '../ui/format.ts'
import type { ControlOf, Field } from './field.ts'

/** The value at a path of plain objects; undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: readonly string[]): unknown {
  let value = root
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/** True when a setting still has its built-in value. */
export function isFallback(field: Field, value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(field.fallback)
}

/** What is wrong with a value that somebody typed, or null when it can be saved. */
export function complaintAbout(field: Field, value: unknown): string | null {
  const { control } = field
  switch (control.kind) {
    case 'number':
      return aboutNumber(control, value)
    case 'text':
      return aboutText(control, String(value))
    case 'list':
      return aboutList(control, Array.isArray(value) ? value.map(String) : [])
    default:
      return null
  }
}

function aboutNumber(control: ControlOf<'number'>, value: unknown): string | null {
  if (value === null || value === undefined) return control.nullable ? null : t('要填一个数')
  if (typeof value !== 'number' || !Number.isFinite(value)) return t('要填一个数')
  if (control.integer && !Number.isInteger(value)) return t('要填整数')
  const { min, max } = control
  const low = min !== null && value < min
  const high = max !== null && value > max
  if (!low && !high) return null
  if (min !== null && max !== null) return t('要在 {{min}} 到 {{max}} 之间', { min, max })
  return low ? t('不能小于 {{min}}', { min: min ?? 0 }) : t('不能大于 {{max}}', { max: max ?? 0 })
}

function aboutText(control: ControlOf<'text'>, text: string): string | null {
  if (text.length < control.minLength) return t('不能空着')
  const { maxLength } = control
  return maxLength !== null && text.length > maxLength ? t('最多 {{max}} 个字', { max: maxLength }) : null
}

function aboutList(control: ControlOf<'list'>, items: string[]): string | null {
  const { pattern, maxItems, maxLength } = control
  if (maxItems !== null && items.length > maxItems) return t('最多 {{max}} 个', { max: maxItems })
  const long = maxLength === null ? undefined : items.find((item) => item.length > maxLength)
  if (long !== undefined)
    return t('「{{item}}…」太长了，最多 {{max}} 个字', { item: long.slice(0, 12), max: maxLength ?? 0 })
  const wrong = pattern === null ? undefined : items.find((item) => !new RegExp(pattern).test(item))
  return wrong === undefined ? null : t('「{{item}}」的写法不对', { item: wrong })
}

/** What the toast says once a setting was changed. */
export function savedWords(field: Field, value: unknown): string {
  const title = t(field.title)
  if (typeof value === 'boolean')
    return value ? t('「{{title}}」已打开', { title }) : t('「{{title}}」已关闭', { title })
  if (field.control.kind === 'text' && field.control.multiline) return t('已改好「{{title}}」', { title })
  return t('「{{title}}」已改为 {{value}}', { title, value: valueWords(field, value) })
}

/** A value as a sentence names it: 「已改为…」. Long texts are cut. */
export function valueWords(field: Field | null, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('空')
  if (typeof value === 'boolean') return value ? t('开') : t('关')
  if (Array.isArray(value) && value.length === 0) return t('空')
  if (Array.isArray(value) && field?.control.kind === 'models') {
    return value.map((name) => shortModel(String(name))).join(' → ')
  }
  if (Array.isArray(value)) return value.map((item) => plain(item)).join('、')
  if (field?.control.kind === 'choice') {
    return t(field.control.options.find((option) => option.value === value)?.title ?? String(value))
  }
  if (field?.control.kind === 'model') return shortModel(String(value))
  return field?.unit ? `${plain(value)} ${t(field.unit)}` : plain(value)
}

const longestWord = 40

function plain(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longestWord ? `${line.slice(0, longestWord)}…` : line
}
