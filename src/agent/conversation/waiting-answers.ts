import type { Config } from '../../shared/config.ts'
import { sandboxSelfId } from '../../shared/sandbox.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { Approval, UserQuestion } from '../../shared/tools.ts'
import type { IncomingMessage } from '../chat/chat-client.ts'
import { parseCommand } from '../commands/commands.ts'
import type { InboxParts } from '../inbox/inbox.ts'
import { roleOf } from '../inbox/roles.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Log } from '../kernel/log.ts'
import { assertNever, isAbort, toProblem } from '../kernel/problem.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import { answerSchema, expected } from '../tools/asking/answer-schema.ts'
import { approvalsText, decidedText } from '../tools/asking/ask-texts.ts'
import type { Asking } from '../tools/asking/asking.ts'
import { notWaiting } from '../tools/asking/open-waitings.ts'
import type { Delivery } from './delivery.ts'
import { decisionIn, type Meant, whatItAnswers } from './what-it-answers.ts'

export interface WaitingAnswersParts {
  readonly asking: Pick<Asking, 'approvals' | 'questionFor' | 'decide' | 'answer'>
  readonly storage: Pick<Storage, 'chats' | 'messages'>
  readonly delivery: Pick<Delivery, 'prepare' | 'send'>
  readonly clock: Clock
  readonly log: Log
  config(): Config
  settings(chat: ChatRecord): ChatSettings
}

/** How often an answer to one question may not fit. */
const mostTries = 3

/**
 * What the inbox asks of every message: whether it answers something. Commands never do. The returned functions hand
 * the answer on, and say so where that is of use; they never reject.
 */
export function waitingAnswers(life: Lifetime, parts: WaitingAnswersParts): InboxParts['waitsFor'] {
  const tries = new WeakMap<UserQuestion, number>()
  return (chat, incoming, replied) => {
    const meant = mayAnswer(parts, incoming) ? meantBy(parts, chat, incoming, replied) : null
    if (!meant) return null
    return async (message) => {
      try {
        const text = await handOn(parts, meant, message, tries)
        if (text !== '') await say(parts, { chat, message, text, signal: life.signal })
      } catch (error) {
        if (isAbort(error) || life.signal.aborted) return
        const problem = toProblem(error)
        parts.log.error(`一个回答没有交到：${problem.message}`, { chat: chat.address.key, problem })
      }
    }
  }
}

/** Approvals that are decided about from this number: pretend owners decide about 试聊, and nobody else does. */
export function approvalsAt(
  selfId: string,
  { asking, storage }: { storage: Pick<Storage, 'chats'> } & { asking: Pick<Asking, 'approvals'> },
): Approval[] {
  const isSandbox = (id: string | undefined) => id === sandboxSelfId
  return asking.approvals.filter(
    ({ chatId }) => isSandbox(storage.chats.get(chatId)?.address.selfId) === isSandbox(selfId),
  )
}

/** What nobody would be answered for is no answer either. */
function mayAnswer({ config, clock }: WaitingAnswersParts, incoming: IncomingMessage): boolean {
  const { sender, spoken, at, chat } = incoming
  const { inbox, accounts, commands } = config()
  if (!spoken || sender.anonymous || accounts.some(({ selfId }) => selfId === sender.id)) return false
  if (clock.now() - at > inbox.staleSeconds * 1000) return false
  if (roleOf({ selfId: chat.selfId, senderId: sender.id }, config()) === 'blocked') return false
  return parseCommand(incoming.text, commands) === null
}

function meantBy(
  parts: WaitingAnswersParts,
  chat: ChatRecord,
  incoming: IncomingMessage,
  replied: MessageRecord | null,
): Meant | null {
  const { selfId, kind } = chat.address
  const senderId = incoming.sender.id
  const decides =
    kind === 'private' &&
    decisionIn(incoming.text) !== null &&
    roleOf({ selfId, senderId }, parts.config()) === 'owner'
  return whatItAnswers(incoming, {
    question: parts.asking.questionFor(chat.id, senderId),
    approvals: decides ? approvalsAt(selfId, parts) : null,
    saidAt: decides ? lastSaidAt(parts, chat.id) : null,
    replied,
  })
}

/** How far back it is looked, in messages: who has said so much since does not mean an answer to it. */
const lookedThrough = 20

function lastSaidAt({ storage }: WaitingAnswersParts, chatId: number): number | null {
  const page = storage.messages.page(chatId, Number.MAX_SAFE_INTEGER, lookedThrough)
  return page.find(({ author, kind }) => author === 'bot' && kind === 'said')?.at ?? null
}

/** Returns what is to be said about it, '' for nothing: a question that is answered goes on by itself. */
async function handOn(
  { asking }: WaitingAnswersParts,
  meant: Meant,
  { senderId }: MessageRecord,
  tries: WeakMap<UserQuestion, number>,
): Promise<string> {
  try {
    switch (meant.kind) {
      case 'answer':
        await asking.answer(meant.question.id, meant.value, senderId)
        return ''
      case 'cancel':
        await asking.answer(meant.question.id, null, senderId)
        return ''
      case 'unfit': {
        const { question } = meant
        const tried = (tries.get(question) ?? 0) + 1
        tries.set(question, tried)
        if (tried < mostTries) return `没看懂。${expectedBy(question)}；「取消」就不问了`
        await asking.answer(question.id, null, senderId)
        return '还是没看懂，先不问了'
      }
      case 'decide':
        await asking.decide(meant.approval.id, meant.decision, senderId)
        return decidedText(meant.approval, meant.decision)
      case 'which':
        return `有 ${meant.approvals.length} 件在等，引用那一条回复，或者发：\n${approvalsText(meant.approvals)}`
      case 'over':
        return notWaiting.problem.message
      default:
        return assertNever(meant)
    }
  } catch (error) {
    // Somebody was quicker, or the time was over in between.
    const problem = toProblem(error)
    if (problem.code.startsWith('asks.')) return problem.message
    throw error
  }
}

function expectedBy(question: UserQuestion): string {
  const schema = answerSchema(question.schema)
  return schema ? expected(schema) : ''
}

interface ToSay {
  readonly chat: ChatRecord
  readonly message: MessageRecord
  readonly text: string
  readonly signal: AbortSignal
}

async function say({ delivery, settings }: WaitingAnswersParts, toSay: ToSay): Promise<void> {
  const { chat, message, text, signal } = toSay
  const now = settings(chat)
  const prepared = await delivery.prepare({
    chat,
    text,
    kind: 'command',
    settings: now,
    question: message,
    turnId: null,
  })
  await delivery.send({ chat, parts: prepared, settings: now, question: message }, signal)
}
