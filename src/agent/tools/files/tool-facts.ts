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

/** How often a failure is tried again, 0 to 5; 0 when nothing was set. */
export function retryCount(written: unknown, tool: string): number {
  const given = typeof written === 'string' ? Number.parseFloat(written) : written
  if (given === undefined || given === null) return 0
  if (Number.isInteger(given)) return Math.min(5, Math.max(0, Number(given)))
  say(`${tool} 的重试次数（retries）要是 0 到 5 的整数，现在不重试`)
  return 0
}

/** Whether it may run beside others: unless it says no, as `false` or in a comment. */
export function mayRunBeside(written: unknown): boolean {
  return written !== false && !/^(?:no|false|否|不)$/i.test(String(written))
}

/** In the file's own output, where its author looks. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
