import { z } from 'zod'
import type { Desk } from '../desk/desk.ts'
import { DeskFailure } from '../desk/desk-thread.ts'
import { defineTool, type Tool, ToolError } from '../tool.ts'

const limitMs = 2000

/** Computes an expression, away from the main thread and for at most 2 s. */
export function calculatorTool({ desk }: { readonly desk: Desk }): Tool {
  return defineTool({
    name: 'calculate',
    title: '计算',
    group: '日常',
    risk: 'green',
    description:
      '算一个式子，返回准确的结果。数字大、小数多或者要换算单位时用它，不要心算。例：(3.5+2)*12^2、200*15%、sqrt(2)、sin(45 deg)、5 km to mile、mean([1,2,3])。',
    timeoutMs: 30_000,
    input: z.strictObject({ expression: z.string().trim().min(1).max(500).describe('要算的式子') }),
    async run({ expression }, { signal }) {
      try {
        return `${expression} = ${await desk.run('calculation', expression, { limitMs, signal })}`
      } catch (error) {
        if (!(error instanceof DeskFailure)) throw error
        throw new ToolError(wordsFor(error), { cause: error })
      }
    },
  })
}

function wordsFor({ why, message }: DeskFailure): string {
  if (why === 'fault') return message
  return why === 'slow'
    ? `算了 ${limitMs / 1000} 秒还没有算完，不算了。把式子拆小一点`
    : '这个算式太大，算不出来'
}
