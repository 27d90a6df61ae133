import type { ChatAddress } from '../src/agent/chat/chat-client.ts'
import { chatKey } from '../src/agent/chat/chat-client.ts'
import type { Storage } from '../src/agent/storage/storage.ts'
import { databaseOnce } from './database-once.ts'
import { selfId } from './fakes/qq-end.ts'

const chats = 200
/** One message in so many is a question that was answered. */
const askedEvery = 10
const perCommit = 5000
const spreadMs = 100 * 24 * 3600 * 1000

/** A database with so many stored messages. */
export async function prefilledDatabase(messages: number): Promise<string> {
  return databaseOnce(`messages-${messages}`, (storage) => fill(storage, messages))
}

async function fill(storage: Storage, messages: number): Promise<void> {
  const start = Date.now() - spreadMs
  let stored = 0
  for (let index = 0; stored < messages; index++) {
    const at = Math.round(start + (stored / messages) * spreadMs)
    stored += index % askedEvery === 0 ? storeExchange(storage, index, at) : storeChatter(storage, index, at)
    if (index % perCommit === 0) await storage.database.committed()
  }
  await storage.database.committed()
}

function storeChatter(storage: Storage, index: number, at: number): number {
  storage.messages.insert({ ...userMessage(storage, index, at), reason: 'not-addressed' })
  return 1
}

function storeExchange(storage: Storage, index: number, at: number): number {
  const question = storage.messages.insert({ ...userMessage(storage, index, at), reason: 'mention' })
  const { chatId, id: messageId } = question
  const turn = storage.turns.insert({ chatId, messageId, reason: 'mention', receivedAt: at })
  storage.messages.setTurn(messageId, turn.id, 'mention')
  const model = 'local/qwen-vl'
  storage.messages.insert({
    ...question,
    author: 'bot',
    senderId: String(selfId),
    senderName: '小杏',
    groupRole: null,
    platformId: String(-1 - index),
    text: '这是一个不长也不短的回答，大概就是平时聊天里会说的那样的一两句话。',
    reason: null,
    turnId: turn.id,
    delivery: 'sent',
  })
  storage.turns.end({ ...turn, model, outcome: 'replied', endedAt: at + 1000 })
  storage.modelCalls.insert({
    at,
    purpose: 'chat',
    chatId,
    turnId: turn.id,
    model,
    firstTokenMs: 300,
    totalMs: 1000,
    inputTokens: 900,
    cachedTokens: 500,
    outputTokens: 40,
    reasoningTokens: 0,
    estimated: false,
    person: question.senderId,
    cost: null,
    attempts: 1,
    problem: null,
  })
  return 2
}

function userMessage(storage: Storage, index: number, at: number) {
  const chat = storage.chats.at(addressOf(index % chats), null)
  const person = 30_000 + (index % 1000)
  return {
    chatId: chat.id,
    platformId: String(index + 1),
    author: 'user' as const,
    kind: 'said' as const,
    senderId: String(person),
    senderName: `user${person}`,
    groupRole: 'member' as const,
    text: `今天晚上吃什么，第 ${index} 次问`,
    at,
    replyTo: null,
    quote: null,
    images: [],
    turnId: null,
    delivery: null,
    problem: null,
  }
}

/** Half are groups, half private chats. */
function addressOf(chat: number): ChatAddress {
  const kind = chat % 2 === 0 ? 'group' : 'private'
  const id = String((kind === 'group' ? 800_000 : 20_000) + chat)
  return { selfId: String(selfId), kind, id, key: chatKey(kind, id) }
}
