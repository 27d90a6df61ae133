import { describe, expect, it } from 'vitest'
import { Sandbox } from '../../../src/agent/chat/sandbox.ts'
import { describeChatClient } from '../../contracts/chat-client.ts'

const sender = { id: '90001', name: '我', groupRole: null, anonymous: false } as const
const place = { kind: 'private', id: '90001', title: '' } as const

describeChatClient('试聊', async (events) => {
  const client = new Sandbox(events)
  const says = (text: string) =>
    client.say({ chat: place, sender, text, mention: false, replyTo: null, at: 1_765_432_100_000 })
  const silent = new Sandbox({ ...events, message: () => undefined })
  const chat = silent.say({ chat: place, sender, text: '', mention: false, replyTo: null, at: 0 })
  return { client, chat, says: (text) => void says(text), sent: null }
})

describe('Sandbox', () => {
  it('uses the same chat keys as QQ, under its own number', () => {
    const sandbox = new Sandbox({ message: () => {}, recalled: () => {}, poked: () => {}, left: () => {} })
    const group = { kind: 'group', id: '80001', title: '三人群' } as const
    const chat = sandbox.say({ chat: group, sender, text: '早', mention: true, replyTo: null, at: 0 })
    expect(chat).toEqual({ selfId: '10000', kind: 'group', id: '80001', key: 'qq_group_80001' })
  })
})
