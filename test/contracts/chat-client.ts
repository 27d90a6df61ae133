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
      expect(await heard(1)).toMatchObject({ chat, text: '杏花开了', mentionsAll: false, spoken: true })
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

    it('answers null for a message it cannot find', async () => {
      const { client, chat } = await start()
      expect(await client.fetchMessage(chat, '404', signal)).toBeNull()
      expect(await client.fetchMessage(chat, '404', AbortSignal.abort())).toBeNull()
    })
  })
}
