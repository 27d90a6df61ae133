import { describe, expect, it } from 'vitest'
import { group, openRoom, person, server, until } from './room.ts'

async function connected() {
  const room = openRoom()
  await room.update(server)
  const qq = await room.reverse()
  await until(() => room.state().endName !== null)
  /** Waits until everything that was sent before has been heard. */
  const heard = async () => {
    const before = room.messages.length
    qq.privateMessage('30009', '说到这里')
    await until(() => room.messages.some((one, index) => index >= before && one.sender.id === '30009'))
    room.messages.pop()
    await room.clock.advanceAsync(250)
  }
  return { room, qq, heard }
}

const notice = (fields: Record<string, unknown>) => ({ post_type: 'notice', ...fields })

describe('what the agent hears', () => {
  it('D01: nothing the bot said itself', async () => {
    const { room, qq, heard } = await connected()
    qq.groupMessage('20001', '30001', '回声', { user_id: 10001 })
    qq.groupMessage('20001', '30001', '回声', { post_type: 'message_sent' })
    await heard()
    expect(room.messages).toEqual([])
  })

  it('D02: the same message once, and the second is counted', async () => {
    const { room, qq, heard } = await connected()
    qq.groupMessage('20001', '30001', '在吗', { message_id: 7 })
    qq.groupMessage('20001', '30001', '在吗', { message_id: 7 })
    await heard()
    expect(room.messages).toHaveLength(1)
    expect(room.state().duplicates).toBe(1)
  })

  it('D03: the same id in two groups is two messages', async () => {
    const { room, qq, heard } = await connected()
    qq.groupMessage('20001', '30001', '在吗', { message_id: 7 })
    qq.groupMessage('20002', '30001', '在吗', { message_id: 7 })
    await heard()
    expect(room.messages.map((message) => message.chat.id)).toEqual(['20001', '20002'])
  })

  it('D04: one message that came over two connections of one number', async () => {
    const { room, qq, heard } = await connected()
    const forward = await room.forward()
    await room.update(server, { id: 'also', mode: 'client', url: forward.url })
    await until(() => room.state('also').state === 'connected')
    qq.groupMessage('20001', '30001', '在吗', { message_id: 7 })
    await until(() => room.messages.length === 1)
    forward.groupMessage('20001', '30001', '在吗', { message_id: 7 })
    forward.groupMessage('20001', '30001', '还在吗', { message_id: 8 })
    await until(() => room.messages.length === 2)
    await heard()
    expect(room.messages.map((message) => message.text)).toEqual(['在吗', '还在吗'])
    expect(room.state('also').duplicates).toBe(1)
  })

  it('a message without an id once, by what it says', async () => {
    const { room, qq, heard } = await connected()
    const fields = { message_id: undefined, time: 1765432100 }
    qq.groupMessage('20001', '30001', '在吗', fields)
    qq.groupMessage('20001', '30001', '在吗', fields)
    qq.groupMessage('20001', '30001', '在么', fields)
    await heard()
    expect(room.messages.map((message) => message.text)).toEqual(['在吗', '在么'])
  })

  it('a message without an id once, although the addresses of its pictures are signed anew', async () => {
    const { room, qq, heard } = await connected()
    const fields = { message_id: undefined, time: 1765432100 }
    const image = (file: string, rkey: string) => [
      { type: 'image', data: { file, url: `https://a.example/1?rkey=${rkey}` } },
    ]
    qq.groupMessage('20001', '30001', image('A.jpg', 'one'), fields)
    qq.groupMessage('20001', '30001', image('A.jpg', 'two'), fields)
    qq.groupMessage('20001', '30001', image('B.jpg', 'two'), fields)
    await heard()
    expect(room.messages.map(({ images }) => images[0]?.file)).toEqual(['A.jpg', 'B.jpg'])
  })

  it('D22: an old message with its own time', async () => {
    const { room, qq, heard } = await connected()
    qq.groupMessage('20001', '30001', '一小时前', { time: Math.floor(room.clock.now() / 1000) - 3600 })
    await heard()
    expect(room.messages[0]?.at).toBe(room.clock.now() - 250 - 3_600_000)
  })

  it('D14, D15: a recall once, however often it is told', async () => {
    const { room, qq, heard } = await connected()
    qq.recall('20001', 7, '30001')
    qq.recall('20001', 7, '30001')
    qq.event(notice({ notice_type: 'friend_recall', user_id: 30001, message_id: 7 }))
    await heard()
    expect(room.recalled).toEqual([
      { chat: group('20001'), messageId: '7' },
      { chat: person('30001'), messageId: '7' },
    ])
  })

  it('D16: a poke, when it was the bot that was poked and somebody else who did', async () => {
    const { room, qq, heard } = await connected()
    qq.pokeBot('20001', '30001')
    const poke = { notice_type: 'notify', sub_type: 'poke', group_id: 20001 }
    qq.event(notice({ ...poke, user_id: 30001, target_id: 30002 }))
    qq.event(notice({ ...poke, user_id: 10001, target_id: 10001 }))
    await heard()
    expect(room.poked.map(({ chat, sender }) => [chat.key, sender.id])).toEqual([['qq_group_20001', '30001']])
  })

  it('D17: no poke by the bot itself in private', async () => {
    const { room, qq, heard } = await connected()
    const poke = { notice_type: 'notify', sub_type: 'poke', user_id: 30001 }
    qq.event(notice({ ...poke, sender_id: 10001, target_id: 30001 }))
    qq.event(notice({ ...poke, sender_id: 30001, target_id: 10001 }))
    await heard()
    expect(room.poked.map(({ chat }) => chat.key)).toEqual(['qq_private_30001'])
  })

  it('D21: requests are told in the log with their flag and answered by nobody', async () => {
    const { room, qq, heard } = await connected()
    const before = qq.actions.length
    qq.event({ post_type: 'request', request_type: 'friend', user_id: 3, comment: '我', flag: '01765432000' })
    await heard()
    expect(room.lines.find((line) => line.fields.flag === '01765432000')?.message).toContain('好友申请')
    expect(qq.actions).toHaveLength(before)
  })

  it('C01–C03: goes on after junk of every kind, which is counted', async () => {
    const { room, qq, heard } = await connected()
    for (const junk of ['hello', '', '{"a":', 'null', '[]', Buffer.from('{"post_type":"message"}')])
      qq.sendRaw(junk)
    qq.groupMessage('../x', '30001', '在吗')
    qq.groupMessage('20001', '30001', '在吗')
    await heard()
    expect(room.messages).toHaveLength(1)
    expect(room.state()).toMatchObject({ state: 'connected', badFrames: 7, events: 2 })
    expect(qq.closes).toEqual([])
  })

  it('C09: kinds nobody knows are neither heard nor bad', async () => {
    const { room, qq, heard } = await connected()
    qq.event({ post_type: 'telemetry' })
    qq.groupMessage('20001', '30001', '频道', { message_type: 'guild' })
    qq.event(notice({ notice_type: 'never_heard_of' }))
    await heard()
    expect([room.messages.length, room.state().badFrames]).toEqual([0, 0])
  })

  it('E02: the echo of a message it sent, before or after the answer, is nothing', async () => {
    const { room, qq, heard } = await connected()
    const echo = {
      post_type: 'message_sent',
      message_type: 'group',
      group_id: 20001,
      user_id: 10001,
      message: 'x',
    }
    qq.answer('send_group_msg', () => {
      qq.event({ ...echo, message_id: 5 })
      return { data: { message_id: 5 } }
    })
    const signal = new AbortController().signal
    const sent = await room.oneBot
      .client('10001')
      ?.send(group('20001'), [{ type: 'text', text: 'x' }], signal)
    qq.event({ ...echo, message_id: 5 })
    await heard()
    expect(sent).toEqual({ kind: 'sent', messageId: '5' })
    expect(room.messages).toEqual([])
  })
})

describe('what the panel sees', () => {
  it('C24: five thousand messages are a handful of changes', async () => {
    const { room, qq } = await connected()
    let changes = 0
    room.states.subscribe(() => changes++)
    for (let count = 0; count < 5000; count++) qq.groupMessage('20001', '30001', `第 ${count} 句`)
    await until(() => room.messages.length === 5000)
    await room.clock.advanceAsync(1_000)
    expect(changes).toBe(1)
    expect(room.state().events).toBe(5000)
  })

  it('heartbeats show at most four times a second', async () => {
    const { room, qq, heard } = await connected()
    await heard()
    let changes = 0
    room.states.subscribe(() => changes++)
    for (let count = 0; count < 100; count++) qq.heartbeat()
    await heard()
    expect(changes).toBe(1)
    expect(room.state().lastHeartbeatAt).toBe(room.clock.now() - 250)
  })
})
