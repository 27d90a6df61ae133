import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { FakeOneBot } from '../../../support/fake-onebot.ts'
import { group, openRoom, server, until } from './room.ts'

const signal = new AbortController().signal
const hello = [{ type: 'text', text: '你好' }] as const

describe('an end that connects to us', () => {
  it('B01: is used for events and for calls', async () => {
    const room = openRoom()
    await room.update({ ...server, accessToken: 't' })
    const qq = await room.reverse({ token: 't' })
    qq.groupMessage('20001', '30001', '在吗')
    await until(() => room.messages.length === 1)
    const sent = await room.oneBot.client('10001')?.send(group('20001'), hello, signal)
    expect(sent?.kind).toBe('sent')
    expect(qq.replies[0]).toMatchObject({ kind: 'group', id: '20001', text: '你好' })
  })

  it('is connected only once it has shown that it is a OneBot end', async () => {
    const room = openRoom()
    await room.update(server)
    const qq = await room.reverse({ lifecycle: false, headers: { 'X-Client-Role': 'Event' } })
    await until(() => room.state().state === 'connecting')
    qq.groupMessage('20001', '30001', '在吗')
    await until(() => room.messages.length === 1)
    expect(room.state().state).toBe('connecting')
    qq.lifecycle()
    await until(() => room.state().state === 'connected')
  })

  it('tells who it is, and its number is kept', async () => {
    const room = openRoom()
    await room.update(server)
    await room.reverse()
    await until(() => room.pinned.length > 0)
    await room.clock.advanceAsync(250)
    expect(room.pinned).toEqual([['bot', '10001']])
    expect(room.state()).toMatchObject({ nickname: '小杏', selfId: '10001', latencyMs: 0 })
    await until(() => room.clock.timers > 0 && room.state().endName === 'FakeOneBot 1.0.0')
  })

  it('B02, B03: is refused before the upgrade without the right token, and a hundred tries are a few lines', async () => {
    const room = openRoom()
    await room.update({ ...server, accessToken: 't' })
    const wrong = await room.reverse({ token: 'wrong' })
    const missing = await room.reverse({})
    expect([wrong.refusals, missing.refusals]).toEqual([[403], [401]])
    for (let count = 1; count < 100; count++) {
      await new FakeOneBot({ token: 'wrong' }).connect(room.address())
    }
    wrong.groupMessage('20001', '30001', '听我的')
    await room.clock.advanceAsync(250)
    expect(room.state()).toMatchObject({
      state: 'listening',
      problem: { message: expect.stringContaining('令牌') },
    })
    expect(room.state().attempts).toMatchObject([
      { result: 'refused', count: 100 },
      { result: 'refused', count: 1 },
    ])
    expect(room.lines.filter((line) => line.level === 'warn')).toHaveLength(4)
    expect(room.messages).toEqual([])
  })

  it('B04: may send an empty token when none is configured', async () => {
    const room = openRoom()
    await room.update(server)
    await room.reverse({ token: '' })
    await until(() => room.state().state === 'connected')
  })

  it('B08: may use two sockets, one for events and one for calls', async () => {
    const room = openRoom()
    await room.update(server)
    const api = await room.reverse({ headers: { 'X-Client-Role': 'API' }, lifecycle: false })
    await until(() => room.state().problem?.code === 'onebot.no-event-connection')
    const events = await room.reverse({ headers: { 'X-Client-Role': 'Event' } })
    await until(() => room.state().problem === null)
    events.groupMessage('20001', '30001', '在吗')
    await until(() => room.messages.length === 1)
    await room.oneBot.client('10001')?.send(group('20001'), hello, signal)
    expect([api.replies.length, events.actions.length]).toEqual([1, 0])
  })

  it('B09: with events only, a send fails at once and says why', async () => {
    const room = openRoom()
    await room.update(server)
    await room.reverse({ headers: { 'X-Client-Role': 'Event' } })
    await until(() => room.state().state === 'connected')
    const sent = await room.oneBot.client('10001')?.send(group('20001'), hello, signal)
    expect(sent).toMatchObject({ kind: 'failed', problem: { code: 'onebot.no-api-connection' } })
    expect(room.state().problem?.code).toBe('onebot.no-api-connection')
  })

  it('B12: is not heard when it speaks for another number, with one warning', async () => {
    const room = openRoom()
    await room.update(server)
    const qq = await room.reverse()
    for (let count = 0; count < 5; count++) qq.groupMessage('20001', '30001', '我是别人', { self_id: 99999 })
    qq.groupMessage('20001', '30001', '我是自己')
    await until(() => room.messages.length === 1)
    expect(room.messages[0]?.text).toBe('我是自己')
    expect(room.lines.filter((line) => line.level === 'warn')).toHaveLength(1)
  })

  it('B13: the newest connection wins, the old one is closed and its calls are over', async () => {
    const room = openRoom()
    await room.update(server)
    const old = await room.reverse()
    await until(() => room.state().state === 'connected')
    old.answer('send_group_msg', 'never')
    const sending = room.oneBot.client('10001')?.send(group('20001'), hello, signal)
    await old.reply()
    const fresh = await room.reverse()
    expect(await sending).toMatchObject({ kind: 'unknown', problem: { code: 'onebot.connection-closed' } })
    expect(await old.closed()).toMatchObject({ code: 4409 })
    expect((await room.oneBot.client('10001')?.send(group('20001'), hello, signal))?.kind).toBe('sent')
    expect([old.replies.length, fresh.replies.length]).toEqual([1, 1])
  })

  it('B13: a half-open old connection is cut after two seconds', async () => {
    const room = openRoom()
    await room.update(server)
    const old = await room.reverse()
    await until(() => room.state().endName !== null)
    await room.clock.advanceAsync(250)
    const timersOfOne = room.clock.timers
    old.freeze()
    await room.reverse()
    await until(() => room.clock.timers > timersOfOne)
    await room.clock.advanceAsync(2_000)
    await until(() => room.clock.timers === timersOfOne)
  })

  it('B14: two numbers in one group stay two, each answered over its own socket', async () => {
    const room = openRoom()
    await room.update(server, { ...server, id: 'two' })
    const one = await room.reverse({ selfId: '10001' })
    const two = await room.reverse({ selfId: '10002' })
    await until(() => room.state('bot').state === 'connected' && room.state('two').state === 'connected')
    one.groupMessage('20001', '30001', '甲')
    two.groupMessage('20001', '30001', '乙')
    await until(() => room.messages.length === 2)
    expect(room.messages.map((message) => message.chat.selfId).sort()).toEqual(['10001', '10002'])
    await room.oneBot.client('10002')?.send(group('20001', '10002'), hello, signal)
    expect([one.replies.length, two.replies.length]).toEqual([0, 1])
  })

  it('B15: a wrong path is 404, a plain request 426', async () => {
    const room = openRoom()
    await room.update(server)
    const lost = await room.reverse({}, '/nope')
    expect(lost.refusals).toEqual([404])
    const http = room.address().replace('ws:', 'http:')
    expect((await fetch(http)).status).toBe(426)
    expect((await fetch(http, { method: 'POST', body: 'x' })).status).toBe(426)
    await room.clock.advanceAsync(250)
    expect(room.state().attempts[0]?.reason).toContain('/onebot/v11/ws')
  })

  it('B16: that never tells a number is closed after ten seconds, and few of them may wait', async () => {
    const room = openRoom()
    await room.update(server)
    const nameless = { headers: { 'X-Self-ID': null }, lifecycle: false }
    const waiting = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const qq = new FakeOneBot(nameless)
        qq.answer('get_login_info', 'never')
        return qq.connect(room.address())
      }),
    )
    const refused = waiting.filter((qq) => qq.refusals.length > 0)
    expect(refused.map((qq) => qq.refusals)).toEqual([[503], [503]])
    const good = await room.reverse()
    await room.clock.advanceAsync(10_000)
    const closed = await Promise.all(waiting.filter((qq) => !refused.includes(qq)).map((qq) => qq.closed()))
    expect(closed.every(({ code }) => code === 4408)).toBe(true)
    good.groupMessage('20001', '30001', '在吗')
    await until(() => room.messages.length === 1)
    await Promise.all(waiting.map((qq) => qq.stop()))
  })

  it('B16: two hundred sockets that say nothing keep nobody out', async () => {
    const room = openRoom()
    await room.update(server)
    const { port } = new URL(room.address())
    const idle = Array.from({ length: 200 }, () => connect(Number(port), '127.0.0.1'))
    await Promise.all(idle.map((socket) => once(socket, 'connect')))
    await room.reverse()
    await until(() => room.state().state === 'connected')
    for (const socket of idle) socket.destroy()
  })

  it('without X-Self-ID is bound by what it says first', async () => {
    const room = openRoom()
    await room.update({ ...server, selfId: '10001' })
    const qq = await room.reverse({ headers: { 'X-Self-ID': null }, lifecycle: false })
    qq.groupMessage('20001', '30001', '在吗')
    await until(() => room.messages.length === 1)
    await until(() => room.state().state === 'connected')
  })

  it('E19: is refused when another number is logged in than it claims', async () => {
    const room = openRoom()
    await room.update(server)
    const qq = new FakeOneBot()
    qq.answer('get_login_info', { data: { user_id: 10009, nickname: '别人' } })
    await qq.connect(room.address())
    expect(await qq.closed()).toMatchObject({ code: 4403 })
    expect(room.pinned).toEqual([])
    expect(room.state()).toMatchObject({
      state: 'listening',
      problem: { message: expect.stringContaining('10009') },
    })
    await qq.stop()
  })
})

describe('a connection that fits no account', () => {
  it('is shown, not answered, and let in once it is added', async () => {
    const room = openRoom()
    const known = { ...server, selfId: '10002' }
    await room.update(known)
    const stranger = await room.reverse({ selfId: '10001', reconnectMs: 1 })
    await until(() => Object.keys(room.pending.value).length === 1)
    const [row] = Object.values(room.pending.value)
    expect(row).toMatchObject({ selfId: '10001', host: '127.0.0.1', remote: '127.0.0.1' })
    expect(row?.port).toBe(Number(new URL(room.address()).port))
    stranger.groupMessage('20001', '30001', '有人吗')
    await room.clock.advanceAsync(20_000)
    expect([room.messages.length, stranger.actions.length, stranger.connected]).toEqual([0, 0, 1])

    await room.update(known, { ...server, id: 'new', selfId: '10001' })
    await until(() => room.state('new').state === 'connected')
    expect(room.pending.value).toEqual({})
    stranger.groupMessage('20001', '30001', '有人吗')
    await until(() => room.messages.length === 1)
  })

  it('vanishes from the panel when it goes', async () => {
    const room = openRoom()
    await room.update({ ...server, selfId: '10002' })
    const stranger = await room.reverse({ selfId: '10001' })
    await until(() => Object.keys(room.pending.value).length === 1)
    await stranger.stop()
    await until(() => Object.keys(room.pending.value).length === 0)
  })
})

describe('listening', () => {
  it('B18: is refused on an open address without a token', async () => {
    const room = openRoom()
    await room.update({ ...server, host: '0.0.0.0' })
    expect(room.state()).toMatchObject({ state: 'failed', problem: { code: 'onebot.token-required' } })
    expect(room.oneBot.listening()).toEqual([])
  })

  it('B18: refuses a page in a browser', async () => {
    const room = openRoom()
    await room.update(server)
    const page = new WebSocket(room.address(), { origin: 'https://evil.example' })
    const [error] = await once(page, 'error')
    expect(String(error)).toContain('403')
  })

  it('needs a token it can read', async () => {
    const room = openRoom()
    room.unreadable.add('bot')
    await room.update({ ...server, accessToken: 't' })
    expect(room.state()).toMatchObject({ state: 'failed', problem: { hint: '重新填一次令牌' } })
  })

  it('names a port in use and tries again every ten seconds, while others go on', async () => {
    const room = openRoom()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    await room.update(server, { id: 'busy', mode: 'server', port })
    expect(room.state('busy')).toMatchObject({
      state: 'failed',
      problem: { code: 'onebot.port-in-use', message: expect.stringContaining(String(port)) },
      nextRetryAt: room.clock.now() + 10_000,
    })
    await room.reverse()
    await until(() => room.state().state === 'connected')
    other.close()
    await once(other, 'close')
    room.clock.advance(10_000)
    await until(() => room.state('busy').state === 'listening')
    expect(room.address('busy')).toBe(`ws://127.0.0.1:${port}`)
  })

  it('lets go of an account that was removed', async () => {
    const room = openRoom()
    await room.update(server)
    const qq = await room.reverse()
    await until(() => room.state().state === 'connected')
    await room.update()
    expect(await qq.closed()).toMatchObject({ code: 1012 })
    expect(room.states.value).toEqual({})
    expect(room.oneBot.client('10001')).toBeNull()
  })

  it('keeps connections through a new title and the number it told itself', async () => {
    const room = openRoom()
    await room.update(server)
    const qq = await room.reverse()
    await until(() => room.pinned.length === 1)
    await room.update({ ...server, selfId: '10001', title: '小号' })
    expect(room.state()).toMatchObject({ state: 'connected', title: '小号' })
    expect(qq.closes).toEqual([])
  })

  it('drops connections whose token is no longer right', async () => {
    const room = openRoom()
    await room.update({ ...server, accessToken: 'old' })
    const qq = await room.reverse({ token: 'old', reconnectMs: 1 })
    await until(() => room.state().state === 'connected')
    await room.update({ ...server, accessToken: 'new' })
    await until(() => qq.refusals.length > 0)
    expect(qq.refusals[0]).toBe(403)
  })

  it('shows a disabled account as disabled and listens for nobody', async () => {
    const room = openRoom()
    await room.update({ ...server, enabled: false })
    expect(room.state().state).toBe('disabled')
    expect(room.oneBot.listening()).toEqual([])
  })
})
