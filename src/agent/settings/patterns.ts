import type { Problem } from '../../shared/problem.ts'
import { compilePattern } from '../kernel/pattern.ts'

/** The sentence for the first pattern below `patterns` in a value that cannot be used; null when all can. */
export function faultyPattern(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  for (const [key, item] of Object.entries(value)) {
    if (key !== 'patterns' || !Array.isArray(item)) {
      const fault = faultyPattern(item)
      if (fault) return fault
      continue
    }
    for (const source of item) {
      const compiled = typeof source === 'string' ? compilePattern(source) : null
      if (compiled && 'fault' in compiled) return `正则「${source}」用不了：${compiled.fault}`
    }
  }
  return null
}

/** The same for a value on its way to a place: the list may be the place itself, or around it. */
export function faultyPatternIn(path: readonly string[], value: unknown): string | null {
  if (path.at(-1) === 'patterns') return faultyPattern({ patterns: value })
  return path.at(-2) === 'patterns' ? faultyPattern({ patterns: [value] }) : faultyPattern(value)
}

/** What to say about patterns that were written into config.json by hand and cannot be used; null when all can. */
export function patternProblem(defaults: object): Problem | null {
  const fault = faultyPattern(defaults)
  if (fault === null) return null
  return { code: 'config.pattern', message: fault, hint: '它不会触发任何回复；在设置里改好或者删掉它' }
}
