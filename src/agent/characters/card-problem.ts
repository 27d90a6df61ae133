import { ProblemError } from '../kernel/problem.ts'

const usualHint = '要的是 SillyTavern 或杏桃导出的 JSON 角色卡'

/** What every card that cannot be read fails with. */
export function cardProblem(message: string, hint = usualHint, cause?: unknown): ProblemError {
  return new ProblemError({ code: 'character.card', message, hint }, { cause })
}

export type CardFields = Readonly<Record<string, unknown>>

/** A text of a card, '' when it is missing. Throws `character.card` for anything that is no text. */
export function textAt(fields: CardFields, key: string): string {
  const value = fields[key] ?? ''
  if (typeof value === 'string') return value.toWellFormed()
  throw cardProblem(`角色卡的「${key}」要是文字，写的却是 ${nameOfType(value)}`)
}

export function listAt(fields: CardFields, key: string): readonly unknown[] {
  const value = fields[key]
  return Array.isArray(value) ? value : []
}

function nameOfType(value: unknown): string {
  if (Array.isArray(value)) return '列表'
  if (typeof value === 'object') return '一组字段'
  return String(value).slice(0, 40)
}
