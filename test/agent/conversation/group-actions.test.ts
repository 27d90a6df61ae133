import { describe, expect, it } from 'vitest'
import { ToolError } from '../../../src/agent/tools/tool.ts'
import { answeredWith } from '../../support/records.ts'
import { acting, saysNo } from './acting.ts'

const members = [
  { id: '30001', nickname: '小明', card: '明' },
  { id: '10001', role: 'admin' },
] as const

describe('a mention', () => {
  it('is a real one, and is stored as it reads', async () => {
    const at = await acting()
    at.qq.setMembers('20001', members)
    await at.group.mention('30001', '吃饭了', at.signal)
    expect(at.qq.replies[0]?.segments).toEqual([
      { type: 'at', data: { qq: '30001' } },
      { type: 'text', data: { text: ' 吃饭了' } },
    ])
    expect(at.rows()).toMatchObject([{ text: '@明 吃饭了', delivery: 'sent', kind: 'said' }])
  })

  it.each(['30009', 'all'])('of %s, who is not there, says so and nothing else', async (id) => {
    const at = await acting()
    at.qq.setMembers('20001', members)
    expect(await saysNo(at.group.mention(id, '吃饭了', at.signal))).toBe(`群里没有 QQ 号是 ${id} 的人`)
    expect(at.qq.replies).toEqual([])
  })
})

describe('taking back own words', () => {
  async function talked() {
    const at = await acting()
    const { storage, chat } = at
    for (const platformId of ['501', '502', '503']) {
      storage.messages.insert(answeredWith(platformId, { chatId: chat.id, platformId }))
    }
    const more = { chatId: chat.id, platformId: '504' } as const
    storage.messages.insert(answeredWith('帮助', { ...more, kind: 'command' }))
    storage.messages.insert(answeredWith('没发出去', { ...more, delivery: 'failed' }))
    storage.messages.insert(answeredWith('没有编号', { chatId: chat.id }))
    return at
  }

  it('takes the newest first, no more than asked, and never what it did not say', async () => {
    const at = await talked()
    expect(await at.group.recallOwn(2, at.signal)).toBe(2)
    expect(at.qq.takenBack).toEqual(['503', '502'])
    expect(await at.group.recallOwn(5, at.signal)).toBe(1)
    expect(at.qq.takenBack).toEqual(['503', '502', '501'])
    expect(await at.group.recallOwn(5, at.signal)).toBe(0)
  })

  it('tells how many are gone when one stays, and why when none goes', async () => {
    const at = await talked()
    at.qq.answer('delete_msg', ({ message_id }) =>
      message_id === 503 ? { data: null } : { status: 'failed', retcode: 1200, message: 'Recall failed' },
    )
    expect(await at.group.recallOwn(3, at.signal)).toBe(1)
    expect(await saysNo(at.group.recallOwn(3, at.signal))).toMatch(/找不到这条消息/)
  })
})

describe('what cannot be done', () => {
  it('is said in words, with all that is known in the cause', async () => {
    const at = await acting({ qq: { unsupported: ['set_group_kick'] } })
    expect(await saysNo(at.group.kick('30001', false, at.signal))).toBe(
      'QQ 端不支持移出群。换一个 QQ 端，或升级它',
    )
    at.qq.answer('set_group_ban', { status: 'failed', retcode: 1200, message: 'ERR_NOT_GROUP_ADMIN' })
    const error = await at.group.mute('30001', 60, at.signal).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ passing: false, cause: { detail: 'ERR_NOT_GROUP_ADMIN' } })
  })

  it('may pass when a question was not answered, and is not repeated when an action was not', async () => {
    const at = await acting()
    at.qq.answer('get_group_info', 'never')
    at.qq.answer('set_group_ban', 'never')
    const asking = at.group.info(at.signal).catch((thrown: unknown) => thrown)
    const acted = at.group.mute('30001', 60, at.signal).catch((thrown: unknown) => thrown)
    await at.qq.action('set_group_ban')
    at.room.clock.advance(10_000)
    expect(await asking).toMatchObject({ passing: true })
    expect(await acted).toMatchObject({ passing: false })
    expect(await acted).toBeInstanceOf(ToolError)
  })

  it('in private is what only groups have', async () => {
    const at = await acting({ kind: 'private' })
    expect(await saysNo(at.group.info(at.signal))).toMatch(/这里是私聊/)
    expect(await saysNo(at.group.mute('30001', 60, at.signal))).toMatch(/这里是私聊/)
    await at.group.poke('30001', at.signal)
    expect(at.qq.calls('send_poke')[0]?.params).toEqual({ user_id: 30001 })
  })

  it('is everything when no account speaks for the number any more', async () => {
    const at = await acting()
    at.removeAccount()
    expect(await saysNo(at.group.members(at.signal))).toMatch(/没有管 10001 的 QQ 账号/)
  })
})
