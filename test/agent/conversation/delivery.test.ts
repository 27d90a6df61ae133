import { describe, expect, it } from 'vitest'
import type { OutgoingPart, SendOutcome } from '../../../src/agent/chat/chat-client.ts'
import { commandReplies } from '../../../src/agent/conversation/command-replies.ts'
import { Delivery } from '../../../src/agent/conversation/delivery.ts'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import { quitting } from '../../../src/agent/kernel/quitting.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { ChatBoard } from '../../../src/agent/state/chat-board.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import type { ChatMessage } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { never } from '../../support/model-calls.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'
import { waitFor } from '../../support/wait-for.ts'

const settings = ChatSettings.parse({ pace: { seconds: 0 }, reply: { maxCharacters: 100, maxParts: 3 } })
const refused: SendOutcome = {
  kind: 'failed',
  problem: { code: 'send.refused', message: '被拒了', hint: '' },
}
const unknown: SendOutcome = {
  kind: 'unknown',
  problem: { code: 'send.unknown', message: '不知道', hint: '' },
}
const three = ['甲', '乙', '丙'].map((text) => text.repeat(90)).join('\n')

/** A way out whose other end answers what the test wants, one outcome a send, `sent` when there is none left. */
async function delivering(
  options: { kind?: 'private' | 'group'; outcomes?: SendOutcome[]; connected?: boolean } = {},
) {
  const storage = await openTestStorage()
  const clock = createFakeClock()
  const log = createSilentLog()
  const feed = new Emitter<ChatMessage>()
  const shown: string[] = []
  feed.on(({ text, delivery }) => shown.push(`${text[0]} ${delivery}`))
  const wire: (readonly OutgoingPart[])[] = []
  const outcomes = [...(options.outcomes ?? [])]
  const hooks: { onSend(): void } = { onSend: () => undefined }
  const delivery = new Delivery({
    storage,
    board: new ChatBoard(storage, { rows: new Topic({}), feed }, () => '小杏'),
    clock,
    log,
    botName: () => '小杏',
    online: () => Promise.resolve(),
    client: () =>
      options.connected === false
        ? null
        : {
            async send(_chat, parts) {
              wire.push(parts)
              // Whoever is sent to can be sure that a second process would know of it.
              const text = parts.find((part) => part.type === 'text')
              const row = storage.other.prepare('SELECT delivery FROM messages WHERE text = ?').pluck()
              expect(row.get(text?.type === 'text' ? text.text : '')).toBe('sending')
              hooks.onSend()
              return outcomes.shift() ?? { kind: 'sent', messageId: `b${wire.length}` }
            },
            fetchMessage: async () => null,
          },
  })
  const chat = storage.chats.at(addressOf(options.kind ?? 'private', '30001'), null)
  const question = storage.messages.insert(saidBy({ chatId: chat.id, platformId: 'q1' }))
  const prepare = (text: string) =>
    delivery.prepare({ chat, text, kind: 'said', settings, question, turnId: null })
  const rows = () => storage.messages.page(chat.id, Number.MAX_SAFE_INTEGER, 99).reverse().slice(1)
  return {
    storage,
    clock,
    log,
    shown,
    wire,
    hooks,
    delivery,
    chat,
    question,
    prepare,
    rows,
    states: () =>
      rows().map(({ text, delivery: state, problem }) =>
        [text[0], state, problem?.code].filter(Boolean).join(' '),
      ),
    send: (text: string, signal = never(), pace = 0) => delivery.send(chat, prepare(text), pace, signal),
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  }
}

describe('an answer', () => {
  it('is written down before it is sent, part by part, and what became of each', async () => {
    await using at = await delivering()
    expect(await at.send(three)).toBeNull()
    expect(at.states()).toEqual(['甲 sent', '乙 sent', '丙 sent'])
    expect(at.rows().map(({ platformId }) => platformId)).toEqual(['b1', 'b2', 'b3'])
    expect(at.rows().every(({ anchor }) => anchor === at.question.anchor)).toBe(true)
    expect(at.shown).toEqual(['甲 sending', '甲 sent', '乙 sending', '乙 sent', '丙 sending', '丙 sent'])
  })

  it('quotes the question in a group, in its first part only, and never in private', async () => {
    await using group = await delivering({ kind: 'group' })
    await group.send(three)
    expect(group.wire.map((parts) => parts[0])).toEqual([
      { type: 'reply', messageId: 'q1' },
      expect.objectContaining({ type: 'text' }),
      expect.objectContaining({ type: 'text' }),
    ])
    await using alone = await delivering()
    await alone.send('好')
    expect(alone.wire).toEqual([[{ type: 'text', text: '好' }]])
  })

  it('of too many parts ends with the last allowed one, which says so and is no longer than the others', async () => {
    await using at = await delivering()
    await at.send(['甲', '乙', '丙', '丁'].map((text) => text.repeat(90)).join('\n'))
    expect(at.rows()).toHaveLength(3)
    expect(at.rows()[2]?.text).toMatch(/^丙+\n（太长了，后面的没有发）$/)
    expect(Math.max(...at.rows().map(({ text }) => [...text].length))).toBeLessThanOrEqual(100)
  })

  it('that is blank is nothing at all', async () => {
    await using at = await delivering()
    expect(at.prepare(' \n ')).toEqual([])
    expect(at.rows()).toEqual([])
  })

  it('keeps a pause between its parts', async () => {
    await using at = await delivering()
    const sending = at.send(three, never(), 1)
    for (const waiting of [
      ['甲 sent', '乙 waiting', '丙 waiting'],
      ['甲 sent', '乙 sent', '丙 waiting'],
    ]) {
      await waitFor('the next part to wait', () => at.clock.timers === 1)
      expect(at.states()).toEqual(waiting)
      at.clock.advance(1300)
    }
    expect(await sending).toBeNull()
  })
})

describe('a part that is not delivered', () => {
  it('ends the answer when it was refused; nothing of it is tried again', async () => {
    await using at = await delivering({ outcomes: [{ kind: 'sent', messageId: '1' }, refused] })
    expect(await at.send(three)).toEqual({ problem: refused.problem, refused: true })
    expect(at.states()).toEqual(['甲 sent', '乙 failed send.refused', '丙 failed send.skipped'])
    expect(at.wire).toHaveLength(2)
  })

  it('does not end the answer when it may be there all the same', async () => {
    await using at = await delivering({ outcomes: [unknown] })
    expect(await at.send(three)).toEqual({ problem: unknown.problem, refused: false })
    expect(at.states()).toEqual(['甲 unknown send.unknown', '乙 sent', '丙 sent'])
  })

  it('is refused when nobody speaks for the account', async () => {
    await using at = await delivering({ connected: false })
    expect(await at.send('好')).toMatchObject({ problem: { code: 'send.no-account' }, refused: true })
    expect(at.states()).toEqual(['好 failed send.no-account'])
  })
})

describe('a stop', () => {
  it('lets go of what was not tried and says so', async () => {
    await using at = await delivering()
    const controller = new AbortController()
    at.hooks.onSend = () => controller.abort('够了')
    await expect(at.send(three, controller.signal)).rejects.toBe('够了')
    expect(at.states()).toEqual(['甲 sent', '乙 failed send.stopped', '丙 failed send.stopped'])
  })

  it('of the program leaves it waiting for the next start', async () => {
    await using at = await delivering()
    const controller = new AbortController()
    at.hooks.onSend = () => controller.abort(quitting)
    await expect(at.send(three, controller.signal)).rejects.toBe(quitting)
    expect(at.states()).toEqual(['甲 sent', '乙 waiting', '丙 waiting'])
    expect(at.storage.messages.inDelivery()).toHaveLength(2)
  })
})

describe('a command', () => {
  async function commanding(setOwn: () => void) {
    const at = await delivering({ kind: 'group' })
    const life = new Lifetime()
    const run = commandReplies(life, {
      storage: at.storage,
      delivery: at.delivery,
      models: { names: () => [], describe: () => null, resolve: (name) => ({ name }) },
      log: at.log,
      settings: () => settings,
      setOwn,
      clearContext: () => undefined,
      stopTurns: () => 0,
    })
    const says = async (text: string, groupRole: 'owner' | 'admin' | 'member' | null) => {
      const command = saidBy({ chatId: at.chat.id, text, kind: 'command', groupRole, platformId: 'c1' })
      await run(at.chat, at.storage.messages.insert(command))
      return at.storage.messages.page(at.chat.id, Number.MAX_SAFE_INTEGER, 1)[0]
    }
    return { ...at, says }
  }

  it('is answered outside of what the model sees', async () => {
    await using at = await commanding(() => undefined)
    expect(await at.says('#设定提示词 像猫', 'owner')).toMatchObject({
      text: '专属提示词已设置:\n像猫',
      kind: 'command',
      delivery: 'sent',
      turnId: null,
    })
  })

  it('that changes something is for the owner and admins of a group', async () => {
    await using at = await commanding(() => undefined)
    expect((await at.says('#设定提示词 像猫', 'admin'))?.text).toMatch(/^专属提示词已设置/)
    for (const role of ['member', null] as const) {
      expect((await at.says('#设定提示词 像猫', role))?.text).toMatch(/^错误: 权限不足/)
    }
  })

  it('that fails says so, with the reason when it is one for people', async () => {
    await using full = await commanding(() => {
      throw new ProblemError({ code: 'storage.full', message: '磁盘满了，新消息存不下来' })
    })
    expect((await full.says('#设定提示词 像猫', 'owner'))?.text).toBe(
      '指令执行失败: 磁盘满了，新消息存不下来',
    )
    await using buggy = await commanding(() => {
      throw new TypeError('x is not a function')
    })
    const reply = (await buggy.says('#设定提示词 像猫', 'owner'))?.text
    expect(reply).toMatch(/^指令执行失败: /)
    expect(reply).not.toContain('function')
    expect(buggy.log.lines.some((line) => line.includes('x is not a function'))).toBe(true)
  })
})
