import { describe, expect, it } from 'vitest'
import { type ConnectedRoom, group, openConnectedRoom, person, until } from './room.ts'

const sign = { messageId: '77' }
const chat = group('20001')

/** Lets the end and the bot finish what is on its way. */
async function settle({ room }: ConnectedRoom): Promise<void> {
  await room.clock.advanceAsync(0)
}

describe('in a group', () => {
  it('puts a reaction under the message and takes it away once', async () => {
    const all = await openConnectedRoom()
    const stop = all.client.showWorking(chat, sign)
    await until(() => all.qq.reactions.length === 1)
    stop()
    stop()
    await until(() => all.qq.reactions.length === 2)
    await settle(all)
    expect(all.qq.reactions).toEqual([
      { messageId: '77', emojiId: '424', set: true },
      { messageId: '77', emojiId: '424', set: false },
    ])
  })

  it('takes it away even when it is told to before the end has answered', async () => {
    const all = await openConnectedRoom()
    all.client.showWorking(chat, sign)()
    await until(() => all.qq.reactions.length === 2)
    expect(all.qq.reactions.map(({ set }) => set)).toEqual([true, false])
  })

  it("falls back to Lagrange's reaction, and remembers what the end does not know", async () => {
    const all = await openConnectedRoom({ unsupported: ['set_msg_emoji_like'] })
    for (const messageId of ['77', '78']) {
      const stop = all.client.showWorking(chat, { messageId })
      await until(() => all.qq.reactions.at(-1)?.messageId === messageId)
      stop()
      await until(() => all.qq.reactions.at(-1)?.set === false)
    }
    expect(all.qq.calls('set_msg_emoji_like')).toHaveLength(1)
    expect(all.qq.calls('set_group_reaction').map(({ params }) => params)).toEqual(
      [
        [77, true],
        [77, false],
        [78, true],
        [78, false],
      ].map(([id, add]) => ({ group_id: 20001, message_id: id, code: '424', is_add: add })),
    )
  })

  it('stops asking an end that refuses three times in a row', async () => {
    const all = await openConnectedRoom({ unsupported: ['set_group_reaction'] })
    all.qq.answer('set_msg_emoji_like', { status: 'failed', retcode: 1200, message: 'msg not found' })
    for (let asked = 1; asked <= 3; asked++) {
      all.client.showWorking(chat, sign)()
      await until(() => all.qq.calls('set_msg_emoji_like').length === asked)
      await settle(all)
    }
    all.client.showWorking(chat, sign)()
    await until(() => all.qq.calls('set_group_reaction').length === 1)
    await settle(all)
    expect(all.qq.calls('set_msg_emoji_like')).toHaveLength(3)
  })

  it('does nothing without the id of a message, nor where the bot is muted', async () => {
    const all = await openConnectedRoom()
    const ban = { notice_type: 'group_ban', sub_type: 'ban', user_id: 10001, duration: 600 }
    all.qq.event({ post_type: 'notice', group_id: 20002, operator_id: 1, ...ban })
    all.qq.privateMessage('30009', '说到这里')
    await until(() => all.room.messages.length === 1)
    all.client.showWorking(chat, { messageId: null })()
    all.client.showWorking(group('20002'), sign)()
    await settle(all)
    expect(all.qq.calls('set_msg_emoji_like')).toEqual([])
  })

  it('holds it against nobody when it is not answered', async () => {
    const all = await openConnectedRoom()
    all.qq.answer('set_msg_emoji_like', 'never')
    for (const messageId of ['77', '78']) all.client.showWorking(chat, { messageId })
    await all.qq.action('set_msg_emoji_like', 2)
    all.room.clock.advance(5_000)
    await settle(all)
    expect(all.room.state().problem).toBeNull()
  })

  it('is quiet while nothing is connected', async () => {
    const all = await openConnectedRoom()
    await all.qq.stop()
    await until(() => all.room.state().state === 'listening')
    all.client.showWorking(chat, sign)()
    all.client.showWorking(person('30001'), sign)()
    await settle(all)
    expect(all.qq.calls('set_msg_emoji_like')).toEqual([])
  })
})

describe('in private', () => {
  it('says 正在输入 again every five seconds until it is ended', async () => {
    const all = await openConnectedRoom()
    const stop = all.client.showWorking(person('30001'), sign)
    await all.room.clock.advanceAsync(10_000)
    await all.qq.action('set_input_status', 3)
    stop()
    await all.room.clock.advanceAsync(20_000)
    const calls = all.qq.calls('set_input_status')
    expect(calls).toHaveLength(3)
    expect(calls[0]?.params).toEqual({ user_id: 30001, event_type: 1 })
  })

  it('ends by itself after two minutes', async () => {
    const all = await openConnectedRoom()
    all.client.showWorking(person('30001'), sign)
    await all.room.clock.advanceAsync(10 * 60_000)
    expect(all.qq.calls('set_input_status').length).toBe(24)
  })

  it('asks an end that cannot do it once', async () => {
    const all = await openConnectedRoom({ unsupported: ['set_input_status'] })
    for (let turn = 0; turn < 2; turn++) {
      all.client.showWorking(person('30001'), sign)
      await all.room.clock.advanceAsync(10_000)
    }
    expect(all.qq.calls('set_input_status')).toHaveLength(1)
  })
})
