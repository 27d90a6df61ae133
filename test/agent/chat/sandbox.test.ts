import { describe, expect, it } from 'vitest'
import type { ChatAddress, IncomingMessage, Sender } from '../../../src/agent/chat/chat-client.ts'
import { Sandbox, type SandboxLine } from '../../../src/agent/chat/sandbox.ts'
import { describeChatClient } from '../../contracts/chat-client.ts'

const sender: Sender = { id: '90001', name: '我', groupRole: null, anonymous: false }
const place = { kind: 'private', id: '90001', title: '' } as const
const group = { kind: 'group', id: '80001', title: '五人群' } as const
const chat: ChatAddress = { selfId: '10000', kind: 'private', id: '90001', key: 'qq_private_90001' }

function line(text: string, more: Partial<SandboxLine> = {}): SandboxLine {
  return { chat: place, sender, text, mention: false, pictures: [], replyTo: null, at: 0, ...more }
}

describeChatClient('试聊', async (events) => {
  const client = new Sandbox(events)
  const says = (text: string) => void client.say(line(text, { at: 1_765_432_100_000 }))
  return { client, chat, says, sent: null, sentForwards: null }
})

describe('Sandbox', () => {
  function open() {
    const messages: IncomingMessage[] = []
    const recalled: [ChatAddress, string][] = []
    const poked: [ChatAddress, Sender][] = []
    const sandbox = new Sandbox({
      message: (message) => messages.push(message),
      recalled: (where, id) => recalled.push([where, id]),
      poked: (where, who) => poked.push([where, who]),
      left: () => undefined,
    })
    return { sandbox, messages, recalled, poked }
  }

  it('uses the same chat keys as QQ, under its own number', () => {
    const where = open().sandbox.say(line('早', { chat: group, mention: true }))
    expect(where).toEqual({ selfId: '10000', kind: 'group', id: '80001', key: 'qq_group_80001' })
  })

  it('lets pictures go along, alone or behind the text', () => {
    const { sandbox, messages } = open()
    const picture = { url: '', file: '', sticker: false, hash: 'a'.repeat(64) }
    sandbox.say(line('看这个', { pictures: [picture, picture] }))
    sandbox.say(line('', { pictures: [picture] }))
    expect(messages.map(({ text }) => text)).toEqual(['看这个[图片][图片]', '[图片]'])
    expect(messages.map(({ images }) => images)).toEqual([[picture, picture], [picture]])
  })

  it('lets people take back what they said', () => {
    const { sandbox, messages, recalled } = open()
    const where = sandbox.say(line('说错了'))
    sandbox.takeBack(where, messages[0]?.messageId ?? '')
    expect(recalled).toEqual([[where, messages[0]?.messageId]])
  })

  it('has the people of 试聊 in its groups, as they are now, and the bot as an admin', async () => {
    const people = [{ id: '90001', name: '我', groupRole: 'owner' as const }]
    const ignore = () => undefined
    const events = { message: ignore, recalled: ignore, poked: ignore, left: ignore }
    const there = new Sandbox(events, () => people).group({ ...chat, kind: 'group', id: '80001' })
    const live = new AbortController().signal
    people.push({ id: '90002', name: '阿岚', groupRole: 'owner' })
    const value = [
      { id: '90001', name: '我', card: '', role: 'owner' },
      { id: '90002', name: '阿岚', card: '', role: 'owner' },
      { id: '10000', name: '机器人', card: '', role: 'admin' },
    ]
    expect(await there.members(live)).toEqual({ kind: 'told', value })
    expect(await there.member('90009', live)).toEqual({ kind: 'told', value: null })
  })

  it('lets people poke the bot', () => {
    const { sandbox, poked } = open()
    expect(sandbox.poke(group, sender).key).toBe('qq_group_80001')
    expect(poked).toMatchObject([[{ key: 'qq_group_80001' }, sender]])
  })
})
