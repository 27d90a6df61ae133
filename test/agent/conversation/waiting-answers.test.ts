import { describe, expect, it } from 'vitest'
import type { IncomingMessage } from '../../../src/agent/chat/chat-client.ts'
import { waitingAnswers } from '../../../src/agent/conversation/waiting-answers.ts'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import type { ApprovalRequest } from '../../../src/agent/tools/asking/requests.ts'
import type { ChatAddress } from '../../../src/shared/chat-address.ts'
import { Config } from '../../../src/shared/config.ts'
import { sandboxSelfId } from '../../../src/shared/sandbox.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import { settle } from '../../support/fake-clock.ts'
import { addressOf, answeredWith, incoming, saidBy } from '../../support/records.ts'
import { asking, askingRoom, kicking } from '../tools/asking/asking-room.ts'

const never = new AbortController().signal
const owner = '10086'
const withOwner = addressOf('private', owner)
const group = addressOf('group', '30001')

/** Where and how something is said; by the owner in private when nothing is told. */
interface Said extends Partial<Omit<IncomingMessage, 'text' | 'chat' | 'sender'>> {
  place?: ChatAddress
  id?: string
  name?: string
  quotes?: string
}

/** 10086 is the owner, 20002 trusted; in 试聊 the owner is 90001. */
async function answering() {
  const room = await askingRoom()
  const { storage, clock, log } = room
  const config = Config.parse({
    access: { owners: [owner], trusted: ['20002'], blocked: ['20666'] },
    sandbox: { people: [{ id: '90001', name: '我', role: 'owner' }] },
  })
  const said: string[] = []
  const life = new Lifetime()
  const hook = waitingAnswers(life, {
    get asking() {
      return room.asking
    },
    storage,
    clock,
    log,
    config: () => config,
    settings: () => ChatSettings.parse({}),
    delivery: {
      prepare: async ({ text }) => {
        said.push(text)
        return []
      },
      send: async () => null,
    },
  })
  /** Whether it was taken for an answer, and what the bot says to it. */
  const says = async (text: string, from: Said = {}) => {
    const { place = withOwner, id = place.id, quotes, name = '小明', ...fields } = from
    const chat = storage.chats.at(place, null)
    const replied =
      quotes === undefined
        ? null
        : storage.messages.insert(
            answeredWith(quotes, { chatId: chat.id, kind: 'notice', platformId: `q${quotes.length}` }),
          )
    const message = incoming({
      chat: place,
      text,
      at: clock.now(),
      replyTo: replied?.platformId ?? null,
      sender: { id, name, groupRole: null, anonymous: false },
      ...fields,
    })
    const handOn = hook(chat, message, replied)
    if (!handOn) return null
    said.length = 0
    await handOn(storage.messages.insert(saidBy({ chatId: chat.id, senderId: id, text })))
    await settle()
    return said.join('')
  }
  /** Results of approvals, as they come. */
  const results: string[] = []
  const wants = async (fields: Partial<ApprovalRequest>) => {
    const before = new Set(room.asking.approvals.map(({ id }) => id))
    const { tool = 'kick' } = fields
    void room.asking
      .approve(kicking({ tool, ...fields }), never)
      .then((how) => results.push(`${tool} ${how}`))
    await settle()
    return room.asking.approvals.find(({ id }) => !before.has(id))?.id ?? ''
  }
  return {
    ...room,
    room,
    says,
    results,
    wants,
    [Symbol.asyncDispose]: async () => {
      await life.dispose()
      await room[Symbol.asyncDispose]()
    },
  }
}

describe('an owner decides in private', () => {
  it.each([
    ['1', 'allowed', '好，同意'],
    ['２', 'denied', '好，不做'],
    ['同意', 'allowed', '好，同意'],
    [' 拒绝 ', 'denied', '好，不做'],
    ['同意 1小时', 'allowed', '都不再问'],
  ])('by saying %j when one call waits', async (text, result, answer) => {
    await using at = await answering()
    await at.wants({})
    expect(await at.says(text)).toContain(answer)
    expect(at.results).toEqual([`kick ${result}`])
    expect(at.room.topic.value.grants).toHaveLength(text.includes('小时') ? 1 : 0)
  })

  it('but not by a bare word when the bot has said something since that it may be an answer to', async () => {
    await using at = await answering()
    const id = await at.wants({})
    const chat = at.storage.chats.at(withOwner, null)
    at.clock.advance(1000)
    at.storage.messages.insert(answeredWith('选 1 还是 2？', { chatId: chat.id, at: at.clock.now() }))
    expect(await at.says('1')).toContain(`#批准 ${id}`)
    expect(at.results).toEqual([])
    expect(await at.says('1', { quotes: `回复 1 同意、2 拒绝，或者 #批准 ${id}` })).toContain('好，同意')
    expect(at.results).toEqual(['kick allowed'])
  })

  it('and nothing else that is said is a decision', async () => {
    await using at = await answering()
    await at.wants({})
    for (const text of ['同意吗', '1.', '11', '好', '我拒绝', '', '#停止', '#批准'])
      expect(await at.says(text)).toBeNull()
    expect(await at.says('1', { place: group, id: owner, mentionsBot: true })).toBeNull()
    expect(at.results).toEqual([])
  })

  it('and nobody else can, whatever he calls himself', async () => {
    await using at = await answering()
    const id = await at.wants({})
    for (const stranger of ['20001', '20002', '20666']) {
      expect(await at.says('1', { place: addressOf('private', stranger), name: '10086' })).toBeNull()
      const quotes = `回复 1 同意、2 拒绝，或者 #批准 ${id}`
      expect(await at.says('1', { place: addressOf('private', stranger), quotes })).toBeNull()
    }
    expect(at.results).toEqual([])
    expect(at.asking.approvals).toHaveLength(1)
  })

  it('which of several only by quoting the notice of one', async () => {
    await using at = await answering()
    const kick = await at.wants({ callRowId: 1 })
    const mute = await at.wants({ callRowId: 2, tool: 'mute', toolTitle: '禁言' })
    const [first = '', second = ''] = at.told
    const asked = await at.says('1')
    expect(asked).toContain('有 2 件在等')
    expect(asked).toContain(`#批准 ${kick}：「踢人」`)
    expect(asked).toContain(`#批准 ${mute}：「禁言」`)
    expect(await at.says('1', { quotes: asked ?? '' })).toContain('有 2 件在等')
    expect(at.results).toEqual([])
    expect(await at.says('2', { quotes: second })).toContain('好，不做')
    expect(await at.says('1', { quotes: first })).toContain('好，同意')
    expect(at.results).toEqual(['mute denied', 'kick allowed'])
  })

  it('and a notice of what is over decides about nothing else', async () => {
    await using at = await answering()
    await at.wants({ callRowId: 1 })
    await at.clock.advanceAsync(180_000)
    await at.wants({ callRowId: 2, tool: 'mute' })
    expect(await at.says('1', { quotes: at.told[0] ?? '' })).toContain('没有这件在等的事')
    expect(at.results).toEqual(['kick timeout'])
    expect(at.asking.approvals).toHaveLength(1)
  })

  it('about 试聊 only where 试聊 is, and about QQ only in QQ', async () => {
    await using at = await answering()
    const sandbox = addressOf('private', '90001', sandboxSelfId)
    const chat = at.storage.chats.at(sandbox, null)
    await at.wants({ chatId: chat.id })
    expect(await at.says('1')).toBeNull()
    expect(await at.says('1', { place: addressOf('private', owner, sandboxSelfId) })).toBeNull()
    expect(await at.says('1', { place: sandbox })).toContain('好，同意')
    await at.wants({ callRowId: 2, tool: 'mute' })
    expect(await at.says('1', { place: sandbox })).toBeNull()
    expect(at.results).toEqual(['kick allowed'])
  })

  it('and not by a message that comes too late, or that nobody said', async () => {
    await using at = await answering()
    await at.wants({})
    expect(await at.says('1', { spoken: false })).toBeNull()
    expect(await at.says('1', { at: at.clock.now() - 120_001 })).toBeNull()
    expect(await at.says('1', { at: at.clock.now() - 119_000 })).toContain('好，同意')
  })
})

describe('whoever is asked', () => {
  const me = addressOf('private', '20001')

  it('answers with whatever he says next in private', async () => {
    await using at = await answering()
    const chat = at.storage.chats.at(me, null)
    const answer = at.asking.ask(asking({ chatId: chat.id, schema: { type: 'string' } }), never)
    await settle()
    expect(await at.says('#停止', { place: me })).toBeNull()
    expect(await at.says('天蓝的', { place: addressOf('private', '20002') })).toBeNull()
    expect(await at.says('天蓝的', { place: me })).toBe('')
    expect(await answer).toEqual({ kind: 'answer', value: '天蓝的' })
    expect(await at.says('谢谢', { place: me })).toBeNull()
  })

  it('is told what is expected when it does not fit, and is not asked for ever', async () => {
    await using at = await answering()
    const chat = at.storage.chats.at(me, null)
    const answer = at.asking.ask(asking({ chatId: chat.id }), never)
    await settle()
    for (let time = 0; time < 2; time++)
      expect(await at.says('绿', { place: me })).toBe(
        '没看懂。回复序号 1 到 2，或者照着写一个；「取消」就不问了',
      )
    expect(await at.says('绿', { place: me })).toBe('还是没看懂，先不问了')
    expect(await answer).toEqual({ kind: 'cancelled' })
  })

  it('can try again after an answer that did not fit', async () => {
    await using at = await answering()
    const chat = at.storage.chats.at(me, null)
    const answer = at.asking.ask(asking({ chatId: chat.id }), never)
    await settle()
    await at.says('绿', { place: me })
    await at.says('2', { place: me })
    expect(await answer).toEqual({ kind: 'answer', value: '蓝' })
  })

  it.each(['取消', '算了', 'Cancel'])('can say %s', async (text) => {
    await using at = await answering()
    const chat = at.storage.chats.at(me, null)
    const answer = at.asking.ask(asking({ chatId: chat.id, schema: { type: 'string' } }), never)
    await settle()
    expect(await at.says(text, { place: me })).toBe('')
    expect(await answer).toEqual({ kind: 'cancelled' })
  })

  it('has to be unmistakable in a group, or to address the bot', async () => {
    await using at = await answering()
    const chat = at.storage.chats.at(group, null)
    const mine = { place: group, id: '20001' }
    const first = at.asking.ask(asking({ chatId: chat.id }), never)
    await settle()
    expect(await at.says('今天好热', mine)).toBeNull()
    expect(await at.says('2', { place: group, id: '20002' })).toBeNull()
    expect(await at.says('绿', { ...mine, mentionsBot: true })).toContain('没看懂')
    expect(await at.says('2', mine)).toBe('')
    expect(await first).toEqual({ kind: 'answer', value: '蓝' })

    const second = at.asking.ask(asking({ chatId: chat.id, schema: { type: 'string' } }), never)
    await settle()
    expect(await at.says('天蓝的', mine)).toBeNull()
    expect(await at.says('天蓝的', { ...mine, quotes: '要什么颜色？' })).toBe('')
    expect(await second).toEqual({ kind: 'answer', value: '天蓝的' })
  })

  it('answers the question before he decides as an owner, unless he quotes the notice', async () => {
    await using at = await answering()
    const chat = at.storage.chats.at(withOwner, null)
    const id = await at.wants({ callRowId: 1 })
    const answer = at.asking.ask(asking({ chatId: chat.id, caller: { id: owner, name: '主人' } }), never)
    await settle()
    expect(await at.says('1', { quotes: `#批准 ${id}` })).toContain('好，同意')
    expect(at.results).toEqual(['kick allowed'])
    await at.wants({ callRowId: 2 })
    expect(await at.says('1')).toBe('')
    expect(await answer).toEqual({ kind: 'answer', value: '红' })
    expect(at.asking.approvals).toHaveLength(1)
  })
})
