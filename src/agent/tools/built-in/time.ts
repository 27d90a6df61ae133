import { z } from 'zod'
import { defineTool, ToolError } from '../tool.ts'

export const timeTool = defineTool({
  name: 'get_time',
  title: '看时间',
  group: '日常',
  risk: 'green',
  description: '返回现在的日期、时间和星期；不写时区就按这台电脑的。',
  input: z.strictObject({
    timezone: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .optional()
      .describe('IANA 时区，比如 Asia/Shanghai、America/New_York'),
    format: z
      .enum(['text', 'iso'])
      .default('text')
      .describe('text 是中文，iso 是 2025-12-11T14:00:00+08:00 这样'),
  }),
  run: ({ timezone, format }, { now }) => {
    checkZone(timezone)
    return format === 'iso' ? isoText(now(), timezone) : plainText(now(), timezone)
  },
})

function checkZone(timeZone: string | undefined): void {
  try {
    new Intl.DateTimeFormat('zh-CN', { timeZone })
  } catch {
    throw new ToolError(`没有「${timeZone}」这个时区，要写成 Asia/Shanghai 这样`)
  }
}

function plainText(date: Date, timeZone: string | undefined): string {
  const text = date.toLocaleString('zh-CN', { dateStyle: 'full', timeStyle: 'medium', timeZone })
  return timeZone === undefined ? text : `${text}（${timeZone}）`
}

function isoText(date: Date, timeZone: string | undefined): string {
  // Swedes write dates as ISO 8601 does.
  const [day, time] = date.toLocaleString('sv-SE', { timeZone }).split(' ')
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(date)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00'
  return `${day}T${time}${offset}`
}
