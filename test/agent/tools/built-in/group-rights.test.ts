import { describe, expect, it } from 'vitest'
import { qqTools } from '../../../../src/agent/tools/built-in/group-tools.ts'
import type { FakeMember } from '../../../support/fake-qq.ts'
import { type ActingOptions, acting, saysNo } from '../../conversation/acting.ts'
import { call } from './calling.ts'

type Role = NonNullable<FakeMember['role']>

/** Tools of the red kind, what each is called with, and what it asks of QQ. */
const red: [name: string, input: object, action: string][] = [
  ['qq_mute', { user_id: '30002', seconds: 60 }, 'set_group_ban'],
  ['qq_mute_all', { on: true }, 'set_group_whole_ban'],
  ['qq_kick', { user_id: '30002' }, 'set_group_kick'],
  ['qq_set_card', { user_id: '30002', card: '新' }, 'set_group_card'],
]
const overSomebody = red.filter(([, input]) => 'user_id' in input)

/** A group with whoever asks (30001), whoever is meant (30002) and the bot. */
async function inGroup(roles: { asker?: Role; target?: Role; bot?: Role }, options: ActingOptions = {}) {
  const at = await acting(options)
  at.qq.setMembers('20001', [
    { id: '30001', nickname: '小明', role: roles.asker ?? 'member' },
    { id: '30002', nickname: '小鹿', role: roles.target ?? 'member' },
    { id: '10001', nickname: '小杏', role: roles.bot ?? 'admin' },
  ])
  return at
}

it('the red ones are exactly those that act on people', () => {
  const names = qqTools.filter(({ risk }) => risk === 'red').map(({ name }) => name)
  expect(names).toEqual(red.map(([name]) => name))
  // Who is trusted there, and who is asked first, is for the matrix to say.
  expect(qqTools.some(({ risk, rules }) => risk === 'red' && rules !== undefined)).toBe(false)
  expect(qqTools.filter(({ risk }) => risk !== 'green').some(({ repeatable }) => repeatable)).toBe(false)
})

describe.each(red)('D2-08: %s', (name, input, action) => {
  it('is refused to a member, who is told who may', async () => {
    const at = await inGroup({ bot: 'owner' })
    expect(await saysNo(call(qqTools, name, input, at.context))).toMatch(
      /^小明 不能让我.+：只有我的主人、群主和群管理员可以$/,
    )
    expect(at.qq.calls(action)).toEqual([])
  })

  it.each(['admin', 'owner'] as const)('is done for a group %s', async (asker) => {
    const at = await inGroup({ asker, bot: 'admin' })
    await call(qqTools, name, input, at.context)
    expect(at.qq.calls(action)).toHaveLength(1)
  })

  it("is done for the bot's owner, who is an ordinary member of the group", async () => {
    const at = await inGroup({ bot: 'admin' }, { caller: { role: 'owner' } })
    await call(qqTools, name, input, at.context)
    expect(at.qq.calls(action)).toHaveLength(1)
  })

  it('believes neither the role that came with the message nor that he is trusted', async () => {
    const caller = { role: 'trusted', groupRole: 'owner' } as const
    const at = await inGroup({ bot: 'owner' }, { caller })
    await saysNo(call(qqTools, name, input, at.context))
    expect(at.qq.calls(action)).toEqual([])
    expect(at.qq.calls('get_group_member_info').map(({ params }) => params.no_cache)).toContain(true)
  })

  it('is refused to somebody who is not in the group', async () => {
    const at = await inGroup({ bot: 'owner' }, { caller: { id: '30009', name: '路人' } })
    expect(await saysNo(call(qqTools, name, input, at.context))).toMatch(/^路人 不能让我/)
    expect(at.qq.calls(action)).toEqual([])
  })

  it('is refused when the bot itself is no admin, even to its owner', async () => {
    const at = await inGroup({ asker: 'owner', bot: 'member' }, { caller: { role: 'owner' } })
    expect(await saysNo(call(qqTools, name, input, at.context))).toMatch(/^我不是这个群的管理员.*群主/)
    expect(at.qq.calls(action)).toEqual([])
  })

  it('looks again at every call: who was an admin before is none now', async () => {
    const at = await inGroup({ asker: 'admin' })
    await call(qqTools, name, input, at.context)
    at.qq.setMembers('20001', [{ id: '30001' }, { id: '30002' }, { id: '10001', role: 'admin' }])
    await saysNo(call(qqTools, name, input, at.context))
    expect(at.qq.calls(action)).toHaveLength(1)
  })

  it('is refused when the end does not say who he is', async () => {
    const at = await inGroup({ asker: 'owner' })
    at.qq.answer('get_group_member_info', { data: { user_id: 30001, nickname: '小明' } })
    await saysNo(call(qqTools, name, input, at.context))
    expect(at.qq.calls(action)).toEqual([])
  })

  it('in private is not there for anybody, and the owner is not told that he has no right', async () => {
    const at = await acting({ kind: 'private', caller: { role: 'owner' } })
    const said = await saysNo(call(qqTools, name, input, at.context))
    expect(said).toMatch(/只能在群里做，这里是私聊$/)
    expect(said).not.toMatch(/主人|管理员|不能让我/)
    expect(at.qq.calls(action)).toEqual([])
  })
})

describe.each(overSomebody)('D2-08: %s', (name, input, action) => {
  it.each<[Role, Role]>([
    ['admin', 'admin'],
    ['admin', 'owner'],
    ['owner', 'owner'],
  ])('by a bot that is %s does nothing to a group %s', async (bot, target) => {
    const at = await inGroup({ bot, target }, { caller: { role: 'owner' } })
    expect(await saysNo(call(qqTools, name, input, at.context))).toMatch(/^小鹿 是群.+不能对他/)
    expect(at.qq.calls(action)).toEqual([])
  })

  it('asked for by an admin does nothing to another admin, whom only the owner of bot or group can have it done to', async () => {
    const at = await inGroup({ asker: 'admin', target: 'admin', bot: 'owner' })
    expect(await saysNo(call(qqTools, name, input, at.context))).toMatch(/只有我的主人和群主可以$/)
    expect(at.qq.calls(action)).toEqual([])
    const byOwner = await inGroup({ asker: 'owner', target: 'admin', bot: 'owner' })
    await call(qqTools, name, input, byOwner.context)
    const byBotsOwner = await inGroup({ target: 'admin', bot: 'owner' }, { caller: { role: 'owner' } })
    await call(qqTools, name, input, byBotsOwner.context)
    expect([byOwner.qq.calls(action).length, byBotsOwner.qq.calls(action).length]).toEqual([1, 1])
  })

  it('does nothing to somebody who is not in the group', async () => {
    const at = await inGroup({ asker: 'owner' })
    const wrong = { ...input, user_id: '30009' }
    expect(await saysNo(call(qqTools, name, wrong, at.context))).toBe('群里没有 QQ 号是 30009 的人')
    expect(at.qq.calls(action)).toEqual([])
  })

  it('does nothing to the bot itself', async () => {
    const at = await inGroup({ asker: 'owner' })
    await saysNo(call(qqTools, name, { ...input, user_id: '10001' }, at.context))
    expect(at.qq.calls(action)).toEqual([])
  })
})
