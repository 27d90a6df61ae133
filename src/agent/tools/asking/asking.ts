import type { Approval, UserQuestion, Waiting } from '../../../shared/tools.ts'
import type { Lifetime } from '../../kernel/lifetime.ts'
import { ProblemError, toProblem } from '../../kernel/problem.ts'
import { cleanLine, head } from '../../kernel/text.ts'
import { ToolError } from '../tool.ts'
import type { Answered } from '../tool-context.ts'
import { type AnswerSchema, answerSchema, expected, fits } from './answer-schema.ts'
import { approvalText, questionText } from './ask-texts.ts'
import { Grants, type GrantsParts } from './grants.ts'
import { notWaiting, OpenWaitings, type OpenWaitingsParts, unanswered } from './open-waitings.ts'
import type { ApprovalRequest, AskingCall, Decision, QuestionRequest } from './requests.ts'
import { newWaitingId } from './waiting-id.ts'

export interface AskingParts extends OpenWaitingsParts, GrantsParts {
  /** How long an owner is waited for, in milliseconds. */
  askMs(): number
  /** Tells the owners of where a chat is, in private. Returns at once; false when nobody can be told. */
  tell(text: string, chatId: number): boolean
  /** Says something to a person in a chat. Rejects when it was certainly not said. */
  say(chatId: number, userId: string, text: string): Promise<void>
}

const longestArguments = 500
/** Nobody is waited for longer than a day. */
const longestMs = 86_400_000

/**
 * Asks people and waits: owners for their leave, whoever is talking for an answer. What waits is stored, shown and
 * told once; after a restart the same call goes on waiting for what is left of the time.
 */
export class Asking {
  readonly #parts: AskingParts
  readonly #waitings: OpenWaitings
  readonly #grants: Grants
  /** Questions that were not said yet: nothing in the chat can be an answer to them. */
  readonly #unsaid = new Set<string>()
  /** What an attempt at a turn has got its answer for: the same question once more is another one. */
  readonly #used = new WeakMap<AbortSignal, Set<string>>()

  constructor(parts: AskingParts) {
    this.#parts = parts
    this.#waitings = new OpenWaitings(parts)
    this.#grants = new Grants(parts)
  }

  /** Takes up what an earlier run left; to be called once it is known which turns go on, before they do. */
  load(): void {
    this.#waitings.load()
    this.#grants.load()
  }

  /** What waits for an owner, oldest first. */
  get approvals(): Approval[] {
    return this.#waitings.list().filter((waiting) => waiting.kind === 'approval')
  }

  /** What this person was asked in this chat and has not answered; the oldest, or null. */
  questionFor(chatId: number, userId: string): UserQuestion | null {
    const questions = this.#waitings.list().filter((waiting) => waiting.kind === 'question')
    const mine = questions.filter((one) => one.chatId === chatId && one.senderId === userId)
    return mine.find(({ id }) => !this.#unsaid.has(id)) ?? null
  }

  /**
   * Whether a call may run: at once with leave for an hour, otherwise when an owner says so in time. Rejects only with
   * the signal's reason; what cannot be asked is not allowed.
   */
  async approve(request: ApprovalRequest, signal: AbortSignal): Promise<'allowed' | 'denied' | 'timeout'> {
    signal.throwIfAborted()
    const { turnId, callRowId, chatId, tool } = request
    if (this.#grants.has(chatId, tool)) return 'allowed'
    try {
      // What was asked in the name of somebody with other rights is another question.
      const isSame = (w: Waiting) => w.kind === 'approval' && w.tool === tool && w.role === request.role
      const known = this.#waitings.find(turnId, callRowId, isSame)
      const other = this.#waitings.find(turnId, callRowId, (w) => w.kind === 'approval' && !isSame(w))
      if (other) this.#waitings.end(other.id, { ...unanswered, state: 'cancelled' })
      const { id } = known ?? (await this.#askOwners(request))
      const { state, answer } = await this.#waitings.wait(id, signal)
      if (state === 'expired') return 'timeout'
      return state === 'answered' && answer !== 'deny' ? 'allowed' : 'denied'
    } catch (error) {
      signal.throwIfAborted()
      this.#parts.log.error(`没能问主人能不能用「${request.toolTitle}」`, { problem: toProblem(error) })
      return 'timeout'
    }
  }

  /**
   * Asks whoever is talking. Rejects with the signal's reason, with a ToolError when the question makes no sense or could
   * not be said, or with a ProblemError `storage.*`.
   */
  async ask(request: QuestionRequest, signal: AbortSignal): Promise<Answered> {
    signal.throwIfAborted()
    const { turnId, callRowId, tool, text } = request
    const schema = answerSchema(request.schema)
    if (!schema) throw new ToolError('问题的 schema 只能是文字、数字、整数、是否，或者几个文字里选一个')
    if (text.trim() === '') throw new ToolError('问题是空的')
    const used = this.#usedBy(signal)
    const known = this.#waitings.find(
      turnId,
      callRowId,
      (w) => w.kind === 'question' && w.tool === tool && w.text === text && !used.has(w.id),
    )
    const question = known ?? (await this.#addQuestion(request, schema))
    used.add(question.id)
    const answered = this.#waitings.wait(question.id, signal)
    const said = known ? Promise.resolve() : this.#say(request, question.id, schema)
    const ended = Promise.race([answered, said.then(() => answered)])
    // After the race, so that this is its outcome. What was not said is no question: the next attempt asks anew.
    said.catch(() => this.#waitings.end(question.id, { ...unanswered, state: 'cancelled' }))
    const { state, answer } = await ended
    if (state === 'answered') return { kind: 'answer', value: answer }
    return { kind: state === 'expired' ? 'timeout' : 'cancelled' }
  }

  /**
   * Decides about an approval; `hour` allows the tool in that chat for an hour, and with it what else waits for that.
   * Rejects with a ProblemError `asks.over`, or `storage.*` when it could not be kept.
   * @param by number of the owner, or `panel`.
   */
  async decide(id: string, decision: Decision, by: string): Promise<void> {
    const approval = this.#waitings.get(id)
    if (approval?.kind !== 'approval') throw notWaiting
    await this.#waitings.answer(id, decision, by)
    this.#parts.log.info(`「${approval.toolTitle}」${decision === 'deny' ? '被主人拒绝了' : '主人同意了'}`, {
      by,
    })
    if (decision !== 'hour') return
    const { chatId, tool } = approval
    this.#grants.give(chatId, tool)
    const same = this.approvals.filter((one) => one.chatId === chatId && one.tool === tool)
    await Promise.all(same.map((one) => this.#waitings.answer(one.id, 'hour', by)))
    await this.#parts.committed()
  }

  /**
   * Answers a question with a value; null cancels it. Rejects with a ProblemError `asks.over`, `asks.unfit` when the
   * value is not what was asked for, or `storage.*`.
   */
  async answer(id: string, value: unknown, by: string): Promise<void> {
    const question = this.#waitings.get(id)
    if (question?.kind !== 'question') throw notWaiting
    if (value === null)
      return this.#waitings.end(id, { state: 'cancelled', answer: undefined, decidedBy: by })
    const schema = answerSchema(question.schema)
    if (!schema || !fits(value, schema)) throw unfit(schema)
    await this.#waitings.answer(id, value, by)
  }

  /** Takes leave back that was given for an hour. Rejects with a ProblemError `asks.over` when there is none. */
  async revoke(chatId: number, tool: string): Promise<void> {
    if (!this.#grants.take(chatId, tool)) throw noGrant
    await this.#parts.committed()
  }

  /** A turn has ended, however it did: what it asked waits no more. */
  turnEnded(turnId: number): void {
    this.#waitings.endAll(turnId)
  }

  close(): void {
    this.#waitings.close()
    this.#grants.close()
  }

  async #askOwners(request: ApprovalRequest): Promise<Approval> {
    const { risk, role } = request
    const shown = request.arguments
    const approval: Approval = {
      ...this.#newWaiting(request, this.#parts.askMs()),
      kind: 'approval',
      risk,
      role,
      arguments: shown.length > longestArguments ? `${head(shown, longestArguments - 1)}…` : shown,
    }
    await this.#waitings.add(approval, request.callRowId)
    const told = this.#parts.tell(approvalText(approval), approval.chatId)
    this.#parts.log.info(`「${approval.toolTitle}」在等主人批准${told ? '' : '，现在只能在面板里回答'}`, {
      turn: request.turnId ?? undefined,
    })
    return approval
  }

  async #addQuestion(request: QuestionRequest, schema: AnswerSchema): Promise<UserQuestion> {
    const { text, timeoutMs } = request
    const ms = Math.min(longestMs, timeoutMs > 0 ? timeoutMs : this.#parts.askMs())
    const question: UserQuestion = { ...this.#newWaiting(request, ms), kind: 'question', text, schema }
    this.#unsaid.add(question.id)
    try {
      await this.#waitings.add(question, request.callRowId)
    } catch (error) {
      this.#unsaid.delete(question.id)
      throw error
    }
    return question
  }

  async #say({ chatId, caller, text }: QuestionRequest, id: string, schema: AnswerSchema): Promise<void> {
    try {
      await this.#parts.say(chatId, caller.id, questionText(text, schema))
    } catch (error) {
      throw new ToolError(`没能在聊天里问出来：${toProblem(error).message}`, { cause: error })
    } finally {
      this.#unsaid.delete(id)
    }
  }

  #newWaiting({ caller, ...call }: AskingCall, ms: number) {
    const askedAt = this.#parts.clock.now()
    return {
      id: newWaitingId(),
      turnId: call.turnId,
      chatId: call.chatId,
      chatTitle: call.chatTitle,
      tool: call.tool,
      toolTitle: cleanLine(call.toolTitle) || call.tool,
      senderId: caller.id,
      senderName: cleanLine(caller.name),
      askedAt,
      until: askedAt + ms,
    }
  }

  #usedBy(signal: AbortSignal): Set<string> {
    const used = this.#used.get(signal) ?? new Set()
    this.#used.set(signal, used)
    return used
  }
}

/** Starts nothing by itself; what it waits for stops being watched at the end of `life`, and stays stored. */
export function startAsking(life: Lifetime, parts: AskingParts): Asking {
  const asking = new Asking(parts)
  life.defer(() => asking.close())
  return asking
}

function unfit(schema: AnswerSchema | null): ProblemError {
  return new ProblemError({
    code: 'asks.unfit',
    message: '这个回答和要的不一样',
    hint: schema ? expected(schema) : '取消它',
  })
}

const noGrant = new ProblemError({
  code: 'asks.over',
  message: '这个工具在这个聊天里没有免问的时间，可能已经到点了',
  hint: '',
})
