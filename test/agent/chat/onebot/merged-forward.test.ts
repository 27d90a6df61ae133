import { describe, expect, it } from 'vitest'
import type { ChatAddress } from '../../../../src/agent/chat/chat-client.ts'
import type { Answer } from '../../../support/fake-onebot.ts'
import { spokenNode } from '../../../support/fake-qq.ts'
import { group, openConnectedRoom, person } from './room.ts'

const live = new AbortController().signal

async function connected() {
  const all = await openConnectedRoom({ forwards: true })
  const send = (chat: ChatAddress = group('20001'), texts = ['一', '二'], signal = live) =>
    all.client.sendForward(chat, texts, '小杏', signal)
  return { ...all, send }
}

describe('sending a merged forward', () => {
  it('sends one node a text, in the words of every end', async () => {
    const { qq, send } = await connected()
    expect(await send()).toMatchObject({ kind: 'sent', messageId: expect.stringMatching(/^\d+$/) })
    const [call] = qq.calls('send_group_forward_msg')
    expect(call?.params).toEqual({
      group_id: 20001,
      messages: ['一', '二'].map((said) => ({
        type: 'node',
        data: {
          user_id: '10001',
          uin: '10001',
          nickname: '小杏',
          name: '小杏',
          content: [{ type: 'text', data: { text: said } }],
        },
      })),
    })
  })

  it('sends it in private, through the group of a temporary chat', async () => {
    const { qq, send } = await connected()
    await send({ ...person('30001'), viaGroup: '20001' })
    expect(qq.calls('send_private_forward_msg')[0]?.params).toMatchObject({ user_id: 30001, group_id: 20001 })
  })

  it('leaves out what has no words, and sends nothing when nothing is left', async () => {
    const { qq, send } = await connected()
    await send(group('20001'), ['', '\u0000', '有'])
    expect(qq.forwards.map(({ texts }) => texts)).toEqual([['有']])
    expect(await send(group('20001'), ['', ' '])).toMatchObject({ problem: { code: 'onebot.empty' } })
  })

  it('says so when the end cannot, and asks it no more', async () => {
    const { qq, send } = await connected()
    qq.support(['send_group_forward_msg'], false)
    const unsupported = { kind: 'failed', problem: { code: 'onebot.unsupported' } }
    expect(await send()).toMatchObject(unsupported)
    expect(await send()).toMatchObject(unsupported)
    expect(qq.calls('send_group_forward_msg')).toHaveLength(1)
  })

  it('takes 404, as Lagrange writes it, for the same', async () => {
    const { qq, send } = await connected()
    qq.answer('send_group_forward_msg', { status: 'failed', retcode: 404 })
    expect(await send()).toMatchObject({ kind: 'failed', problem: { code: 'onebot.unsupported' } })
  })

  it.each<[string, Answer, object]>([
    [
      'could not pack it: nothing was sent',
      { message: '发送伪造合并转发消息失败: Error: Timeout: packet' },
      { kind: 'failed', problem: { code: 'onebot.forward' } },
    ],
    [
      'packed it and does not know more',
      { message: '发送转发消息（res_id：abc 失败' },
      { kind: 'unknown', problem: { code: 'onebot.end-timeout' } },
    ],
    [
      'is muted',
      { message: 'EventChecker Failed: {"result": 120}' },
      { kind: 'failed', problem: { code: 'onebot.muted' } },
    ],
    ['ran into a time-out', { message: 'Timeout: NTEvent sendMsg' }, { kind: 'unknown' }],
  ])('knows what became of it when NapCat %s', async (_what, answer, outcome) => {
    const { qq, send } = await connected()
    qq.answer('send_group_forward_msg', { status: 'failed', retcode: 1200, ...answer })
    expect(await send()).toMatchObject(outcome)
  })

  it('without an answer in 30 s it may have been delivered', async () => {
    const { room, qq, send } = await connected()
    qq.answer('send_group_forward_msg', 'never')
    const sending = send()
    await qq.action('send_group_forward_msg')
    room.clock.advance(30_000)
    expect(await sending).toMatchObject({ kind: 'unknown', problem: { code: 'onebot.no-answer' } })
  })
})

describe('fetching a forwarded conversation', () => {
  it('asks with the id as a string and unfolds the answer', async () => {
    const { qq, client } = await connected()
    qq.forwarded('7438069728086821042', [spokenNode('30001', '甲', '早'), spokenNode('30002', '乙', '早呀')])
    const unfolded = await client.fetchForward(group('20001'), '7438069728086821042', live)
    expect(unfolded).toEqual({ text: '甲：早\n乙：早呀', images: [] })
    expect(qq.calls('get_forward_msg')[0]?.params).toEqual({ id: '7438069728086821042' })
  })

  it('tells its pictures, also those of a conversation in it, in order', async () => {
    const { qq, client } = await connected()
    const image = (name: string) => ({
      type: 'image',
      data: { url: `https://a.example/${name}`, sub_type: 1 },
    })
    const inner = { type: 'forward', data: { id: '2', content: [spokenNode('30002', '乙', [image('2')])] } }
    qq.forwarded('1', [
      spokenNode('30001', '甲', [image('1'), inner]),
      spokenNode('30001', '甲', [image('3')]),
    ])
    const unfolded = await client.fetchForward(group('20001'), '1', live)
    expect(unfolded?.images).toEqual(
      ['1', '2', '3'].map((name) => ({ url: `https://a.example/${name}`, file: '', sticker: true })),
    )
  })

  it('gives up after five seconds', async () => {
    const { room, qq, client } = await connected()
    qq.answer('get_forward_msg', 'never')
    const fetching = client.fetchForward(group('20001'), '1', live)
    await qq.action('get_forward_msg')
    room.clock.advance(5_000)
    expect(await fetching).toBeNull()
    expect(room.state().problem).toBeNull()
  })
})
