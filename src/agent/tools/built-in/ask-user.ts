import { z } from 'zod'
import { defineTool, ToolError } from '../tool.ts'

const minute = 60_000

/** Lets the model ask whoever it talks to, and wait. */
export const askTool = defineTool({
  name: 'ask_user',
  title: '问对方',
  group: '日常',
  risk: 'green',
  timeoutMs: null,
  repeatable: true,
  parallel: false,
  description:
    '问跟你说话的人一个问题，等他回答。只在不知道就没法做下去时用；一般的追问直接写在回答里。返回他的回答。',
  input: z.strictObject({
    text: z.string().trim().min(1).max(500).describe('问题'),
    choices: z
      .array(z.string().trim().min(1).max(50))
      .min(2)
      .max(9)
      .optional()
      .describe('让他从这几个里选一个'),
    kind: z.enum(['text', 'number', 'yes_no']).default('text').describe('没有 choices 时，要什么样的回答'),
    minutes: z.int().min(1).max(15).default(5).describe('最多等几分钟'),
  }),
  async run({ text, choices, kind, minutes }, context) {
    if (choices && new Set(choices).size < choices.length) throw new ToolError('choices 里有一样的，没有问')
    const answered = await context.ask({
      text,
      schema: choices ? { type: 'string', enum: choices } : schemas[kind],
      timeoutMs: minutes * minute,
    })
    if (answered.kind === 'cancelled') return '他不想回答'
    if (answered.kind === 'timeout') return `等了 ${minutes} 分钟没有回答`
    const { value } = answered
    return typeof value === 'boolean' ? (value ? '是' : '否') : String(value)
  },
})

const schemas = { text: { type: 'string' }, number: { type: 'number' }, yes_no: { type: 'boolean' } } as const
