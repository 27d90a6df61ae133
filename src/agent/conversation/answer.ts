import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { TurnOutcome } from '../../shared/state.ts'
import type { Log } from '../kernel/log.ts'
import { isAbort, toProblem } from '../kernel/problem.ts'
import { isQuitting } from '../kernel/quitting.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { TurnRecord } from '../storage/turns.ts'
import { type AskParts, askModel, tokenCounter } from './ask-model.ts'
import type { Delivery, SendTrouble } from './delivery.ts'

export interface AnswerParts extends AskParts {
  readonly delivery: Delivery
  readonly boards: AskParts['boards'] & { chats: ChatBoard }
  readonly log: Log
}

interface Ending {
  outcome: TurnOutcome
  problem: Problem | null
  reply: string
  tokens: number
}

/** Answers messages: one call is one turn, from its request to the last part sent. */
export class Answering {
  readonly #parts: AnswerParts

  constructor(parts: AnswerParts) {
    this.#parts = parts
  }

  /**
   * Runs a turn to its end and records how it ended. Never rejects.
   * @param unsent what an earlier run left in the outbox: then nothing is asked, only sent.
   */
  async run(turn: TurnRecord, unsent: readonly MessageRecord[], signal: AbortSignal): Promise<void> {
    const { storage, log } = this.#parts
    const chat = storage.chats.get(turn.chatId)
    const question = storage.messages.get(turn.messageId)
    if (!chat || !question) {
      log.error('回合找不到它的聊天或消息', { turn: turn.id })
      return
    }
    const progress: TurnRecord = { ...turn, modelCalls: [] }
    let ending: Ending
    try {
      ending =
        unsent.length > 0
          ? await this.#finish(progress, chat, unsent, signal)
          : await this.#answer(progress, chat, question, signal)
    } catch (error) {
      if (isQuitting(signal)) return this.#keepCalls(progress)
      ending = await this.#fail(error, progress, chat, question, signal)
    }
    this.#end(progress, chat, question, ending)
  }

  /** Sends the parts of an answer that a stop of the program left unsent. */
  async #finish(
    turn: TurnRecord,
    chat: ChatRecord,
    parts: readonly MessageRecord[],
    signal: AbortSignal,
  ): Promise<Ending> {
    const trouble = await this.#send(turn, chat, parts, this.#parts.settings(chat), signal)
    return endingOf(trouble, parts.map(({ text }) => text).join('\n'), 0)
  }

  async #answer(
    turn: TurnRecord,
    chat: ChatRecord,
    question: MessageRecord,
    signal: AbortSignal,
  ): Promise<Ending> {
    const settings = this.#parts.settings(chat)
    const answer = await askModel(this.#parts, { turn, chat, question, settings, signal })
    turn.toolCalls = [...answer.toolCalls]
    turn.reasoning = answer.thinking
    if (answer.text === '') {
      return { outcome: 'silent', problem: emptyAnswer(turn.model), reply: '', tokens: 0 }
    }
    const parts = this.#parts.delivery.prepare({
      chat,
      text: answer.text,
      kind: 'said',
      settings,
      question,
      turnId: turn.id,
    })
    if (parts.length === 0)
      return { outcome: 'silent', problem: emptyAnswer(turn.model), reply: '', tokens: 0 }
    const trouble = await this.#send(turn, chat, parts, settings, signal)
    return endingOf(trouble, answer.text, tokenCounter(this.#parts.models, turn.model)(answer.text))
  }

  #send(
    turn: TurnRecord,
    chat: ChatRecord,
    parts: readonly MessageRecord[],
    settings: ChatSettings,
    signal: AbortSignal,
  ): ReturnType<Delivery['send']> {
    this.#parts.boards.turns.step(turn.id, 'sending', `${parts.length} 条`)
    return this.#parts.delivery.send(chat, parts, settings.pace.seconds, signal)
  }

  /** The cause goes to the panel and the log; the chat hears the apology, if there is one. */
  async #fail(
    error: unknown,
    turn: TurnRecord,
    chat: ChatRecord,
    question: MessageRecord,
    signal: AbortSignal,
  ): Promise<Ending> {
    if (signal.aborted || isAbort(error)) {
      return { outcome: 'stopped', problem: stopReason(signal), reply: '', tokens: 0 }
    }
    const problem = toProblem(error)
    this.#parts.log.error(`没有答上来：${problem.message}`, {
      chat: chat.address.key,
      turn: turn.id,
      problem,
    })
    const settings = this.#parts.settings(chat)
    try {
      const parts = this.#parts.delivery.prepare({
        chat,
        text: settings.apology,
        kind: 'notice',
        settings,
        question,
        turnId: turn.id,
      })
      await this.#parts.delivery.send(chat, parts, settings.pace.seconds, signal)
    } catch (sendError) {
      this.#parts.log.warn('出错时说的话也没有发出去', {
        chat: chat.address.key,
        problem: toProblem(sendError),
      })
    }
    return { outcome: 'failed', problem, reply: '', tokens: 0 }
  }

  /** Behind the reply and not before it: nobody waits for the books. */
  #keepCalls({ id: turnId, chatId, modelCalls }: TurnRecord): void {
    const { storage, log } = this.#parts
    try {
      for (const call of modelCalls) storage.modelCalls.insert({ ...call, chatId, turnId })
    } catch (error) {
      log.error('用掉的词元没有记下来', { turn: turnId, problem: toProblem(error) })
    }
  }

  #end(turn: TurnRecord, chat: ChatRecord, question: MessageRecord, ending: Ending): void {
    const { storage, boards, clock, log } = this.#parts
    const shown = boards.turns.end(turn.id, ending.outcome, ending.problem)
    this.#keepCalls(turn)
    try {
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
        question: question.text.slice(0, 80),
        reply: ending.reply.slice(0, 120),
        model: turn.model,
        tokens: (shown?.requestTokens ?? 0) + ending.tokens,
      })
    }
    const seconds = ((clock.now() - turn.receivedAt) / 1000).toFixed(1)
    log.info(`回合结束：${outcomeText[ending.outcome]}，${seconds} s`, {
      chat: chat.address.key,
      turn: turn.id,
    })
  }
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
