import { describe, expect, it } from 'vitest'
import type {
  ChatAddress,
  ChatClient,
  ChatEvents,
  IncomingMessage,
} from '../../src/agent/chat/chat-client.ts'

export interface ClientUnderTest {
  readonly client: ChatClient
  /** A chat in which the client can speak. */
  readonly chat: ChatAddress
  /** Lets somebody say `text` in that chat. */
  says(text: string): void
  /** Resolves with message number `count`, counted from 1, that the client told. */
  heard(count: number): Promise<IncomingMessage>
  /** Texts that came out at the other side, in order; null where that cannot be seen. */
  readonly sent: (() => string[]) | null
  /** Texts of the merged forwards that came out at the other side; null where that cannot be seen. */
  readonly sentForwards: (() => string[][]) | null
}

/** What every chat client promises. `setUp` makes a fresh one that reports to `events`. */
export function describeChatClient(
  name: string,
  setUp: (events: ChatEvents) => Promise<Omit<ClientUnderTest, 'heard'>>,
): void {
  const signal = new AbortController().signal
  const text = (content: string) => [{ type: 'text', text: content }] as const

  async function start(): Promise<ClientUnderTest> {
    const messages: IncomingMessage[] = []
    const ignore = () => undefined
    const message = (one: IncomingMessage) => void messages.push(one)
    const parts = await setUp({ message, recalled: ignore, poked: ignore, left: ignore })
    const heard = async (count: number) => {
      for (;;) {
        const found = messages[count - 1]
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }
    return { ...parts, heard }
  }

  describe(`${name}, as a chat client`, () => {
    it('tells what somebody says, complete and in order', async () => {
      const { chat, says, heard } = await start()
      says('杏花开了')
      says('[CQ:at,qq=all] &amp; <b>')
      const told = { chat, text: '杏花开了', mentionsAll: false, forwardId: null, spoken: true }
      expect(await heard(1)).toMatchObject(told)
      expect((await heard(2)).text).toBe('[CQ:at,qq=all] &amp; <b>')
    })

    it('gives every message its own id and a sender with a number and a name', async () => {
      const { says, heard } = await start()
      says('一')
      says('二')
      const [first, second] = [await heard(1), await heard(2)]
      expect(first.messageId).toMatch(/^-?\d+$/)
      expect(second.messageId).not.toBe(first.messageId)
      expect(first.sender.id).toMatch(/^\d+$/)
      expect(first.sender.name).not.toBe('')
    })

    it('sends, and says under which id', async () => {
      const { client, chat } = await start()
      const first = await client.send(chat, text('一'), signal)
      const second = await client.send(chat, text('二'), signal)
      expect([first.kind, second.kind]).toEqual(['sent', 'sent'])
      if (first.kind === 'sent' && second.kind === 'sent') expect(first.messageId).not.toBe(second.messageId)
    })

    it('sends text literally and in order', async () => {
      const { client, chat, sent } = await start()
      await client.send(chat, text('[CQ:at,qq=all] &amp; <b>'), signal)
      await client.send(chat, [{ type: 'reply', messageId: '77' }, ...text('再来')], signal)
      if (sent) expect(sent()).toEqual(['[CQ:at,qq=all] &amp; <b>', '再来'])
    })

    it('sends nothing once the signal is aborted, and does not reject for it', async () => {
      const { client, chat, sent } = await start()
      expect(await client.send(chat, text('晚了'), AbortSignal.abort())).toMatchObject({
        kind: 'failed',
        problem: { code: 'aborted' },
      })
      if (sent) expect(sent()).toEqual([])
    })

    it('sends a picture and a file, and neither once the signal is aborted', async () => {
      const { client, chat, sent } = await start()
      const bytes = new Uint8Array([1, 2, 3])
      const aborted = AbortSignal.abort()
      expect((await client.send(chat, [{ type: 'image', bytes }], aborted)).kind).toBe('failed')
      expect((await client.uploadFile(chat, 'a.txt', bytes, aborted)).kind).toBe('failed')
      if (sent) expect(sent()).toEqual([])
      expect((await client.send(chat, [{ type: 'image', bytes }], signal)).kind).toBe('sent')
      expect((await client.uploadFile(chat, 'a.txt', bytes, signal)).kind).toBe('sent')
    })

    it('tells of members, and does things in the group only while it is not aborted', async () => {
      const { client, chat } = await start()
      const group = client.group({ ...chat, kind: 'group', id: '20001', key: 'qq_group_20001' })
      const self = await group.member(chat.selfId, signal)
      expect(self).toMatchObject({ kind: 'told', value: { id: chat.selfId } })
      expect(await group.info(signal)).toMatchObject({ kind: 'told', value: { id: '20001' } })
      expect((await group.members(signal)).kind).toBe('told')
      expect(await group.mute('30009', 60, signal)).toBeNull()
      expect(await group.mute('30009', 60, AbortSignal.abort())).toMatchObject({ code: 'aborted' })
      expect((await group.members(AbortSignal.abort())).kind).toBe('problem')
    })

    it('says of what only groups have that this is no group', async () => {
      const { client, chat } = await start()
      const group = client.group({ ...chat, kind: 'private', id: '30009', key: 'qq_private_30009' })
      for (const problem of [await group.mute('30009', 60, signal), await group.muteAll(true, signal)]) {
        expect(problem?.message).toMatch(/群/)
      }
      expect(await group.poke('30009', signal)).toBeNull()
    })

    it('answers null for a message it cannot find', async () => {
      const { client, chat } = await start()
      expect(await client.fetchMessage(chat, '404', signal)).toBeNull()
      expect(await client.fetchMessage(chat, '404', AbortSignal.abort())).toBeNull()
    })

    it('sends a long text as one merged forward, or says that it cannot', async () => {
      const { client, chat, sentForwards, sent } = await start()
      const outcome = await client.sendForward(chat, ['第一段', '[CQ:at,qq=all]'], '小杏', signal)
      if (outcome.kind === 'sent') {
        if (sentForwards) expect(sentForwards()).toEqual([['第一段', '[CQ:at,qq=all]']])
      } else expect(outcome).toMatchObject({ kind: 'failed', problem: { code: 'onebot.unsupported' } })
      if (sent) expect(sent()).toEqual([])
    })

    it('sends no merged forward once the signal is aborted', async () => {
      const { client, chat, sentForwards } = await start()
      const outcome = await client.sendForward(chat, ['晚了'], '小杏', AbortSignal.abort())
      expect(outcome).toMatchObject({ kind: 'failed', problem: { code: 'aborted' } })
      if (sentForwards) expect(sentForwards()).toEqual([])
    })

    it('answers null for a forwarded conversation it cannot find', async () => {
      const { client, chat } = await start()
      expect(await client.fetchForward(chat, '404', signal)).toBeNull()
      expect(await client.fetchForward(chat, '404', AbortSignal.abort())).toBeNull()
    })

    it('answers null for a picture that cannot be had anew', async () => {
      const { client, chat } = await start()
      const picture = { messageId: '404', index: 0, file: '' }
      expect(await client.refreshPicture(chat, picture, signal)).toBeNull()
      expect(await client.refreshPicture(chat, { ...picture, file: 'a' }, AbortSignal.abort())).toBeNull()
    })

    it('tells a name as one clean line, or null', async () => {
      const { client, chat } = await start()
      const name = await client.memberName(chat, '30009', signal)
      if (name !== null) expect(name).toMatch(/^\S.{0,63}$/)
      expect(await client.memberName(chat, 'x', signal)).toBeNull()
      expect(await client.memberName(chat, '30010', AbortSignal.abort())).toBeNull()
    })

    it('takes back what it sent', async () => {
      const { client, chat } = await start()
      const outcome = await client.send(chat, text('说错了'), signal)
      const messageId = outcome.kind === 'sent' ? (outcome.messageId ?? '') : ''
      expect(await client.recall(chat, messageId, AbortSignal.abort())).toMatchObject({ code: 'aborted' })
      expect(await client.recall(chat, messageId, signal)).toBeNull()
    })

    it('shows that it is at work at once, and ends that as often as it is told to', async () => {
      const { client, chat, says, heard } = await start()
      says('慢慢想')
      for (const messageId of [(await heard(1)).messageId, null]) {
        const stop = client.showWorking(chat, { messageId })
        stop()
        stop()
      }
    })
  })
}
