import type { Approval, UserQuestion } from '../../shared/tools.ts'
import type { IncomingMessage } from '../chat/chat-client.ts'
import type { MessageRecord } from '../storage/messages.ts'
import { answerSchema, isCancel, isClearAnswer, readAnswer } from '../tools/asking/answer-schema.ts'
import type { Decision } from '../tools/asking/requests.ts'
import { namedIds } from '../tools/asking/waiting-id.ts'

/** What waits that a message could be meant for. */
export interface Awaited {
  /** What its author was asked in this chat. */
  readonly question: UserQuestion | null
  /** What its author may decide about where it was said, oldest first; null when that is nobody's place or right. */
  readonly approvals: readonly Approval[] | null
  /** When the bot last said something here that was no notice, in milliseconds since the epoch; null when it has not. */
  readonly saidAt: number | null
  /** The message it quotes; null also when that is not known. */
  readonly replied: Pick<MessageRecord, 'author' | 'kind' | 'text'> | null
}

export type Meant =
  | { readonly kind: 'answer'; readonly question: UserQuestion; readonly value: unknown }
  | { readonly kind: 'cancel'; readonly question: UserQuestion }
  /** It is meant as an answer, but does not fit. */
  | { readonly kind: 'unfit'; readonly question: UserQuestion }
  | { readonly kind: 'decide'; readonly approval: Approval; readonly decision: Decision }
  /** It decides about one of several, or may be about something else, and does not say which. */
  | { readonly kind: 'which'; readonly approvals: readonly Approval[] }
  /** It decides about something that does not wait any more. */
  | { readonly kind: 'over' }

type Said = Pick<IncomingMessage, 'text' | 'chat' | 'mentionsBot'>

/**
 * What a message that is no command answers; null for ordinary talk. Only a quoted notice names an approval; without
 * one, bare words decide when a single approval waits, when the same person has no question to answer here, and when the
 * bot has said nothing since that they may be an answer to.
 */
export function whatItAnswers(
  message: Said,
  { question, approvals, saidAt, replied }: Awaited,
): Meant | null {
  const decision = approvals && decisionIn(message.text)
  const named = replied?.author === 'bot' ? namedIds(replied.text) : []
  if (decision && named.length > 0) return decideNamed(decision, named, approvals)
  const answer = question && answerTo(question, message, replied)
  if (answer) return answer
  const isAboutElse = replied !== null && (replied.author !== 'bot' || replied.kind === 'said')
  const [only, ...others] = approvals ?? []
  if (!decision || !only || isAboutElse) return null
  const talksOn = replied === null && saidAt !== null && saidAt > only.askedAt
  return others.length > 0 || talksOn
    ? { kind: 'which', approvals: [only, ...others] }
    : { kind: 'decide', approval: only, decision }
}

/** What somebody decides who says nothing else than that. */
export function decisionIn(text: string): Decision | null {
  const said = text.normalize('NFKC').trim()
  if (said === '1' || said === '同意') return 'allow'
  if (said === '2' || said === '拒绝') return 'deny'
  return /^同意\s*[1一]\s*个?小时$/.test(said) ? 'hour' : null
}

function decideNamed(
  decision: Decision,
  named: readonly string[],
  approvals: readonly Approval[],
): Meant | null {
  if (named.length > 1 && approvals.length > 0) return { kind: 'which', approvals }
  const approval = approvals.find(({ id }) => id === named[0])
  return approval && named.length === 1 ? { kind: 'decide', approval, decision } : { kind: 'over' }
}

/** In groups the person is talking with others, too: what is not for the bot must be unmistakable. */
function answerTo(
  question: UserQuestion,
  { text, chat, mentionsBot }: Said,
  replied: Awaited['replied'],
): Meant | null {
  const schema = answerSchema(question.schema)
  if (!schema) return null
  if (isCancel(text)) return { kind: 'cancel', question }
  const isForBot = chat.kind === 'private' || mentionsBot || replied?.author === 'bot'
  if (!isForBot && !isClearAnswer(text, schema)) return null
  const read = readAnswer(text, schema)
  return read ? { kind: 'answer', question, value: read.value } : { kind: 'unfit', question }
}
