import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { TurnOutcome } from '../../shared/state.ts'
import type { Question } from '../inbox/job.ts'
import { goesOnLater, isQuitting } from '../kernel/aborts.ts'
import { isAbort, ProblemError, toProblem } from '../kernel/problem.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { NewModelCall } from '../storage/model-calls.ts'
import type { ToolCallRow } from '../storage/tool-calls.ts'
import type { ToolCallRecord, TurnRecord } from '../storage/turns.ts'
import { apologyFor } from './apology.ts'
import { type AskParts, askModel, lastOf } from './ask-model.ts'
import type { Delivery, SendTrouble } from './delivery.ts'
import { EarlyAnswer } from './early-answer.ts'
import { tokenCounter } from './request.ts'
import { isSilence } from './silence.ts'
import type { TurnAnswer } from './turn-loop.ts'

export interface AnswerParts extends AskParts {
  readonly delivery: Delivery
  /** Keeps the books of a call. */
  book(call: NewModelCall): void
  readonly boards: AskParts['boards'] & { chats: ChatBoard }
  /** Aborted when the program quits: what is said about a turn that was ended must still get out until then. */
  readonly quit: AbortSignal
}

interface Ending {
  outcome: TurnOutcome
  problem: Problem | null
  reply: string
  tokens: number
}

interface Answering {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  readonly question: Question
  readonly settings: ChatSettings
  readonly signal: AbortSignal
  readonly booked: NewModelCall[]
  readonly afterwards: (() => void)[]
}

/** Answers questions: one call is one attempt at a turn, from its request to the last part sent. */
export class Answers {
  readonly #parts: AnswerParts

  constructor(parts: AnswerParts) {
    this.#parts = parts
  }

  /** Runs a turn to its end and records how it ended, unless it goes on later. Never rejects. */
  async run(question: Question, signal: AbortSignal): Promise<void> {
    const { storage, log } = this.#parts
    const chat = storage.chats.get(question.chat.id)
    if (!chat) {
      log.error('回合找不到它的聊天', { turn: question.turn.id })
      return
    }
    const turn: TurnRecord = { ...question.turn, modelCalls: [] }
    const settings = this.#parts.settings(chat)
    const answering: Answering = { turn, chat, question, settings, signal, booked: [], afterwards: [] }
    const stopSign = this.#showWorking(answering)
    let ending: Ending
    try {
      ending = question.unsent.length > 0 ? await this.#finish(answering) : await this.#answer(answering)
    } catch (error) {
      if (goesOnLater(signal)) return this.#keepCalls(answering)
      ending = await this.#fail(error, answering)
    } finally {
      stopSign()
    }
    this.#end(answering, ending)
  }

  #showWorking({ chat, question, settings }: Answering): () => void {
    const asked = question.messages.at(-1)
    const client = settings.reply.working && asked ? this.#parts.client(chat.address.selfId) : null
    return client?.showWorking(chat.address, { messageId: asked?.platformId ?? null }) ?? (() => undefined)
  }

  /** Sends the parts of an answer that a stop of the program left unsent. */
  async #finish(answering: Answering): Promise<Ending> {
    const parts = answering.question.unsent
    const trouble = await this.#send(answering, parts, answering.question.messages.at(-1) ?? null)
    return endingOf(trouble, parts.map(({ text }) => text).join('\n'), 0)
  }

  async #answer(answering: Answering): Promise<Ending> {
    const { turn, chat, settings, question, signal } = answering
    const { delivery } = this.#parts
    const isEarly = settings.reply.early && settings.reply.bubbles !== 'off'
    const early = isEarly
      ? new EarlyAnswer({
          ...{ delivery, chat, settings, signal },
          turnId: turn.id,
          asked: () => lastOf(question),
          begun: () => question.finish(),
        })
      : null
    const answer = await this.#ask(answering, early)
    turn.toolCalls = [...answer.toolCalls]
    turn.reasoning = answer.thinking
    const outTrouble = early && (await early.finished())
    if (outTrouble?.refused) return endingOf(outTrouble, answer.text, 0)
    if (isSilence(answer.text)) return { outcome: 'silent', problem: null, reply: '', tokens: 0 }
    // Whatever is recalled from here on, this is what is answered.
    const asked = lastOf(question)
    const text = early ? early.bubbles.rest(answer.text) : answer.text
    const parts =
      text.trim() === ''
        ? []
        : await delivery.prepare({
            chat,
            text,
            continues: early !== null && early.count > 0,
            kind: 'said',
            settings,
            question: asked,
            turnId: turn.id,
          })
    if (parts.length === 0 && early && early.count > 0) return endingOf(outTrouble, answer.text, 0)
    if (parts.length === 0)
      return { outcome: 'silent', problem: emptyAnswer(turn.model), reply: '', tokens: 0 }
    const trouble = (await this.#send(answering, parts, asked)) ?? outTrouble
    return endingOf(trouble, answer.text, tokenCounter(this.#parts.models, turn.model)(answer.text))
  }

  /** Asks the model. What it said early is out when this ends, however it does. */
  async #ask(answering: Answering, early: EarlyAnswer | null): Promise<TurnAnswer> {
    try {
      return await askModel(this.#parts, { ...answering, early: early?.bubbles ?? null })
    } catch (error) {
      await early?.finished().catch(() => undefined)
      throw error
    }
  }

  #send(
    { turn, chat, settings, question, signal }: Answering,
    parts: readonly MessageRecord[],
    asked: MessageRecord | null,
  ): Promise<SendTrouble | null> {
    question.touch()
    this.#parts.boards.turns.step(turn.id, 'sending', `${parts.length} 条`)
    return this.#parts.delivery.send({ chat, parts, settings, question: asked }, signal)
  }

  /** The cause goes to the panel and the log; the chat hears the apology, if there is one. */
  async #fail(error: unknown, answering: Answering): Promise<Ending> {
    const { turn, chat, question, signal } = answering
    const reason: unknown = signal.reason
    question.finish()
    // Ended because of what it was, and not because somebody wanted it.
    const faulty = signal.aborted && reason instanceof ProblemError
    if (!faulty && (signal.aborted || isAbort(error))) {
      return { outcome: 'stopped', problem: stopReason(signal), reply: '', tokens: 0 }
    }
    const problem = toProblem(faulty ? reason : error)
    this.#parts.log.error(`没有答上来：${problem.message}`, {
      chat: chat.address.key,
      turn: turn.id,
      problem,
    })
    await this.#apologise(problem, answering, faulty ? this.#parts.quit : signal)
    return { outcome: 'failed', problem, reply: '', tokens: 0 }
  }

  async #apologise(
    problem: Problem,
    { turn, chat, question, settings }: Answering,
    signal: AbortSignal,
  ): Promise<void> {
    const { delivery, log } = this.#parts
    try {
      const asked = lastOf(question)
      const parts = await delivery.prepare({
        chat,
        text: apologyFor(settings, problem),
        kind: 'notice',
        settings,
        question: asked,
        turnId: turn.id,
      })
      await delivery.send({ chat, parts, settings, question: asked }, signal)
    } catch (error) {
      if (isQuitting(signal)) return
      log.warn('出错时说的话也没有发出去', { chat: chat.address.key, problem: toProblem(error) })
    }
  }

  /** Behind the reply and not before it: nobody waits for the books. */
  #keepCalls({ turn, booked, afterwards }: Answering): void {
    const { book, log } = this.#parts
    const { id: turnId } = turn
    try {
      for (const call of booked) book(call)
      for (const run of afterwards) run()
    } catch (error) {
      log.error('用掉的词元没有记下来', { turn: turnId, problem: toProblem(error) })
    }
  }

  #end(answering: Answering, ending: Ending): void {
    const { turn, chat, question } = answering
    const { storage, boards, clock, log } = this.#parts
    const shown = boards.turns.end(turn.id, ending.outcome, ending.problem)
    this.#keepCalls(answering)
    try {
      // A turn that was stopped or failed has done things all the same.
      if (turn.toolCalls.length === 0) turn.toolCalls = storage.toolCalls.ofTurn(turn.id).map(asRecord)
      storage.turns.end({
        ...turn,
        outcome: ending.outcome,
        problem: ending.problem,
        endedAt: clock.now(),
        steps: shown?.steps ?? [],
      })
    } catch (error) {
      log.error('回合的结果没有存下来', { turn: turn.id, problem: toProblem(error) })
    }
    boards.chats.setProblem(chat.id, ending.outcome === 'failed' ? ending.problem : null)
    if (ending.outcome === 'replied') {
      boards.usage.addReply()
      boards.turns.addReply({
        turnId: turn.id,
        chatId: chat.id,
        chatTitle: chat.title,
        at: clock.now(),
        question: question.messages
          .map(({ text }) => text)
          .join('\n')
          .slice(0, 80),
        reply: ending.reply.slice(0, 120),
        model: turn.model,
        tokens: shown?.tokens || (shown?.requestTokens ?? 0) + ending.tokens,
        cost: shown?.cost ?? null,
      })
    }
    const seconds = ((clock.now() - turn.receivedAt) / 1000).toFixed(1)
    log.info(`回合结束：${outcomeText[ending.outcome]}，${seconds} s`, {
      chat: chat.address.key,
      turn: turn.id,
    })
  }
}

function asRecord({ name, arguments: args, result, ms, state }: ToolCallRow): ToolCallRecord {
  return { name, arguments: args, result, ms, failed: state !== 'done' }
}

const outcomeText: Record<TurnOutcome, string> = {
  replied: '回了',
  silent: '没有说话',
  failed: '出错了',
  stopped: '被停止',
}

/** A part that was refused makes the turn a failure; one whose outcome is unknown does not: it may be there. */
function endingOf(trouble: SendTrouble | null, reply: string, tokens: number): Ending {
  return {
    outcome: trouble?.refused ? 'failed' : 'replied',
    problem: trouble?.problem ?? null,
    reply,
    tokens,
  }
}

function emptyAnswer(model: string): Problem {
  return {
    code: 'turn.empty',
    message: `${model} 给了一个空的回答，所以什么也没说`,
    hint: '点「重答」再试一次，或者换个模型',
  }
}

function stopReason(signal: AbortSignal): Problem {
  const reason: unknown = signal.reason
  const message = typeof reason === 'string' ? reason : '被停止了'
  return { code: 'turn.stopped', message, hint: '' }
}
