import { expect } from 'vitest'
import type { ChatClient, OutgoingPart, SendOutcome } from '../../../src/agent/chat/chat-client.ts'
import { Delivery } from '../../../src/agent/conversation/delivery.ts'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { ChatBoard } from '../../../src/agent/state/chat-board.ts'
import type { MessageRecord, NewMessage } from '../../../src/agent/storage/messages.ts'
import { Config } from '../../../src/shared/config.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import type { ChatMessage } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { never } from '../../support/model-calls.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'

export const refused: SendOutcome = {
  kind: 'failed',
  problem: { code: 'send.refused', message: '被拒了', hint: '' },
}
export const unknown: SendOutcome = {
  kind: 'unknown',
  problem: { code: 'send.unknown', message: '不知道', hint: '' },
}

export interface DeliveringOptions {
  readonly kind?: 'private' | 'group'
  /** One a send, in order; `sent` when there is none left. */
  readonly outcomes?: SendOutcome[]
  readonly connected?: boolean
  readonly reply?: Partial<ChatSettings['reply']>
  readonly pace?: number
  readonly question?: Partial<NewMessage>
}

/** What went over the wire: the parts of a message, or the texts of a merged forward. */
export type Sent = readonly OutgoingPart[] | { readonly forward: readonly string[] }

/** A way out whose other end answers what the test wants, and what became of all that was to go that way. */
export async function delivering(options: DeliveringOptions = {}) {
  const storage = await openTestStorage()
  const clock = createFakeClock()
  const log = createSilentLog()
  const feed = new Emitter<ChatMessage>()
  const shown: string[] = []
  feed.on(({ text, delivery }) => shown.push(`${text[0]} ${delivery}`))
  const spoken: number[] = []
  const wire: Sent[] = []
  const outcomes = [...(options.outcomes ?? [])]
  const hooks: { onSend(): void } = { onSend: () => undefined }

  const arrive = (sent: Sent): SendOutcome => {
    wire.push(sent)
    // Whoever is sent to can be sure that a second process would know of it: one part is being sent, and it is this.
    const rows = storage.other.prepare("SELECT text FROM messages WHERE delivery = 'sending'").pluck().all()
    expect(rows).toHaveLength(1)
    const text = 'forward' in sent ? (sent.forward[0] ?? '') : textOf(sent)
    expect(bare(String(rows[0])).startsWith(bare(text))).toBe(true)
    hooks.onSend()
    return outcomes.shift() ?? { kind: 'sent', messageId: `b${wire.length}` }
  }
  const client: Partial<ChatClient> = {
    send: async (_chat, parts) => arrive(parts),
    sendForward: async (_chat, texts) => arrive({ forward: texts }),
  }
  const config = Config.parse({ botName: '小杏' })
  const delivery = new Delivery({
    storage,
    board: new ChatBoard(storage, { rows: new Topic({}), feed }, () => config),
    clock,
    log,
    botName: () => '小杏',
    online: () => Promise.resolve(),
    spoke: () => void spoken.push(clock.monotonic()),
    client: () => (options.connected === false ? null : (client as ChatClient)),
  })
  const chat = storage.chats.at(addressOf(options.kind ?? 'private', '30001'), null)
  const question = storage.messages.insert(saidBy({ chatId: chat.id, platformId: 'q1', ...options.question }))
  const turn = storage.turns.insert({
    chatId: chat.id,
    messageId: question.id,
    reason: 'mention',
    receivedAt: 0,
  })
  const settings = ChatSettings.parse({
    pace: { seconds: options.pace ?? 0 },
    reply: { maxCharacters: 100, maxParts: 3, ...options.reply },
  })
  const prepare = (text: string, kind: MessageRecord['kind'] = 'said') =>
    delivery.prepare({ chat, text, kind, settings, question, turnId: turn.id })
  const rows = () => storage.messages.page(chat.id, Number.MAX_SAFE_INTEGER, 99).reverse().slice(1)
  const sendParts = (parts: readonly MessageRecord[], signal = never(), as = settings) =>
    delivery.send({ chat, parts, settings: as, question }, signal)
  return {
    storage,
    clock,
    log,
    shown,
    /** When something was said that was no reply to a command. Monotonic milliseconds. */
    spoken,
    wire,
    hooks,
    chat,
    question,
    settings,
    prepare,
    rows,
    texts: () => wire.map((sent) => ('forward' in sent ? sent.forward : textOf(sent))),
    states: () =>
      rows().map(({ text, delivery: state, problem }) =>
        [text[0], state, problem?.code].filter(Boolean).join(' '),
      ),
    sendParts,
    send: async (text: string, signal = never()) => sendParts(await prepare(text), signal),
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  }
}

function textOf(parts: readonly OutgoingPart[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}

function bare(text: string): string {
  return text.replace(/\s|`{3}/g, '')
}
