import { describe, expect, it } from 'vitest'
import type { GroupCalls } from '../../../../src/agent/chat/group-calls.ts'
import type { Problem } from '../../../../src/shared/problem.ts'
import type { Answer, FakeOneBotOptions } from '../../../support/fake-onebot.ts'
import { group, openConnectedRoom, person, until } from './room.ts'

const live = new AbortController().signal
const groupId = 20001

async function connected(options?: FakeOneBotOptions) {
  const all = await openConnectedRoom(options)
  return { ...all, calls: all.client.group(group('20001')) }
}

type Action = (calls: GroupCalls, signal?: AbortSignal) => Promise<Problem | null>

/** Each action with the one call it makes. */
const actions: [what: string, run: Action, action: string, params: object][] = [
  ['poke', (on, s = live) => on.poke('30001', s), 'send_poke', { group_id: groupId, user_id: 30001 }],
  [
    'react',
    (on, s = live) => on.react('-77', '76', s),
    'set_msg_emoji_like',
    { message_id: -77, emoji_id: '76', set: true },
  ],
  [
    'mute',
    (on, s = live) => on.mute('30001', 600, s),
    'set_group_ban',
    { group_id: groupId, user_id: 30001, duration: 600 },
  ],
  [
    'unmute',
    (on, s = live) => on.mute('30001', 0, s),
    'set_group_ban',
    { group_id: groupId, user_id: 30001, duration: 0 },
  ],
  [
    'mute all',
    (on, s = live) => on.muteAll(true, s),
    'set_group_whole_ban',
    { group_id: groupId, enable: true },
  ],
  [
    'kick',
    (on, s = live) => on.kick('30001', true, s),
    'set_group_kick',
    { group_id: groupId, user_id: 30001, reject_add_request: true },
  ],
  [
    'set a card',
    (on, s = live) => on.setCard('30001', '', s),
    'set_group_card',
    { group_id: groupId, user_id: 30001, card: '' },
  ],
]

describe.each(actions)('to %s', (_what, run, action, params) => {
  it('is one call with exactly these fields', async () => {
    const { qq, calls } = await connected()
    expect(await run(calls)).toBeNull()
    expect(qq.calls(action).map((call) => call.params)).toEqual([params])
  })

  it('is not repeated, and nobody claims to know what became of it, without an answer', async () => {
    const { room, qq, calls } = await connected()
    qq.answer(action, 'never')
    const running = run(calls)
    await qq.action(action)
    room.clock.advance(10_000)
    expect(await running).toMatchObject({
      code: 'onebot.no-answer',
      hint: expect.stringMatching(/不会再做一遍/),
    })
    expect(qq.calls(action)).toHaveLength(1)
  })

  it('stopped before it is written, writes nothing', async () => {
    const { qq, calls } = await connected()
    expect(await run(calls, AbortSignal.abort())).toMatchObject({ code: 'aborted' })
    expect(qq.calls(action)).toEqual([])
  })

  it('says that QQ is not connected', async () => {
    const { room, qq, calls } = await connected()
    await qq.stop()
    await until(() => room.state().state === 'listening')
    expect(await run(calls)).toMatchObject({ code: 'onebot.not-connected' })
  })
})

it.each<[string, Answer, string]>([
  ['it does not know the action', { retcode: 1404 }, 'onebot.unsupported'],
  ['the bot is no admin', { retcode: 1200, message: 'ERR_NOT_GROUP_ADMIN' }, 'onebot.permission'],
  ["the bot's rank is too low", { retcode: 1200, message: '权限不足' }, 'onebot.permission'],
  ['nobody has the number', { retcode: 1200, message: 'Get Uid Error' }, 'onebot.unknown-target'],
  ['the bot is out of the group', { retcode: 1200, message: '{"result": 110}' }, 'onebot.left'],
  ['its own time is over', { retcode: 1200, message: 'Timeout: NTEvent' }, 'onebot.no-answer'],
  ['it has a reason of its own', { retcode: 100, wording: 'x at /opt/napcat/a.js:1' }, 'onebot.refused'],
])('an end that refuses because %s is told in words', async (_what, answer, code) => {
  const { qq, calls } = await connected()
  qq.answer('set_group_ban', { status: 'failed', ...answer })
  const problem = await calls.mute('30001', 60, live)
  expect(problem).toMatchObject({ code, hint: expect.stringMatching(/./) })
  // Words of the end may come to be said in a chat.
  expect(problem?.message).not.toMatch(/napcat|NTEvent|ERR_|result/)
  expect(qq.calls('set_group_ban')).toHaveLength(1)
})

describe('an end that does not know the first name of an action', () => {
  it.each([
    ['group_poke', group('20001'), { group_id: groupId, user_id: 30001 }],
    ['friend_poke', person('30001'), { user_id: 30001 }],
  ])('is asked to poke by %s', async (action, chat, params) => {
    const { qq, client } = await connected({ unsupported: ['send_poke'] })
    expect(await client.group(chat).poke('30001', live)).toBeNull()
    expect(qq.calls(action)[0]?.params).toEqual(params)
  })

  it('is asked for a reaction as Lagrange has it', async () => {
    const { qq, calls } = await connected({ unsupported: ['set_msg_emoji_like'] })
    expect(await calls.react('77', '76', live)).toBeNull()
    expect(qq.reactions).toEqual([{ messageId: '77', emojiId: '76', set: true }])
  })

  it('but refuses the first is not asked by the second', async () => {
    const { qq, calls } = await connected()
    qq.answer('send_poke', { status: 'failed', retcode: 1200, message: 'packet backend' })
    expect(await calls.poke('30001', live)).toMatchObject({ code: 'onebot.refused' })
    expect(qq.calls('group_poke')).toEqual([])
  })
})

describe('what an end tells of a group', () => {
  const people = [
    { id: '30001', nickname: '小\n鹿', card: '\u202e鹿', role: 'owner' },
    { id: '10001', nickname: '小杏', role: 'admin' },
  ] as const

  it('is its facts', async () => {
    const { qq, calls } = await connected()
    qq.setMembers('20001', people)
    const value = { id: '20001', name: '群20001', memberCount: 2, maxMemberCount: 200 }
    expect(await calls.info(live)).toEqual({ kind: 'told', value })
  })

  it('is its members, with names as clean lines', async () => {
    const { qq, calls } = await connected()
    qq.setMembers('20001', people)
    expect(await calls.members(live)).toEqual({
      kind: 'told',
      value: [
        { id: '30001', name: '小 鹿', card: '鹿', role: 'owner' },
        { id: '10001', name: '小杏', card: '', role: 'admin' },
      ],
    })
  })

  it('is one member, asked for past every cache', async () => {
    const { qq, calls } = await connected()
    qq.setMembers('20001', people)
    expect(await calls.member('10001', live)).toMatchObject({ kind: 'told', value: { role: 'admin' } })
    expect(qq.calls('get_group_member_info').at(-1)?.params).toEqual({
      group_id: groupId,
      user_id: 10001,
      no_cache: true,
    })
  })

  it('is null for somebody who is not there, or is no number', async () => {
    const { qq, calls } = await connected()
    qq.setMembers('20001', people)
    expect(await calls.member('30009', live)).toEqual({ kind: 'told', value: null })
    expect(await calls.member('all', live)).toEqual({ kind: 'told', value: null })
  })

  it.each([
    ['somebody else', { user_id: 30002, role: 'owner' }],
    ['nobody', {}],
    ['somebody without a role', { user_id: 30001, nickname: '小鹿' }],
    ['somebody with a role that nobody knows', { user_id: 30001, role: 'king' }],
  ])('is not believed when it is %s', async (_what, data) => {
    const { qq, calls } = await connected()
    qq.answer('get_group_member_info', { data })
    expect(await calls.member('30001', live)).toMatchObject({
      kind: 'problem',
      problem: { code: 'onebot.unreadable' },
    })
  })

  it('is a problem in words when it does not come', async () => {
    const { room, qq, calls } = await connected()
    qq.answer('get_group_member_info', 'never')
    const asking = calls.member('30001', live)
    await qq.action('get_group_member_info')
    room.clock.advance(10_000)
    const message = '没查到群成员：QQ 端没有回答'
    expect(await asking).toMatchObject({ kind: 'problem', problem: { message } })
  })

  it.each(['text', { a: 1 }, null])('is not believed to be a list when it is %j', async (data) => {
    const { qq, calls } = await connected()
    qq.answer('get_group_member_list', { data })
    expect((await calls.members(live)).kind).toBe('problem')
  })

  it('is cut at 3,000 members', async () => {
    const { qq, calls } = await connected()
    qq.answer('get_group_member_list', {
      data: Array.from({ length: 3100 }, (_, index) => ({ user_id: 40_000 + index, nickname: 'x' })),
    })
    const told = await calls.members(live)
    expect(told.kind === 'told' && told.value.length).toBe(3000)
  })
})
