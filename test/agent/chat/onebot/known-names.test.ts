import { describe, expect, it } from 'vitest'
import { KnownNames } from '../../../../src/agent/chat/onebot/known-names.ts'
import { RecentMap } from '../../../../src/agent/chat/onebot/recent-map.ts'
import { group, openConnectedRoom, person, until } from './room.ts'

const live = new AbortController().signal
const at = (qq: string) => ({ type: 'at', data: { qq } })
const text = (said: string) => ({ type: 'text', data: { text: said } })
const notFound = { status: 'failed', retcode: 1200, message: '群(20001)成员30002不存在' }

describe('names in a chat', () => {
  it('are learnt from what people say, and read where somebody mentions them', async () => {
    const { room, qq } = await openConnectedRoom()
    const sender = { user_id: 30002, nickname: 'deer', card: '小鹿' }
    qq.groupMessage('20001', '30002', '早', { sender })
    qq.groupMessage('20001', '30001', [at('30002'), text('看花吗')])
    qq.groupMessage('20002', '30001', [at('30002'), text('看花吗')])
    await until(() => room.messages.length === 3)
    expect(room.messages.map((message) => message.text)).toEqual(['早', '@小鹿 看花吗', '@30002 看花吗'])
    expect(room.messages[1]?.mentions).toEqual(['30002'])
  })

  it('are those of who pokes the bot', async () => {
    const { room, qq } = await openConnectedRoom()
    qq.pokeBot('20001', '30002')
    await until(() => room.poked.length === 1)
    qq.groupMessage('20001', '30003', '早', { sender: { nickname: '阿岚' } })
    qq.pokeBot('20001', '30003')
    qq.pokeBotInPrivate('30003')
    await until(() => room.poked.length === 3)
    expect(room.poked.map(({ sender }) => sender.name)).toEqual(['30002', '阿岚', '30003'])
  })

  it('are not learnt from the anonymous nor from grey hints', async () => {
    const { room, qq, client } = await openConnectedRoom()
    qq.answer('get_group_member_info', notFound)
    const anonymous = { id: 1, name: '水晶兰', flag: 'f' }
    qq.groupMessage('20001', '80000000', '早', { anonymous })
    qq.groupMessage('20001', '30004', '进群了', { sub_type: 'notice', sender: { nickname: '提示' } })
    await until(() => room.messages.length === 2)
    expect(await client.memberName(group('20001'), '80000000', live)).toBeNull()
    expect(await client.memberName(group('20001'), '30004', live)).toBeNull()
  })
})

describe('asking for a name', () => {
  it('asks once, without letting the end ask QQ, and remembers the answer', async () => {
    const { qq, client } = await openConnectedRoom()
    qq.setCard('20001', '30002', '小鹿')
    expect(await client.memberName(group('20001'), '30002', live)).toBe('小鹿')
    expect(await client.memberName(group('20001'), '30002', live)).toBe('小鹿')
    const [call, ...more] = qq.calls('get_group_member_info')
    expect(call?.params).toEqual({ group_id: 20001, user_id: 30002, no_cache: false })
    expect(more).toEqual([])
  })

  it('asks for a stranger in private', async () => {
    const { qq, client } = await openConnectedRoom()
    expect(await client.memberName(person('30002'), '30002', live)).toBe('user30002')
    expect(qq.calls('get_stranger_info')[0]?.params).toEqual({ user_id: 30002, no_cache: false })
  })

  it('asks nobody for somebody who has just spoken', async () => {
    const { room, qq, client } = await openConnectedRoom()
    qq.groupMessage('20001', '30002', '早')
    await until(() => room.messages.length === 1)
    expect(await client.memberName(group('20001'), '30002', live)).toBe('user30002')
    expect(qq.calls('get_group_member_info')).toEqual([])
  })

  it('does not ask again for five minutes when the end did not know', async () => {
    const { room, qq, client } = await openConnectedRoom()
    qq.answer('get_group_member_info', notFound)
    const ask = () => client.memberName(group('20001'), '30002', live)
    expect(await ask()).toBeNull()
    expect(await ask()).toBeNull()
    expect(qq.calls('get_group_member_info')).toHaveLength(1)
    await room.clock.advanceAsync(5 * 60_000)
    qq.answer('get_group_member_info', { data: { user_id: 30002, nickname: 'deer', card: '小\n鹿' } })
    expect(await ask()).toBe('小 鹿')
  })

  it('gives up after two seconds, which says nothing about the end', async () => {
    const { room, qq, client } = await openConnectedRoom()
    qq.answer('get_group_member_info', 'never')
    for (const userId of ['30002', '30003']) {
      const asking = client.memberName(group('20001'), userId, live)
      await until(() => qq.calls('get_group_member_info').some(({ params }) => params.user_id === +userId))
      room.clock.advance(2_000)
      expect(await asking).toBeNull()
    }
    expect(room.state().problem).toBeNull()
  })

  it('takes no answer about somebody else', async () => {
    const { qq, client } = await openConnectedRoom()
    qq.answer('get_group_member_info', { data: { user_id: 30003, nickname: '别人' } })
    expect(await client.memberName(group('20001'), '30002', live)).toBeNull()
  })

  it('holds it against nobody that it was stopped, or that nothing is connected', async () => {
    const { room, qq, client } = await openConnectedRoom()
    qq.answer('get_group_member_info', 'never')
    const stop = new AbortController()
    const asking = client.memberName(group('20001'), '30002', stop.signal)
    await qq.action('get_group_member_info')
    stop.abort()
    expect(await asking).toBeNull()
    qq.answer('get_group_member_info', { data: { nickname: '小鹿' } })
    expect(await client.memberName(group('20001'), '30002', live)).toBe('小鹿')
    await qq.stop()
    await until(() => room.state().state === 'listening')
    expect(await client.memberName(group('20001'), '30003', live)).toBeNull()
  })
})

describe('KnownNames', () => {
  const chat = group('20001')

  it('keeps at most 5,000 names, and those longest that are used', () => {
    const names = new KnownNames()
    for (let id = 1; id <= 20_000; id++) {
      names.learn(chat, String(id), `名${id}`)
      names.get(chat, '1')
    }
    expect(names.get(chat, '1')).toBe('名1')
    expect(names.get(chat, '20000')).toBe('名20000')
    const kept = Array.from({ length: 20_000 }, (_, id) => names.get(chat, String(id + 1))).filter(Boolean)
    expect(kept.length).toBeLessThanOrEqual(5_000)
  })

  it('takes a number for no name', () => {
    const names = new KnownNames()
    names.learn(chat, '30002', '30002')
    expect(names.get(chat, '30002')).toBeNull()
  })
})

describe('RecentMap', () => {
  it('forgets what was not used for longest', () => {
    const map = new RecentMap<number>(4)
    map.set('a', 1)
    map.set('b', 2)
    map.set('c', 3)
    expect(map.get('a')).toBe(1)
    map.set('d', 4)
    expect([map.get('a'), map.get('b')]).toEqual([1, undefined])
  })
})
