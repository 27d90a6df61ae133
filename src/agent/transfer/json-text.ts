import type { ParseError } from 'jsonc-parser'
import type { Problem } from '../../shared/problem.ts'
import { breathe } from './batches.ts'

/** Deeper than anything that is meant: what walks through values may do so by calling itself. */
const deepest = 64
/** Texts up to this length are worth being parsed a second time to say where they break. */
const searchable = 200_000

/** The value of a JSON text, or what is wrong with it and where. Never throws. */
export async function readJson(text: string): Promise<{ value: unknown } | { problem: Problem }> {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (isTooDeep(plain)) return { problem: tooDeep }
  await breathe()
  try {
    return { value: JSON.parse(plain) as unknown }
  } catch (error) {
    const offset = await faultOffset(plain, error)
    const place = offset === null ? '' : `，第 ${plain.slice(0, offset).split('\n').length} 行附近有问题`
    return {
      problem: {
        code: 'import.json',
        message: `不是完整的 JSON${place}`,
        hint: '用编辑器打开看看那里，改好再导入一次；或者换一份备份',
      },
    }
  }
}

/** The same for one line of many, without the place. */
export function readJsonLine(line: string): unknown {
  if (isTooDeep(line)) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) inString = !inString
    else if (inString) {
      if (code === 0x5c) at++
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > deepest) return true
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return false
}

async function faultOffset(text: string, error: unknown): Promise<number | null> {
  const told = /position (\d+)/.exec(error instanceof Error ? error.message : '')
  if (told) return Number(told[1])
  if (text.length > searchable) return null
  const { parse } = await import('jsonc-parser')
  const errors: ParseError[] = []
  parse(text, errors)
  return errors[0]?.offset ?? null
}

const tooDeep: Problem = {
  code: 'import.json',
  message: `里面的括号套了 ${deepest} 层以上，不像是这样的文件`,
  hint: '看看是不是选错了文件',
}
