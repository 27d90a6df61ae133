import { describe, expect, it } from 'vitest'
import { reminderTools } from '../../../../src/agent/tools/built-in/reminders.ts'
import type { ToolContext } from '../../../../src/agent/tools/tool.ts'
import type { Reminder, ToolRole } from '../../../../src/shared/tools.ts'

const noon = new Date(2026, 6, 15, 12, 0)

/** The tools over a desk that only keeps a list. */
function desk() {
  const reminders: Reminder[] = []
  const tools = reminderTools({
    add: async (reminder) => {
      const stored = { ...reminder, id: reminders.length + 1, chatTitle: '三人群' }
      reminders.push(stored)
      return stored
    },
    list: (chatId) => reminders.filter((one) => one.chatId === chatId),
    cancel: async (id) => {
      const index = reminders.findIndex((one) => one.id === id)
      reminders.splice(index, 1)
    },
  })
  const calls = async (
    name: string,
    input: object,
    by: { id?: string; role?: ToolRole; chat?: number } = {},
  ) => {
    const tool = tools.find((one) => one.name === name)
    const checked = tool?.check(input)
    if (!tool || !checked?.ok) return `refused: ${checked?.ok === false ? checked.message : name}`
    const context = {
      chat: { id: by.chat ?? 1 },
      caller: { id: by.id ?? '20001', name: '小明', role: by.role ?? 'member', groupRole: null },
      now: () => noon,
    } as unknown as ToolContext
    try {
      return await tool.run(checked.input, context)
    } catch (error) {
      return `failed: ${(error as Error).message}`
    }
  }
  return { reminders, calls }
}

describe('remind_me', () => {
  it('takes minutes from now, or a time by the clock of this computer', async () => {
    const at = desk()
    expect(await at.calls('remind_me', { text: '喝水', in_minutes: 0.5 })).toContain('编号 1：2026年7月15日')
    await at.calls('remind_me', { text: '起床', at: '2026-07-16 08:30' })
    expect(at.reminders.map((one) => one.at)).toEqual([
      noon.getTime() + 30_000,
      new Date(2026, 6, 16, 8, 30).getTime(),
    ])
    expect(at.reminders[0]).toMatchObject({ chatId: 1, userId: '20001', userName: '小明', text: '喝水' })
  })

  it.each([
    [{ text: '喝水' }, '要写一个'],
    [{ text: '喝水', in_minutes: 1, at: '2026-07-16 08:30' }, '要写一个'],
    [{ text: '喝水', in_minutes: 0 }, 'in_minutes'],
    [{ text: '喝水', in_minutes: 525_601 }, 'in_minutes'],
    [{ text: 'x'.repeat(501), in_minutes: 1 }, 'text'],
    [{ text: ' ', in_minutes: 1 }, 'text'],
    [{ text: '喝水', at: '明天' }, 'YYYY-MM-DD HH:mm'],
    [{ text: '喝水', at: '2026-02-30 08:00' }, '没有'],
    [{ text: '喝水', at: '2026-07-16 25:00' }, '没有'],
    [{ text: '喝水', at: '2026-07-15 12:00' }, '已经过去'],
    [{ text: '喝水', at: '2028-07-15 12:00' }, '一年'],
  ])('refuses %j', async (input, why) => {
    const at = desk()
    expect(await at.calls('remind_me', input)).toContain(why)
    expect(at.reminders).toEqual([])
  })
})

describe('list_reminders and cancel_reminder', () => {
  it('are about one’s own in this chat, and everybody’s for an owner', async () => {
    const at = desk()
    await at.calls('remind_me', { text: '我的', in_minutes: 1 })
    await at.calls('remind_me', { text: '他的', in_minutes: 1 }, { id: '20002' })
    await at.calls('remind_me', { text: '别处的', in_minutes: 1 }, { chat: 2 })
    const mine = await at.calls('list_reminders', {})
    expect(mine).toContain('我的')
    expect(mine).not.toMatch(/他的|别处的/)
    expect(await at.calls('list_reminders', {}, { role: 'owner' })).toMatch(/我的[\s\S]*他的/)
    expect(await at.calls('list_reminders', {}, { id: '20003' })).toBe('没有还没到的提醒')

    expect(await at.calls('cancel_reminder', { id: 2 })).toContain('没有编号 2')
    expect(await at.calls('cancel_reminder', { id: 3 }, { role: 'owner' })).toContain('没有编号 3')
    expect(await at.calls('cancel_reminder', { id: 2 }, { role: 'owner' })).toContain('取消了')
    expect(await at.calls('cancel_reminder', { id: 1 })).toContain('取消了')
    expect(at.reminders.map(({ text }) => text)).toEqual(['别处的'])
  })
})
