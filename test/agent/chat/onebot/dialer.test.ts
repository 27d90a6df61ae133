import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { FakeOneBot, type FakeOneBotOptions, type Handshake } from '../../../support/fake-onebot.ts'
import { group, openRoom, type Room, until } from './room.ts'

const signal = new AbortController().signal
const hello = [{ type: 'text', text: '你好' }] as const

const client = (url: string, fields: Record<string, unknown> = {}) => ({
  id: 'bot',
  mode: 'client',
  url,
  ...fields,
})

async function dialled(options: FakeOneBotOptions = {}, fields: Record<string, unknown> = {}) {
  const room = openRoom()
  const qq = await room.forward(options)
  await room.update(client(qq.url, fields))
  return { room, qq }
}

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** The waits between tries in milliseconds, as many as asked for; each is sat out on the fake clock. */
async function waits(room: Room, count: number): Promise<number[]> {
  const seen: number[] = []
  for (let index = 0; index < count; index++) {
    await until(() => room.state().nextRetryAt !== null && room.state().nextRetryAt !== room.clock.now())
    const delay = (room.state().nextRetryAt ?? 0) - room.clock.now()
    seen.push(delay)
    room.clock.advance(delay)
  }
  return seen
}

describe('the handshake', () => {
  it('A01, D0-13: carries the token in the header and nothing of it shows', async () => {
    const { room, qq } = await dialled({ token: 'plain-token' }, { accessToken: 'plain-token' })
    await until(() => room.state().state === 'connected')
    expect(qq.handshakes[0]?.headers.authorization).toBe('Bearer plain-token')
    expect(JSON.stringify([room.state(), room.lines])).not.toContain('plain-token')
  })

  it('A01: sends a token in Chinese as UTF-8 and, percent-encoded, in the query', async () => {
    const token = '秘 密+/=&'
    const { room, qq } = await dialled({ token }, { accessToken: token })
    await until(() => room.state().state === 'connected')
    const { headers, url } = qq.handshakes[0] ?? { headers: {}, url: '' }
    expect(Buffer.from(headers.authorization ?? '', 'latin1').toString()).toBe(`Bearer ${token}`)
    expect(new URL(url, 'ws://x').searchParams.get('access_token')).toBe(token)
  })

  it('A01: a token that no header can carry is a clear error', async () => {
    const { room, qq } = await dialled({}, { accessToken: 'a\nb' })
    await until(() => room.state().state === 'auth-failed')
    expect(room.state().problem?.code).toBe('onebot.token-illegal')
    expect(qq.handshakes).toEqual([])
  })

  it('masks a token that stands in the address', async () => {
    const room = openRoom()
    const qq = await room.forward({ token: 'in-query' })
    await room.update(client(`${qq.url}/?access_token=in-query`))
    await until(() => room.state().state === 'connected')
    expect(JSON.stringify([room.state(), room.lines])).not.toContain('in-query')
  })

  const refusals: [string, Handshake][] = [
    ['A02: 401', { kind: 'refuse', status: 401 }],
    ['A02: 403', { kind: 'refuse', status: 403 }],
    ['A03: a frame with 1403 after the upgrade', { kind: 'refuse-late' }],
    ['A04: close 1002', { kind: 'close', code: 1002 }],
    ['A04: close 1008', { kind: 'close', code: 1008 }],
  ]
  it.each(refusals)('%s is a wrong token, and there is no hurry', async (_what, handshake) => {
    const room = openRoom()
    const qq = await room.forward()
    qq.handshake = handshake
    await room.update(client(qq.url, { accessToken: 'x' }))
    await until(() => room.state().state === 'auth-failed')
    expect(room.state().problem?.code).toBe('onebot.auth')
    expect(room.state().nextRetryAt).toBeGreaterThanOrEqual(room.clock.now() + 30_000)
    await room.clock.advanceAsync(29_000)
    expect(qq.handshakes).toHaveLength(1)
    expect(room.lines.some((line) => line.message.includes('已连接'))).toBe(false)
  })

  it.each([
    [200, '网页'],
    [404, '路径'],
    [502, '代理'],
  ])('HTTP %d is explained', async (status, word) => {
    const room = openRoom()
    const qq = await room.forward()
    qq.handshake = { kind: 'refuse', status }
    await room.update(client(qq.url))
    await until(() => room.state().state === 'waiting-retry')
    expect(room.state().problem?.message).toContain(word)
    await room.clock.advanceAsync(250)
    expect(room.state().attempts[0]).toMatchObject({ result: 'failed', count: 1 })
  })

  it('A14: a redirect is not followed', async () => {
    const room = openRoom()
    const elsewhere = await room.forward()
    const qq = await room.forward()
    qq.handshake = { kind: 'refuse', status: 302, headers: { Location: elsewhere.url.replace('ws', 'http') } }
    await room.update(client(qq.url))
    await until(() => room.state().state === 'waiting-retry')
    expect(room.state().problem?.code).toBe('onebot.redirect')
    expect(elsewhere.handshakes).toEqual([])
  })

  it('A12: a self-signed certificate is refused unless this account allows it', async () => {
    const pem = readFileSync(new URL('../../../fixtures/self-signed.pem', import.meta.url))
    const https = createHttpsServer({ key: pem, cert: pem }).listen(0, '127.0.0.1')
    const sockets = new WebSocketServer({ server: https })
    sockets.on('connection', (ws) =>
      ws.send(
        '{"post_type":"meta_event","meta_event_type":"lifecycle","sub_type":"connect","self_id":10001}',
      ),
    )
    await once(https, 'listening')
    onTestFinished(() => {
      for (const ws of sockets.clients) ws.terminate()
      https.close()
    })
    const url = `wss://127.0.0.1:${(https.address() as AddressInfo).port}`
    const room = openRoom()
    await room.update(client(url))
    await until(() => room.state().state === 'waiting-retry')
    expect(room.state().problem?.hint).toContain('允许自签证书')
    await room.update(client(url, { allowSelfSigned: true }))
    await until(() => room.state().state === 'connected')
  })

  it('an address that is none is said to be so', async () => {
    const room = openRoom()
    await room.update(client('ws://:x'))
    expect(room.state()).toMatchObject({ state: 'failed', problem: { code: 'onebot.url' } })
  })
})

describe('staying connected', () => {
  it('A05, D0-11: waits longer and longer, and never gives up, while nobody is there, then connects once', async () => {
    const port = await freePort()
    const room = openRoom()
    await room.update(client(`ws://127.0.0.1:${port}`))
    expect(await waits(room, 7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    await until(() => room.state().state === 'waiting-retry')
    expect(room.state().problem).toMatchObject({
      code: 'onebot.refused',
      hint: expect.stringContaining(String(port)),
    })
    const qq = new FakeOneBot()
    await qq.listen(port)
    onTestFinished(() => qq.stop())
    await waits(room, 1)
    await until(() => room.state().state === 'connected')
    await room.clock.advanceAsync(20_000)
    expect(qq.opened).toBe(1)
    expect(room.lines.filter((line) => line.level === 'warn')).toHaveLength(1)
  })

  it('A06: a torn connection ends all calls at once, and none is repeated', async () => {
    const { room, qq } = await dialled()
    await until(() => room.state().state === 'connected')
    qq.answer('send_group_msg', 'never')
    const bot = room.oneBot.client('10001')
    const sending = [1, 2, 3].map(() => bot?.send(group('20001'), hello, signal))
    await qq.reply(3)
    qq.drop()
    expect((await Promise.all(sending)).map((sent) => sent?.kind)).toEqual(['unknown', 'unknown', 'unknown'])
    await waits(room, 1)
    await until(() => room.state().state === 'connected')
    expect([qq.opened, qq.replies.length]).toEqual([2, 3])
  })

  it('A07: asked to reconnect again and again, it keeps one connection', async () => {
    const { room, qq } = await dialled()
    for (let count = 1; count <= 5; count++) {
      await until(() => room.state().state === 'connected' && qq.opened === count)
      room.oneBot.reconnect('bot')
    }
    await until(() => room.state().state === 'connected' && qq.opened === 6)
    await room.clock.advanceAsync(60_000)
    expect([qq.opened, qq.connected]).toEqual([6, 1])
  })

  it('A07: reconnect ends a wait', async () => {
    const port = await freePort()
    const room = openRoom()
    await room.update(client(`ws://127.0.0.1:${port}`))
    await waits(room, 4)
    await until(() => room.state().state === 'waiting-retry')
    const qq = new FakeOneBot()
    await qq.listen(port)
    onTestFinished(() => qq.stop())
    room.oneBot.reconnect('bot')
    await until(() => room.state().state === 'connected')
  })

  it('forgets its failures after a minute of good connection', async () => {
    const { room, qq } = await dialled()
    for (let count = 1; count <= 3; count++) {
      await until(() => room.state().state === 'connected')
      qq.drop()
      expect(await waits(room, 1)).toEqual([1_000 * 2 ** (count - 1)])
    }
    await until(() => room.state().state === 'connected')
    await room.clock.advanceAsync(60_000)
    qq.drop()
    expect(await waits(room, 1)).toEqual([1_000])
  })

  it('A08: three missing heartbeats end a connection, and it is made anew', async () => {
    const { room, qq } = await dialled()
    await until(() => room.state().state === 'connected')
    for (let count = 1; count <= 3; count++) {
      await room.clock.advanceAsync(5_000)
      qq.heartbeat({ interval: 5_000 })
      // What follows the heartbeat shows that it arrived.
      qq.groupMessage('20001', '30001', '在吗')
      await until(() => room.messages.length === count)
    }
    qq.freeze()
    await room.clock.advanceAsync(14_000)
    expect(room.state().state).toBe('connected')
    await room.clock.advanceAsync(4_000)
    await until(() => qq.opened === 2 && room.state().state === 'connected')
    expect(room.state().attempts.some((attempt) => attempt.reason.includes('不再有动静'))).toBe(true)
  })

  it('A09: a quiet group is no reason to cut a connection that answers pings', async () => {
    const { room, qq } = await dialled()
    await until(() => room.state().state === 'connected')
    for (let second = 0; second < 600; second += 2) await room.clock.advanceAsync(2_000)
    expect([qq.opened, qq.connected, room.state().state]).toEqual([1, 1, 'connected'])
  })

  it('A11: QQ offline is shown, sends say so, and the socket stays', async () => {
    const { room, qq } = await dialled()
    await until(() => room.state().endName !== null)
    qq.heartbeat({ status: { online: false, good: false } })
    await until(() => room.state().state === 'qq-offline')
    const sent = await room.oneBot.client('10001')?.send(group('20001'), hello, signal)
    expect(sent).toMatchObject({ kind: 'failed', problem: { code: 'onebot.qq-offline' } })
    qq.heartbeat()
    await until(() => room.state().state === 'connected')
    expect([qq.opened, qq.replies.length]).toEqual([1, 0])
  })

  it('a notice that QQ went offline holds until a message comes', async () => {
    const { room, qq } = await dialled()
    await until(() => room.state().endName !== null)
    qq.event({
      post_type: 'notice',
      notice_type: 'bot_offline',
      user_id: 10001,
      tag: '被挤下线',
      message: '请重新登录',
    })
    await until(() => room.state().state === 'qq-offline')
    expect(room.state().problem?.message).toContain('请重新登录')
    qq.groupMessage('20001', '30001', '在吗')
    await until(() => room.state().state === 'connected')
  })

  it('A13: without a lifecycle event the first message tells the number', async () => {
    const room = openRoom()
    const qq = await room.forward({ lifecycle: false })
    qq.answer('get_login_info', 'never')
    await room.update(client(qq.url))
    await qq.connection()
    qq.privateMessage('30001', '在吗')
    await until(() => room.messages.length === 1)
    expect(room.messages[0]?.chat).toMatchObject({ selfId: '10001', key: 'qq_private_30001' })
    expect(room.oneBot.client('10001')).not.toBeNull()
  })

  it('C04: invalid UTF-8 costs the connection, not the program', async () => {
    const { room, qq } = await dialled()
    await until(() => room.state().state === 'connected')
    qq.sendRaw(Buffer.from([0xff, 0xfe, 0x80]), true)
    expect(await qq.closed()).toMatchObject({ code: 1007 })
    await waits(room, 1)
    await until(() => room.state().state === 'connected')
    qq.groupMessage('20001', '30001', '还在')
    await until(() => room.messages.length === 1)
  })

  it('C05: a frame above 64 MiB costs the connection, and the limit is named', async () => {
    const { room, qq } = await dialled()
    await until(() => room.state().state === 'connected')
    qq.sendRaw('a'.repeat(65 * 1024 * 1024))
    expect(await qq.closed()).toMatchObject({ code: 1009 })
    await until(() => room.state().state === 'waiting-retry')
    expect(room.state().problem?.message).toContain('64 MB')
    await waits(room, 1)
    await until(() => room.state().state === 'connected')
  })

  it('E19: another number than the pinned one is refused and retried slowly', async () => {
    const { room, qq } = await dialled({ selfId: '10009' }, { selfId: '10001' })
    await until(() => room.state().state === 'failed')
    expect(room.state().problem?.message).toContain('10009')
    expect(room.state().nextRetryAt).toBeGreaterThanOrEqual(room.clock.now() + 30_000)
    expect([qq.opened, room.pinned]).toEqual([1, []])
  })
})

describe('the end', () => {
  it('A15: during a connect leaves no timer and no connection', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const room = openRoom()
    const knocked = once(silent, 'connection')
    await room.update(client(`ws://127.0.0.1:${(silent.address() as AddressInfo).port}`))
    await knocked
    await room.life.dispose()
    expect(room.clock.timers).toBe(0)
  })

  it('A15: during a wait leaves no timer', async () => {
    const room = openRoom()
    await room.update(client(`ws://127.0.0.1:${await freePort()}`))
    await until(() => room.state().state === 'waiting-retry')
    await room.life.dispose()
    expect(room.clock.timers).toBe(0)
  })

  it('says goodbye with 1001', async () => {
    const { room, qq } = await dialled()
    await until(() => room.state().state === 'connected')
    await room.life.dispose()
    expect(await qq.closed()).toEqual({ code: 1001, reason: 'shutdown' })
    expect(room.clock.timers).toBe(0)
  })

  it('waits two seconds at most for an end that does not answer', async () => {
    const { room, qq } = await dialled()
    await until(() => room.state().state === 'connected')
    qq.freeze()
    const disposed = room.life.dispose()
    await room.clock.advanceAsync(2_000)
    await disposed
    expect(room.clock.timers).toBe(0)
  })
})
