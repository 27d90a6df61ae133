import type { Risk } from '../../../shared/tools.ts'

const risks: readonly unknown[] = ['green', 'yellow', 'red'] satisfies Risk[]

/** Nobody knows what a tool does that does not say: it is for the owner alone. */
export function toRisk(written: unknown, tool: string): Risk {
  if (risks.includes(written)) return written as Risk
  if (written !== undefined) say(`${tool} 的风险（risk）要是 green、yellow 或 red，现在当成 red`)
  return 'red'
}

/** Milliseconds; null when none was set. */
export function timeLimit(seconds: unknown, tool: string): number | null {
  const given = typeof seconds === 'string' ? Number.parseFloat(seconds) : seconds
  if (given === undefined || given === null) return null
  if (typeof given === 'number' && given >= 1 && given <= 600) return given * 1000
  say(`${tool} 的时限要在 1 到 600 秒之间，现在用通用的`)
  return null
}

/** In the file's own output, where its author looks. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
