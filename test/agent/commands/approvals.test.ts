import { describe, expect, it } from 'vitest'
import { chatting } from './chatting.ts'

const two = ['aaaa2222', 'bbbb3333']

describe('#批准 and #拒绝', () => {
  it('mean the only call that waits when none is named', async () => {
    const chat = chatting({ approvals: ['aaaa2222'] })
    expect(await chat.says('#批准')).toBe('好，同意：「踢人」，小红（20002）在「三人群」里要用')
    expect(await chat.says('#拒绝')).toBe('好，不做：「踢人」，小红（20002）在「三人群」里要用')
    expect(await chat.says('#批准 1小时')).toBe('好，这一小时在「三人群」里用「踢人」都不再问')
    expect(chat.done).toEqual(['allow aaaa2222', 'deny aaaa2222', 'hour aaaa2222'])
  })

  it('ask which one is meant when several wait, and list them', async () => {
    const chat = chatting({ approvals: two })
    const answer = await chat.says('#批准')
    expect(answer).toContain('有 2 件在等')
    for (const id of two) expect(answer).toContain(`#批准 ${id}：「踢人」`)
    expect(chat.done).toEqual([])
    await chat.says('#批准 BBBB3333 1小时')
    await chat.says('#拒绝 aaaa2222')
    expect(chat.done).toEqual(['hour bbbb3333', 'deny aaaa2222'])
  })

  it('say so when the named one does not wait, or none does', async () => {
    const chat = chatting({ approvals: two })
    expect(await chat.says('#批准 cccc4444')).toContain('没有「cccc4444」这件在等的事')
    expect(await chatting().says('#拒绝')).toBe('错误: 没有在等你批准的事')
    expect(chat.done).toEqual([])
  })

  it('are for owners only', async () => {
    const chat = chatting({ approvals: two, role: 'trusted' })
    for (const text of ['#批准 aaaa2222', '#拒绝 aaaa2222', '#待审批'])
      expect(await chat.says(text)).toContain('只有主人能用')
    expect(chat.done).toEqual([])
  })
})

it('#待审批 lists what waits', async () => {
  expect(await chatting().says('#待审批')).toBe('没有在等你批准的事')
  expect(await chatting({ approvals: two }).says('#待审批')).toContain('有 2 件在等：\n#批准 aaaa2222：')
})
