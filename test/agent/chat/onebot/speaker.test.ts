import { describe, expect, it } from 'vitest'
import type { ChatAddress, OutgoingPart } from '../../../../src/agent/chat/chat-client.ts'
import type { Answer } from '../../../support/fake-onebot.ts'
import { group, openConnectedRoom, person, until } from './room.ts'

const live = new AbortController().signal
const hello: OutgoingPart[] = [{ type: 'text', text: '你好' }]

async function connected() {
  const { room, qq, client } = await openConnectedRoom()
  const send = (chat: ChatAddress = group('20001'), parts = hello, signal = live) =>
    client.send(chat, parts, signal)
  return { room, qq, client, send }
}

describe('sending', () => {
  it('F07: writes safe numbers as numbers and others as strings', async () => {
    const { qq, send } = await connected()
    await send(group('20001'))
    await send(group('12345678901234567890'))
    expect(qq.replies.map((reply) => reply.params.group_id)).toEqual([20001, '12345678901234567890'])
  })

  it('F16: answers a temporary chat through its group', async () => {
    const { qq, send } = await connected()
    await send({ ...person('30001'), viaGroup: '20001' })
    expect(qq.actions.at(-1)).toMatchObject({
      action: 'send_private_msg',
      params: { user_id: 30001, group_id: 20001 },
    })
  })

  it('C14, F08: quotes first, with the id as a string', async () => {
    const { qq, send } = await connected()
    await send(group('20001'), [...hello, { type: 'reply', messageId: '-2146097281' }])
    expect(qq.replies[0]?.segments).toEqual([
      { type: 'reply', data: { id: '-2146097281' } },
      { type: 'text', data: { text: '你好' } },
    ])
  })

  it('E16: fails at once while nothing is connected', async () => {
    const { room, qq, send } = await connected()
    await qq.stop()
    await until(() => room.state().state === 'listening')
    expect(await send()).toMatchObject({ kind: 'failed', problem: { code: 'onebot.not-connected' } })
  })

  it('E08: without an answer in 20 s it may have been delivered, is not repeated, and a late answer is nothing', async () => {
    const { room, qq, send } = await connected()
    let answerLate: (answer: Answer) => void = () => undefined
    qq.answer('send_group_msg', () => new Promise((resolve) => (answerLate = resolve)))
    const sending = send()
    await qq.reply()
    room.clock.advance(20_000)
    expect(await sending).toMatchObject({ kind: 'unknown', problem: { code: 'onebot.no-answer' } })
    answerLate({ data: { message_id: 5 } })
    qq.answer('send_group_msg', { data: { message_id: 6 } })
    expect(await send()).toEqual({ kind: 'sent', messageId: '6' })
    expect(qq.replies).toHaveLength(2)
  })

  it.each<[string, Answer, object]>([
    ['E09: async', { status: 'async', retcode: 1, data: null }, { kind: 'sent', messageId: null }],
    ['E10: success without an id', { data: null }, { kind: 'sent', messageId: null }],
    [
      "E12: NapCat's time-out",
      {
        status: 'failed',
        retcode: 1200,
        message: 'Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg EventRet: {"result":0}',
      },
      { kind: 'unknown' },
    ],
    [
      'muted',
      { status: 'failed', retcode: 1200, message: 'EventChecker Failed: NTEvent {"result": 120}' },
      { kind: 'failed', problem: { code: 'onebot.muted' } },
    ],
    [
      'any other failure',
      { status: 'failed', retcode: 1200, wording: '消息体无法解析' },
      { kind: 'failed', problem: { code: 'onebot.empty' } },
    ],
    [
      'a bare failure',
      { status: 'failed', retcode: 100 },
      { kind: 'failed', problem: { code: 'onebot.refused' } },
    ],
  ])('%s', async (_what, answer, outcome) => {
    const { qq, send } = await connected()
    qq.answer('send_group_msg', answer)
    expect(await send()).toMatchObject(outcome)
    expect(qq.replies).toHaveLength(1)
  })

  it('E13: out of the group, it says so once and sends there no more', async () => {
    const { room, qq, send } = await connected()
    const message = 'EventChecker Failed: NTEvent {"result": 110, "errMsg": "你已被移出该群"}'
    qq.answer('send_group_msg', { status: 'failed', retcode: 1200, message })
    expect(await send()).toMatchObject({ kind: 'failed', problem: { code: 'onebot.left' } })
    expect(await send()).toMatchObject({ kind: 'failed', problem: { code: 'onebot.left' } })
    expect([room.left.length, qq.replies.length]).toEqual([1, 1])
    qq.groupMessage('20001', '30001', '又进来了')
    await until(() => room.messages.length === 1)
    qq.answer('send_group_msg', { data: { message_id: 1 } })
    expect((await send()).kind).toBe('sent')
  })

  it('E11: an action the end does not know is not asked again', async () => {
    const { qq, client } = await connected()
    qq.answer('get_msg', { status: 'failed', retcode: 1404 })
    expect(await client.fetchMessage(group('20001'), '1', live)).toBeNull()
    expect(await client.fetchMessage(group('20001'), '2', live)).toBeNull()
    expect(qq.actions.filter(({ action }) => action === 'get_msg')).toHaveLength(1)
  })

  it('stopped in the middle of a send, it still takes an answer that comes at once', async () => {
    const { room, qq, send } = await connected()
    const stop = new AbortController()
    let answer: (answer: Answer) => void = () => undefined
    qq.answer('send_group_msg', () => new Promise((resolve) => (answer = resolve)))
    const first = send(group('20001'), hello, stop.signal)
    await qq.reply()
    stop.abort()
    answer({ data: { message_id: 9 } })
    expect(await first).toEqual({ kind: 'sent', messageId: '9' })

    const again = new AbortController()
    const second = send(group('20001'), hello, again.signal)
    await qq.reply(2)
    again.abort()
    room.clock.advance(2_000)
    expect(await second).toMatchObject({ kind: 'unknown', problem: { code: 'onebot.aborted' } })
  })

  it('two time-outs in a row are shown, and an answer ends that', async () => {
    const { room, qq, send } = await connected()
    qq.answer('send_group_msg', 'never')
    const sending = [send(), send()]
    await qq.reply(2)
    // Heartbeats keep the connection; only calls are dead.
    room.clock.advance(20_000)
    await Promise.all(sending)
    expect(room.state()).toMatchObject({ state: 'connected', problem: { code: 'onebot.calls-unanswered' } })
    qq.answer('send_group_msg', { data: null })
    await send()
    expect(room.state().problem).toBeNull()
  })
})

describe('places where the bot may not speak', () => {
  const mute = (fields: Record<string, unknown>) => ({
    post_type: 'notice',
    group_id: 20001,
    operator_id: 1,
    ...fields,
  })
  const muted = { kind: 'failed', problem: { code: 'onebot.muted' } }

  /** Sends an event and waits until it was heard. */
  async function tell({ room, qq }: Awaited<ReturnType<typeof connected>>, event: Record<string, unknown>) {
    const before = room.messages.length
    qq.event(event)
    qq.privateMessage('30009', '说到这里')
    await until(() => room.messages.length > before)
  }

  it('D18: muted, it sends nothing there until the mute is lifted', async () => {
    const all = await connected()
    const ban = { notice_type: 'group_ban', user_id: 10001 }
    await tell(all, mute({ ...ban, sub_type: 'ban', duration: 600 }))
    expect(await all.send()).toMatchObject(muted)
    expect((await all.send(group('20002'))).kind).toBe('sent')
    await tell(all, mute({ ...ban, sub_type: 'lift_ban', duration: 0 }))
    expect((await all.send()).kind).toBe('sent')
    expect(all.qq.replies).toHaveLength(2)
  })

  it('D18: muted, it may speak when the time is over', async () => {
    const all = await connected()
    await tell(all, mute({ notice_type: 'group_ban', user_id: 10001, sub_type: 'ban', duration: 600 }))
    await all.room.clock.advanceAsync(599_000)
    expect(await all.send()).toMatchObject(muted)
    await all.room.clock.advanceAsync(2_000)
    expect((await all.send()).kind).toBe('sent')
  })

  const groupBan = { notice_type: 'group_ban', user_id: 0 }

  it('D19: a mute of the whole group holds for a member', async () => {
    const all = await connected()
    await tell(all, mute({ ...groupBan, sub_type: 'ban', duration: -1 }))
    expect(await all.send()).toMatchObject(muted)
    await tell(all, mute({ ...groupBan, sub_type: 'lift_ban', duration: 0 }))
    expect((await all.send()).kind).toBe('sent')
  })

  it('D19: a mute of the whole group does not hold for an admin', async () => {
    const all = await connected()
    all.qq.answer('get_group_member_info', { data: { role: 'admin' } })
    await tell(all, mute({ ...groupBan, sub_type: 'ban', duration: -1 }))
    await all.qq.action('get_group_member_info')
    // The answer was written before the next message is, so it is here when that is.
    await tell(all, { post_type: 'meta_event', meta_event_type: 'heartbeat' })
    expect((await all.send()).kind).toBe('sent')
  })

  it.each(['kick_me', 'disband', 'leave'])('D20: after %s the chat is over', async (subType) => {
    const all = await connected()
    const gone = mute({ notice_type: 'group_decrease', sub_type: subType, user_id: 10001 })
    await tell(all, gone)
    await tell(all, gone)
    expect(all.room.left).toEqual([group('20001')])
    expect(await all.send()).toMatchObject({ kind: 'failed', problem: { code: 'onebot.left' } })
    await tell(all, mute({ notice_type: 'group_increase', sub_type: 'invite', user_id: 10001 }))
    expect((await all.send()).kind).toBe('sent')
  })
})

describe('fetching a quoted message', () => {
  const quoted = {
    message_id: 77,
    message_type: 'group',
    group_id: 20001,
    sender: { user_id: 30002, nickname: '小鹿', card: '鹿' },
    message: [{ type: 'text', data: { text: '原话' } }],
  }

  it.each([
    ['D11: an array', quoted],
    ["D11: the standard's answer, which names no group", { ...quoted, group_id: undefined }],
    ['D11: the string format', { ...quoted, message: '原话' }],
  ])('%s', async (_what, data) => {
    const { qq, client } = await connected()
    qq.answer('get_msg', { data })
    expect(await client.fetchMessage(group('20001'), '77', live)).toEqual({
      senderId: '30002',
      senderName: '鹿',
      text: '原话',
      images: [],
      forwardId: null,
    })
  })

  it('tells under which id a quoted conversation can be had', async () => {
    const { qq, client } = await connected()
    qq.answer('get_msg', { data: { ...quoted, message: [{ type: 'forward', data: { id: 'R1' } }] } })
    const message = await client.fetchMessage(group('20001'), '77', live)
    expect(message).toMatchObject({ text: '[合并转发]', forwardId: 'R1' })
  })

  it.each([
    ['D12: of another group', { ...quoted, group_id: 20002 }],
    ['D12: of a private chat', { ...quoted, message_type: 'private', group_id: undefined }],
    ['D12: with another id', { ...quoted, message_id: 78 }],
    ['without an author', { ...quoted, sender: null }],
    ['that is nothing', null],
  ])('%s it is dropped', async (_what, data) => {
    const { qq, client } = await connected()
    qq.answer('get_msg', { data })
    expect(await client.fetchMessage(group('20001'), '77', live)).toBeNull()
  })

  it('D12: in private, what was said to somebody else is dropped', async () => {
    const { qq, client } = await connected()
    const own = { ...quoted, message_type: 'private', group_id: undefined, sender: { user_id: 10001 } }
    qq.answer('get_msg', { data: { ...own, target_id: 30009 } })
    expect(await client.fetchMessage(person('30001'), '77', live)).toBeNull()
    qq.answer('get_msg', { data: { ...own, target_id: 30001 } })
    expect(await client.fetchMessage(person('30001'), '77', live)).toMatchObject({ senderId: '10001' })
  })

  it('tells its pictures', async () => {
    const { qq, client } = await connected()
    const image = { type: 'image', data: { url: 'https://a.example/1', file: 'A.jpg' } }
    qq.answer('get_msg', { data: { ...quoted, message: [image] } })
    const message = await client.fetchMessage(group('20001'), '77', live)
    expect(message?.images).toEqual([{ url: 'https://a.example/1', file: 'A.jpg', sticker: false }])
  })

  it('D13: one that does not exist is null', async () => {
    const { qq, client } = await connected()
    qq.answer('get_msg', { status: 'failed', retcode: 1200, message: '消息不存在' })
    expect(await client.fetchMessage(group('20001'), '77', live)).toBeNull()
  })

  it('D11: one that takes longer than two seconds is null', async () => {
    const { room, qq, client } = await connected()
    qq.answer('get_msg', 'never')
    const fetching = client.fetchMessage(group('20001'), '77', live)
    await qq.action('get_msg')
    room.clock.advance(2_000)
    expect(await fetching).toBeNull()
  })
})

describe('a fresh address of a picture', () => {
  const image = (name: string, url = `https://a.example/${name}?rkey=new`) => ({
    type: 'image',
    data: { url, file: `${name}.jpg` },
  })
  const message = { message_id: 77, message_type: 'group', group_id: 20001, user_id: 30002 }
  const wanted = { messageId: '77', index: 1, file: 'B.jpg' }

  it('comes from its message, by its name there, else by its place', async () => {
    const { qq, client } = await connected()
    qq.answer('get_msg', { data: { ...message, message: [image('B'), image('A')] } })
    expect(await client.refreshPicture(group('20001'), wanted, live)).toBe('https://a.example/B?rkey=new')
    const unnamed = { ...wanted, file: '' }
    expect(await client.refreshPicture(group('20001'), unnamed, live)).toBe('https://a.example/A?rkey=new')
    expect(qq.calls('get_image')).toEqual([])
  })

  it('comes from its place where two of its message have the same name', async () => {
    const { qq, client } = await connected()
    const same = ['1', '2'].map((name) => image('B', `https://a.example/${name}`))
    qq.answer('get_msg', { data: { ...message, message: same } })
    expect(await client.refreshPicture(group('20001'), wanted, live)).toBe('https://a.example/2')
  })

  it.each([
    ['an address', { url: 'https://a.example/B' }, 'https://a.example/B'],
    ['bytes', { file: '/app/B.jpg', base64: 'AAAA' }, 'base64://AAAA'],
    ['an address in place of a file', { file: 'http://a.example/B' }, 'http://a.example/B'],
    ['a path', { file: '/app/B.jpg', url: '/app/B.jpg' }, null],
  ])('comes from the picture itself when the message is gone, as %s', async (_what, data, address) => {
    const { qq, client } = await connected()
    qq.answer('get_msg', { status: 'failed', retcode: 1200 })
    qq.answer('get_image', { data })
    expect(await client.refreshPicture(group('20001'), wanted, live)).toBe(address)
    expect(qq.calls('get_image')[0]?.params).toEqual({ file: 'B.jpg' })
  })

  it('is not taken from a message of another chat', async () => {
    const { qq, client } = await connected()
    qq.answer('get_msg', { data: { ...message, group_id: 20002, message: [image('A'), image('B')] } })
    qq.answer('get_image', { status: 'failed', retcode: 1404 })
    expect(await client.refreshPicture(group('20001'), wanted, live)).toBeNull()
  })

  it('is not waited for longer than five seconds', async () => {
    const { room, qq, client } = await connected()
    qq.answer('get_msg', 'never')
    qq.answer('get_image', 'never')
    const asking = client.refreshPicture(group('20001'), wanted, live)
    await qq.action('get_msg')
    room.clock.advance(2_000)
    await qq.action('get_image')
    room.clock.advance(3_000)
    expect(await asking).toBeNull()
  })
})
