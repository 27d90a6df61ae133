import type { CallName, CallOutput, CallParsed } from '../../src/shared/ipc.ts'
import { sandboxSelfId } from '../../src/shared/sandbox.ts'
import type { ChatMessage, TurnStage, TurnState } from '../../src/shared/state.ts'
import type { FakeBot } from './fake-panel.ts'
import { fakeChatPicture } from './fake-pictures.ts'

type Names = 'sandbox.say' | 'sandbox.open' | 'sandbox.recall' | 'sandbox.poke'
type Handlers = { [N in Names & CallName]: (input: CallParsed<N>) => CallOutput<N> }
type Place = CallParsed<'sandbox.say'>['chat']
type Said = Partial<ChatMessage> & Pick<ChatMessage, 'text'>

/** A turn that gathers what is said. */
interface Gathering {
  turnId: number
  senderId: string
  texts: string[]
  timer: ReturnType<typeof setTimeout>
}

let nextId = 900_000

/** 试聊 of the made-up bot: it gathers for a moment, then plays the demo model. */
export function fakeSandbox(bot: FakeBot, messagesOf: (chatId: number) => ChatMessage[]): Handlers {
  const gathering = new Map<number, Gathering>()

  const open = ({ kind, id, title }: Place): number => {
    const key = `qq_${kind}_${id}`
    const known = Object.values(bot.topics.chats).find(
      (chat) => chat.selfId === sandboxSelfId && chat.key === key,
    )
    if (known) return known.id
    const chatId = nextId++
    const row = {
      ...{ id: chatId, selfId: sandboxSelfId, key, kind, title, lastText: '', lastSender: '' },
      ...{ lastAt: Date.now(), model: null, hasPrompt: false, contextFrom: 0, character: 0, mutedUntil: 0 },
      ...{ access: 'allowed' as const, problem: null },
    }
    bot.change('chats', { [chatId]: row })
    return chatId
  }
  const tell = (chatId: number, line: Said): ChatMessage => {
    const message: ChatMessage = {
      ...{ id: nextId++, chatId, from: 'user', kind: 'said', senderId: '1', senderName: '谁' },
      ...{ groupRole: null, at: Date.now(), platformId: String(nextId++), quote: null, recalled: false },
      ...{ reason: null, rule: null, turnId: null, delivery: null, problem: null, inContext: true },
      pictures: [],
      ...line,
    }
    messagesOf(chatId).push(message)
    bot.emit('messages', [message])
    return message
  }
  const change = (id: number, changes: Partial<TurnState>) => {
    const turn = bot.topics.turns[id]
    if (turn) bot.change('turns', { [id]: { ...turn, ...changes } })
  }
  const enter = (id: number, stage: TurnStage | null, note = '') => {
    const now = Date.now()
    const steps = (bot.topics.turns[id]?.steps ?? []).map((step) => ({
      ...step,
      endedAt: step.endedAt ?? now,
    }))
    const begun = stage ? [...steps, { stage, startedAt: now, endedAt: null, note }] : steps
    change(id, { steps: begun, ...(stage === null && { endedAt: now }) })
  }
  const answer = (chatId: number, { turnId, texts }: Gathering) => {
    gathering.delete(chatId)
    const words = [...`你说「${texts.join('；')}」，我听到了。这是演示模型，换成真的模型以后会认真回答。`]
    enter(turnId, 'queued')
    setTimeout(() => enter(turnId, 'thinking'), 200)
    words.forEach((text, index) => {
      const delta = { turnId, chatId, kind: 'text', text }
      setTimeout(() => bot.emit('stream', [delta]), 400 + index * 30)
    })
    const end = 500 + words.length * 30
    setTimeout(() => enter(turnId, 'sending', '1 条'), end)
    setTimeout(() => {
      const bot10000 = { senderId: sandboxSelfId, senderName: '小杏', from: 'bot' } as const
      tell(chatId, { ...bot10000, text: words.join(''), turnId, delivery: 'sent' })
      change(turnId, { outcome: 'replied' })
      enter(turnId, null)
    }, end + 400)
  }
  const begin = (chatId: number, message: ChatMessage, place: Place): Gathering => {
    const now = Date.now()
    const turn: TurnState = {
      ...{ id: message.turnId ?? 0, chatId, chatTitle: place.title, senderName: message.senderName },
      ...{ question: message.text, reason: message.reason ?? 'private', model: 'demo/xiaoxing' },
      ...{ receivedAt: now, endedAt: null, outcome: null, problem: null, messageCount: 0, mergeUntil: null },
      ...{ requestMessages: 4, requestTokens: 320, tokens: 0, cost: 0 },
      toolCalls: [],
      steps: [{ stage: 'merging', startedAt: now, endedAt: null, note: '' }],
    }
    bot.change('turns', { [turn.id]: turn })
    return { turnId: turn.id, senderId: message.senderId, texts: [], timer: setTimeout(() => {}, 0) }
  }

  return {
    'sandbox.open': ({ chat }) => ({ chatId: open(chat) }),
    'sandbox.say': ({ chat, personId, text, mention, replyTo, pictures }) => {
      const chatId = open(chat)
      const person = bot.topics.config.config.sandbox.people.find(({ id }) => id === personId)
      const before = gathering.get(chatId)
      const follows = before?.senderId === personId
      const quoted = messagesOf(chatId).find(({ platformId }) => platformId === replyTo)
      const addressed = chat.kind === 'private' || mention || quoted?.from === 'bot'
      const taken = person?.role !== 'blocked' && (addressed || follows)
      const reason = follows ? 'follow-up' : chat.kind === 'private' ? 'private' : 'mention'
      const message = tell(chatId, {
        senderId: personId,
        senderName: person?.name ?? '谁',
        groupRole: chat.kind === 'group' ? (person?.groupRole ?? null) : null,
        text: `${mention ? '@小杏 ' : ''}${text}${pictures.map(() => '[图片]').join('')}`,
        pictures: pictures.map((_, index) => fakeChatPicture(nextId + index, { caption: '' })),
        quote: quoted ? { name: quoted.senderName, text: quoted.text } : null,
        reason: taken ? reason : person?.role === 'blocked' ? 'user-blocked' : 'not-addressed',
        turnId: taken ? (follows ? before.turnId : nextId++) : null,
      })
      if (!taken) return { chatId }
      const current = follows ? before : begin(chatId, message, chat)
      clearTimeout(current.timer)
      current.texts.push(message.text)
      const ms = text === '' ? 6000 : 2000
      current.timer = setTimeout(() => answer(chatId, current), ms)
      gathering.set(chatId, current)
      change(current.turnId, { messageCount: current.texts.length, mergeUntil: Date.now() + ms })
      return { chatId }
    },
    'sandbox.recall': ({ messageId }) => {
      for (const { id: chatId } of Object.values(bot.topics.chats)) {
        const list = messagesOf(chatId)
        const index = list.findIndex(({ id }) => id === messageId)
        const message = list[index]
        if (!message) continue
        list[index] = { ...message, recalled: true }
        bot.emit('messages', [list[index]])
        const current = gathering.get(chatId)
        if (current?.turnId !== message.turnId || current.texts.length > 1) continue
        clearTimeout(current.timer)
        gathering.delete(chatId)
        const problem = { code: 'turn.stopped', message: '消息被撤回了', hint: '' }
        change(current.turnId, { outcome: 'stopped', problem })
        enter(current.turnId, null)
      }
      return null
    },
    'sandbox.poke': ({ chat }) => ({ chatId: open(chat) }),
  }
}
