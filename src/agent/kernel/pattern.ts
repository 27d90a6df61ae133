import { RE2JS } from 're2js'

/** An expression that is tried in time linear in the text, whatever it says: it can never backtrack for ever. */
export interface Pattern {
  test(text: string): boolean
  /** How many steps trying it on this text takes at most. A thousand take about 0.01 ms. */
  steps(text: string): number
}

/** More of a message than this is not looked at. */
const looked = 2000
/** A pattern of more instructions than this has repetitions in repetitions; one try would take 20 ms. */
const mostInstructions = 1000
/** Compiled patterns are kept; more than this nobody has. */
const keptPatterns = 500

const known = new Map<string, Pattern | { fault: string }>()

/**
 * Compiles a regular expression (RE2 syntax: no look-around, no back-references), ignoring case, or says in words what
 * is wrong with it.
 */
export function compilePattern(source: string): Pattern | { fault: string } {
  const before = known.get(source)
  if (before) return before
  if (known.size >= keptPatterns) known.clear()
  const compiled = compile(source)
  known.set(source, compiled)
  return compiled
}

function compile(source: string): Pattern | { fault: string } {
  try {
    const expression = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
    const size = expression.programSize()
    if (size > mostInstructions) return { fault: '太复杂，少用几个重复次数（{}），或者拆成几条' }
    return {
      test: (text) => expression.matcher(text.slice(0, looked)).find(),
      steps: (text) => size * Math.min(text.length, looked),
    }
  } catch (error) {
    return { fault: faultOf(source, error instanceof Error ? error.message : '') }
  }
}

function faultOf(source: string, message: string): string {
  if (/\(\?(?:[=!]|<[=!])/.test(source)) return '不支持前后查找（(?=、(?!、(?<= 这些）'
  if (/\\[1-9]/.test(source)) return '不支持反向引用（\\1 这些）'
  if (/missing closing \)|unexpected \)/.test(message)) return '括号没有成对'
  if (/missing closing \]/.test(message)) return '方括号没有成对'
  if (/repe(?:tition|at)/.test(message)) return '重复次数（* + ? {}）的写法不对，或者次数太大'
  return '不是一个完整的正则表达式'
}
