import type { Asked } from '../tool-context.ts'

/** How a tool file asks; see {@link UserContext.ask}. */
export interface WrittenQuestion {
  /** 2 to 50 different ones, of at most 100 characters each: the answer is one of them. */
  readonly choices?: readonly string[]
  /** Without choices: what kind of answer it is; text when absent. */
  readonly kind?: 'text' | 'number' | 'yes_no'
  /** How long is waited, 1 to 1440; 5 when absent. */
  readonly minutes?: number
}

const schemas = { text: { type: 'string' }, number: { type: 'number' }, yes_no: { type: 'boolean' } } as const

/** What is asked of a person, of what somebody wrote in a file: nothing of it can be trusted. Throws an Error. */
export function readQuestion(text: unknown, written: WrittenQuestion = {}): Asked {
  const { choices, kind = 'text', minutes = 5 } = written
  const question = String(text).trim()
  if (question === '' || question.length > 1000) throw new Error('要问的话要有 1 到 1000 个字')
  if (typeof minutes !== 'number' || !(minutes >= 1 && minutes <= 1440))
    throw new Error('等的时间（minutes）要在 1 到 1440 分钟之间')
  if (!Object.hasOwn(schemas, kind)) throw new Error('回答的种类（kind）要是 text、number 或 yes_no')
  const schema = choices ? { type: 'string', enum: readChoices(choices) } : schemas[kind]
  return { text: question, schema, timeoutMs: minutes * 60_000 }
}

function readChoices(choices: unknown): string[] {
  const words = Array.isArray(choices) ? choices.map((one) => String(one).trim()) : []
  const isFine = words.every((word) => word !== '' && word.length <= 100)
  if (isFine && words.length >= 2 && words.length <= 50 && new Set(words).size === words.length) return words
  throw new Error('选项（choices）要有 2 到 50 个，都不一样，每个最多 100 个字')
}
