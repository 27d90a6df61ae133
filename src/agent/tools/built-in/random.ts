import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { defineTool, ToolError } from '../tool.ts'

const mostDice = 100

const Input = z.strictObject({
  kind: z
    .enum(['number', 'dice', 'choose', 'shuffle'])
    .describe('number 随机整数，dice 掷骰子，choose 从 items 里抽，shuffle 打乱 items'),
  min: z.int().min(-1_000_000_000).max(1_000_000_000).optional().describe('number 的最小值，不写是 1'),
  max: z.int().min(-1_000_000_000).max(1_000_000_000).optional().describe('number 的最大值，不写是 100'),
  count: z.int().min(1).max(100).optional().describe('number 要几个数，choose 抽几个（不重复），不写是 1'),
  dice: z.string().trim().max(20).optional().describe('骰子，比如 2d6、d20+3'),
  items: z.array(z.string().max(500)).min(1).max(500).optional().describe('choose 和 shuffle 用的选项'),
})
type Input = z.output<typeof Input>

/** Chance that nobody can foresee: models cannot make it up themselves. */
export const randomTool = defineTool({
  name: 'random',
  title: '随机',
  group: '日常',
  risk: 'green',
  description: '真正的随机：随机整数、掷骰子、从一列里抽几个、打乱顺序。要随机时用它，不要自己编。',
  input: Input,
  run: (input) => {
    if (input.kind === 'number') return numbers(input)
    if (input.kind === 'dice') return roll(input.dice ?? 'd6')
    const { items } = input
    if (!items) throw new ToolError('没有给 items，不知道从哪些里面抽')
    const shuffled = shuffle(items)
    return input.kind === 'shuffle' ? shuffled.join('\n') : chosen(shuffled, input.count ?? 1)
  },
})

function numbers({ min = 1, max = Math.max(100, min), count = 1 }: Input): string {
  if (min > max) throw new ToolError(`最小值 ${min} 比最大值 ${max} 还大`)
  return Array.from({ length: count }, () => randomInt(min, max + 1)).join('、')
}

function roll(dice: string): string {
  const [, count = '', sides = '', plus = '0'] = /^(\d{0,3})d(\d{1,4})([+-]\d{1,5})?$/i.exec(dice) ?? []
  const times = Number(count || 1)
  if (sides === '') throw new ToolError(`看不懂骰子「${dice}」，要写成 2d6、d20 或者 3d6+2 这样`)
  if (times < 1 || times > mostDice) throw new ToolError(`一次掷 1 到 ${mostDice} 个骰子`)
  if (Number(sides) < 2) throw new ToolError('骰子至少要有 2 面')
  const rolls = Array.from({ length: times }, () => randomInt(1, Number(sides) + 1))
  const sum = rolls.reduce((total, one) => total + one, Number(plus))
  return `${dice}：${rolls.join('、')}${times > 1 || plus !== '0' ? `，合计 ${sum}` : ''}`
}

function chosen(shuffled: readonly string[], count: number): string {
  if (count > shuffled.length) throw new ToolError(`只有 ${shuffled.length} 个选项，抽不出 ${count} 个`)
  return shuffled.slice(0, count).join('\n')
}

/** Fisher and Yates's. */
function shuffle(items: readonly string[]): string[] {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    const moved = shuffled[last] as string
    shuffled[last] = shuffled[other] as string
    shuffled[other] = moved
  }
  return shuffled
}
