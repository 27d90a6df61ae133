import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { group, openConnectedRoom, person, until } from './room.ts'

const live = new AbortController().signal
const chat = group('20001')
const bytes = randomBytes(3000)
const inline = `base64://${bytes.toString('base64')}`

describe('a picture', () => {
  it('F09: goes along as base64 in `file`, and nothing else', async () => {
    const { qq, client } = await openConnectedRoom()
    const outcome = await client.send(chat, [{ type: 'image', bytes }], live)
    expect(outcome.kind).toBe('sent')
    expect(qq.replies[0]?.segments).toEqual([{ type: 'image', data: { file: inline } }])
  })

  it('is only the part of the buffer that it is', async () => {
    const { qq, client } = await openConnectedRoom()
    const outer = new Uint8Array([9, 1, 2, 3, 9])
    await client.send(chat, [{ type: 'image', bytes: outer.subarray(1, 4) }], live)
    expect(qq.replies[0]?.segments[0]?.data).toEqual({ file: 'base64://AQID' })
  })

  it('of more than 10 MB is refused with the limit, and so are several that are too much together', async () => {
    const { qq, client } = await openConnectedRoom()
    const large = new Uint8Array(10_000_001)
    const message = expect.stringMatching(/10 MB/)
    expect(await client.send(chat, [{ type: 'image', bytes: large }], live)).toMatchObject({
      kind: 'failed',
      problem: { code: 'onebot.too-large', message },
    })
    const half = { type: 'image', bytes: new Uint8Array(9_000_000) } as const
    expect((await client.send(chat, [half, half], live)).kind).toBe('failed')
    expect(qq.replies).toEqual([])
  })

  it('has more time than a text, by its size', async () => {
    const { room, qq, client } = await openConnectedRoom()
    qq.answer('send_group_msg', 'never')
    let over = false
    const picture = { type: 'image', bytes: new Uint8Array(1_310_720) } as const
    const sending = client.send(chat, [picture], live).finally(() => (over = true))
    await qq.reply()
    await room.clock.advanceAsync(29_000)
    expect(over).toBe(false)
    await room.clock.advanceAsync(1_000)
    expect(await sending).toMatchObject({ kind: 'unknown' })
  })
})

describe('a file', () => {
  it("D0-44: goes over the account's own connection with its bytes, as the end may run elsewhere", async () => {
    const { qq, client } = await openConnectedRoom()
    const opened = qq.opened
    expect(await client.uploadFile(chat, '计划.md', bytes, live)).toEqual({ kind: 'sent', messageId: null })
    expect(await client.uploadFile(person('30001'), '计划.md', bytes, live)).toMatchObject({ kind: 'sent' })
    expect(qq.calls('upload_group_file').map(({ params }) => params)).toEqual([
      { group_id: 20001, file: inline, name: '计划.md' },
    ])
    expect(qq.calls('upload_private_file').map(({ params }) => params)).toEqual([
      { user_id: 30001, file: inline, name: '计划.md' },
    ])
    expect([qq.opened, qq.connected]).toEqual([opened, 1])
  })

  it('D0-44: without a connection it makes none of its own', async () => {
    const { room, qq, client } = await openConnectedRoom()
    await qq.stop()
    await until(() => room.state().state === 'listening')
    expect(await client.uploadFile(chat, 'a.txt', bytes, live)).toMatchObject({
      kind: 'failed',
      problem: { code: 'onebot.not-connected' },
    })
    expect(qq.opened).toBe(1)
  })

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\a\\b.txt', 'b.txt'],
    ['a/..', '文件'],
    ['a\nb\u202etxt.exe', 'a btxt.exe'],
    ['', '文件'],
  ])('named %j is called %j at the end', async (name, called) => {
    const { qq, client } = await openConnectedRoom()
    await client.uploadFile(chat, name, bytes, live)
    expect(qq.calls('upload_group_file')[0]?.params.name).toBe(called)
  })

  it('that does not fit a frame of 20 MiB is refused with the limit', async () => {
    const { qq, client } = await openConnectedRoom()
    expect(await client.uploadFile(chat, 'a.txt', new Uint8Array(16_000_000), live)).toMatchObject({
      kind: 'failed',
      problem: { code: 'onebot.too-large', message: expect.stringMatching(/16\.0 MB.*最多 15 MB/) },
    })
    expect(qq.calls('upload_group_file')).toEqual([])
  })

  it('is waited for five minutes, then nobody knows, and it is not repeated', async () => {
    const { room, qq, client } = await openConnectedRoom()
    qq.answer('upload_group_file', 'never')
    let over = false
    const sending = client.uploadFile(chat, 'a.txt', bytes, live).finally(() => (over = true))
    await qq.action('upload_group_file')
    for (let second = 0; second < 300; second += 10) {
      expect(over).toBe(false)
      // The end is alive otherwise.
      qq.heartbeat()
      await room.clock.advanceAsync(10_000)
    }
    expect(await sending).toMatchObject({ kind: 'unknown', problem: { code: 'onebot.no-answer' } })
    expect(qq.calls('upload_group_file')).toHaveLength(1)
  })

  it('is said to be unsupported by an end that cannot', async () => {
    const { client } = await openConnectedRoom({ unsupported: ['upload_group_file'] })
    expect(await client.uploadFile(chat, 'a.txt', bytes, live)).toMatchObject({
      kind: 'failed',
      problem: { code: 'onebot.unsupported', message: 'QQ 端不支持发文件' },
    })
  })
})
