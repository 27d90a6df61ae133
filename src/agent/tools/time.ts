import { z } from 'zod'
import { defineTool } from './tool.ts'

export const timeTool = defineTool({
  name: 'get_time',
  title: '看时间',
  description: '返回现在的日期、时间和星期，按这台电脑的时区。',
  input: z.strictObject({}),
  run: (_input, { now }) => now().toLocaleString('zh-CN', { dateStyle: 'full', timeStyle: 'medium' }),
})
