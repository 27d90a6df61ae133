import type { CallParsed } from '../../src/shared/ipc.ts'
import { sandboxSelfId } from '../../src/shared/sandbox.ts'
import type { ChatMessage, TurnStage, TurnState } from '../../src/shared/state.ts'
import type { FakeBot } from './fake-panel.ts'

/** Makes the running turn write. */
export function startFakeTurns(bot: FakeBot): void {
  const words = [...'先把阴影提到 +40，再用径向滤镜单独给脸补半档，最后把高光压一点，天空就回来了。']
  let at = 0
  setInterval(() => {
    const turn = bot.topics.turns[601]
    if (!turn) return
    if (at === words.length) {
      at = 0
      bot.emit('stream', [{ turnId: 601, chatId: 1, kind: 'reset', text: '' }])
    }
    bot.emit('stream', [{ turnId: 601, chatId: 1, kind: 'text', text: words[at++] ?? '' }])
  }, 160)
}

/** Has a chat gather messages over and over: each one makes the window longer. */
export function startFakeMerging(bot: FakeBot): void {
  setInterval(() => {
    const turn = bot.topics.turns[709]
    if (!turn) return
    const now = Date.now()
    if (now < (turn.mergeUntil ?? 0)) return
    const count = turn.messageCount % 4
    const receivedAt = count === 0 ? now - 100 : turn.receivedAt
    const steps = [{ stage: 'merging' as const, startedAt: receivedAt + 100, endedAt: null, note: '' }]
    bot.change('turns', {
      709: { ...turn, receivedAt, steps, messageCount: count + 1, mergeUntil: now + 2000 },
    })
  }, 100)
}

let nextId = 900_000

/** Plays one answer of the demo model: queued, thinking with text, sent. */
export function answerInSandbox(
  bot: FakeBot,
  input: CallParsed<'sandbox.say'>,
  messagesOf: (chatId: number) => ChatMessage[],
): { chatId: number } {
  const key = `qq_${input.chat.kind}_${input.chat.id}`
  const known = Object.values(bot.topics.chats).find(
    (chat) => chat.selfId === sandboxSelfId && chat.key === key,
  )
  const chatId = known?.id ?? nextId++
  const now = Date.now()
  const person = bot.topics.config.config.sandbox.people.find(({ id }) => id === input.personId)
  const taken = input.chat.kind === 'private' || input.mention
  const turnId = taken ? nextId++ : null
  const says = (line: Partial<ChatMessage> & Pick<ChatMessage, 'from' | 'senderName' | 'text'>) => {
    const message: ChatMessage = {
      id: nextId++,
      chatId,
      kind: 'said',
      senderId: input.personId,
      groupRole: null,
      at: Date.now(),
      platformId: null,
      quote: null,
      recalled: false,
      reason: null,
      rule: null,
      turnId,
      delivery: null,
      problem: null,
      inContext: true,
      ...line,
    }
    messagesOf(chatId).push(message)
    bot.emit('messages', [message])
  }
  bot.change('chats', {
    [chatId]: {
      id: chatId,
      selfId: sandboxSelfId,
      key,
      kind: input.chat.kind,
      title: input.chat.title,
      lastText: input.text,
      lastSender: person?.name ?? '',
      lastAt: now,
      model: known?.model ?? null,
      hasPrompt: false,
      contextFrom: 0,
      character: 0,
      mutedUntil: 0,
      access: 'allowed',
      problem: null,
    },
  })
  says({
    from: 'user',
    senderName: person?.name ?? '谁',
    groupRole: input.chat.kind === 'group' ? (person?.groupRole ?? null) : null,
    text: input.mention ? `@小杏 ${input.text}` : input.text,
    reason: taken ? (input.chat.kind === 'private' ? 'private' : 'mention') : 'not-addressed',
  })
  if (turnId !== null) play(bot, turnId, chatId, input, says)
  return { chatId }
}

function play(
  bot: FakeBot,
  id: number,
  chatId: number,
  input: CallParsed<'sandbox.say'>,
  says: (line: Pick<ChatMessage, 'from' | 'senderName' | 'text'> & Partial<ChatMessage>) => void,
): void {
  const startedAt = Date.now()
  let turn: TurnState = {
    id,
    chatId,
    chatTitle: input.chat.title,
    senderName: '我',
    question: input.text,
    reason: 'private',
    model: 'demo/xiaoxing',
    receivedAt: startedAt,
    endedAt: null,
    outcome: null,
    problem: null,
    steps: [],
    messageCount: 1,
    mergeUntil: null,
    requestMessages: 4,
    requestTokens: 320,
  }
  const enter = (stage: TurnStage | null, note = '') => {
    const now = Date.now()
    const steps = turn.steps.map((step) => (step.endedAt === null ? { ...step, endedAt: now } : step))
    if (stage) steps.push({ stage, startedAt: now, endedAt: null, note })
    turn = { ...turn, steps, ...(stage === null && { endedAt: now, outcome: 'replied' as const }) }
    bot.change('turns', { [id]: turn })
  }
  const answer = [...`你说「${input.text}」，我听到了。这是演示模型，换成真的模型以后会认真回答。`]
  enter('queued')
  setTimeout(() => enter('thinking'), 300)
  answer.forEach((text, index) => {
    setTimeout(() => bot.emit('stream', [{ turnId: id, chatId, kind: 'text', text }]), 500 + index * 40)
  })
  const end = 600 + answer.length * 40
  setTimeout(() => enter('sending', '1 条'), end)
  setTimeout(() => {
    says({
      from: 'bot',
      senderId: sandboxSelfId,
      senderName: '小杏',
      text: answer.join(''),
      delivery: 'sent',
    })
    enter(null)
  }, end + 500)
}
