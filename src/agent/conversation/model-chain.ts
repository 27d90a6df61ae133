import type { Problem } from '../../shared/problem.ts'
import { isAbort, ProblemError } from '../kernel/problem.ts'
import type { ModelRequest } from '../models/chat-model.ts'
import { estimateRequest } from '../models/tokens.ts'
import type { Asking, AskParts } from './ask-model.ts'
import { sendDelta } from './deltas.ts'
import { firstToAnswer } from './first-to-answer.ts'
import { fitContext } from './fit-context.ts'
import { mendRequest } from './mend-request.ts'
import { callModel, type ModelAnswer } from './model-call.ts'
import type { PromptMessage, PromptRequest } from './prompt-message.ts'
import { type Sight, showPictures } from './show-pictures.ts'

/**
 * The models that may answer one turn, in order: when one cannot, the next is asked the same, and is asked further on.
 * Each is given the request as it can take it: pictures or words about them, tools or none.
 */
export class ModelChain {
  readonly #parts: AskParts
  readonly #asking: Asking
  #names: readonly string[]
  /** The one for which the request was made: it is no longer than that one can read. */
  readonly #made: string
  /** The one that has answered in this turn. */
  #settled: string | null = null

  constructor(parts: AskParts, asking: Asking) {
    this.#parts = parts
    this.#asking = asking
    const { settings, chat, question } = asking
    const asker = question.messages.at(-1)?.senderId ?? ''
    const cheap = parts.wantsCheap(chat.id, asker) ? parts.config().slots.cheap : []
    // A budget that is spent must not be spent further because the cheap one does not answer.
    this.#names = cheap.length > 0 ? cheap : [settings.model, ...settings.fallbacks]
    this.#made = this.current
  }

  /** Full name of the model that is asked first, as far as it is known. */
  get current(): string {
    const { models } = this.#parts
    for (const name of this.#names) {
      const resolved = models.resolve(name)
      if ('name' in resolved) return resolved.name
    }
    return this.#names[0] ?? ''
  }

  /** Sends one request. Rejects with a ProblemError (`model.*`) or an AbortError. */
  async ask(request: PromptRequest): Promise<ModelAnswer> {
    const { models, storage, clock, boards, log } = this.#parts
    const { turn, chat, signal } = this.#asking
    this.#asking.early?.begin(false)
    const { messages, aside } = mendRequest(request.messages)
    for (const { why, messages: broken } of aside) {
      const content = JSON.stringify(broken)
      storage.setAside.add(chat.id, { turnId: turn.id, at: clock.now(), why, content })
    }
    return firstToAnswer(
      {
        names: this.#names,
        models,
        signal,
        switched: (from, to, why) => {
          log.warn(`${from} 用不了，换成 ${to}：${why.message}`, {
            chat: chat.address.key,
            turn: turn.id,
            problem: why,
          })
          boards.turns.step(turn.id, 'thinking', `换成 ${to}：${why.message}`)
          this.#startAgain(why)
        },
      },
      async (name) => {
        const answer = await this.#askOne(name, { ...request, messages })
        this.#settleOn(name)
        return answer
      },
    )
  }

  /** A model that refuses a picture is asked again with words in its place. */
  async #askOne(name: string, request: PromptRequest): Promise<ModelAnswer> {
    const { models, boards, log } = this.#parts
    const { turn, chat } = this.#asking
    turn.model = name
    boards.turns.facts(turn.id, { model: name })
    const about = models.describe(name)
    const isStranger = this.#settled !== null && this.#settled !== name
    const messages = isStranger ? request.messages.map(withoutVendorTraces) : request.messages
    const factor = models.tokenFactor(name)
    const count = (message: PromptMessage) => estimateRequest({ messages: [message], tools: [] }) * factor
    const tools = about?.tools === false ? [] : request.tools
    const room = () =>
      (about?.contextTokens ?? Number.POSITIVE_INFINITY) - estimateRequest({ messages: [], tools }) * factor
    const asked = {
      ...request,
      messages: name === this.#made ? messages : fitContext(messages, room(), count),
      tools,
    }
    if (about?.vision !== true) return this.#send(name, await this.#shown(asked, 'words'))
    const shown = await this.#shown(asked, 'bytes')
    try {
      return await this.#send(name, shown)
    } catch (error) {
      if (!isAboutPictures(error, shown)) throw error
      log.warn(`${name} 不收图片，换成文字再问：${error.problem.message}`, {
        chat: chat.address.key,
        turn: turn.id,
        problem: error.problem,
      })
      this.#startAgain(error.problem)
      return this.#send(name, await this.#shown(asked, 'words'))
    }
  }

  async #shown(request: PromptRequest, as: Sight['as']): Promise<ModelRequest> {
    const { images, eyes, storage, models, boards } = this.#parts
    const { turn, chat, question, settings, signal } = this.#asking
    const messages = await showPictures(request.messages, {
      images,
      eyes,
      pictures: storage.pictures,
      as,
      webp: models.describe(turn.model)?.webp === true,
      keepLonger: settings.pictures.keepLonger,
      from: {
        chatId: chat.id,
        turnId: turn.id,
        senderId: question.messages.at(-1)?.senderId ?? '',
        looking: (model) => {
          question.touch()
          boards.turns.step(turn.id, 'thinking', `先让 ${model} 看图`)
        },
        called: (call) => {
          boards.turns.used(turn.id, call)
          boards.turns.step(turn.id, 'thinking')
          turn.modelCalls.push(call)
        },
      },
      signal,
    })
    return { ...request, messages }
  }

  #send(name: string, request: ModelRequest): Promise<ModelAnswer> {
    const { models, boards, clock, requests } = this.#parts
    const { turn, chat, question, early, signal } = this.#asking
    early?.begin(models.describe(name)?.reasoning === true)
    const person = question.messages.at(-1)?.senderId ?? null
    requests.keep(turn.id, request.messages)
    question.touch()
    return callModel(request, {
      model: models.model(name),
      name,
      purpose: 'chat',
      price: models.price(name),
      clock,
      signal,
      tokenFactor: models.tokenFactor(name),
      record: (call) => {
        this.#asking.booked.push({ ...call, chatId: chat.id, turnId: turn.id, person })
        boards.turns.used(turn.id, call)
        turn.modelCalls.push(call)
      },
      onDelta: (kind, text) => {
        question.touch()
        early?.read(kind, text)
        sendDelta(this.#parts.deltas, turn, kind, text)
      },
      onRetry: ({ attempt, problem }) => {
        boards.turns.step(turn.id, 'thinking', `第 ${attempt} 次：${problem.message}`)
        this.#startAgain(problem)
      },
    })
  }

  /** What was written so far is no part of the answer. Throws when some of it was said already. */
  #startAgain(why: Problem): void {
    const { turn, question, early } = this.#asking
    question.touch()
    early?.startAgain(why)
    sendDelta(this.#parts.deltas, turn, 'reset', '')
  }

  /** Tools may have been called with it: the rest of the turn stays with it as long as it answers. */
  #settleOn(name: string): void {
    this.#settled = name
    this.#names = [name, ...this.#names.filter((other) => other !== name)]
  }
}

/** Thinking and signatures are the vendor's own: another one has no use for them, and may refuse them. */
function withoutVendorTraces(message: PromptMessage): PromptMessage {
  if (message.role !== 'assistant' || !message.toolCalls) return message
  const { reasoning: _reasoning, toolCalls, ...rest } = message
  return { ...rest, toolCalls: toolCalls.map(({ vendor: _vendor, ...call }) => call) }
}

const refusals: ReadonlySet<string> = new Set(['model.no-pictures', 'model.bad-picture', 'model.bad-request'])

function isAboutPictures(error: unknown, { messages }: ModelRequest): error is ProblemError {
  if (isAbort(error) || !(error instanceof ProblemError) || !refusals.has(error.problem.code)) return false
  return messages.some((message) => message.role === 'user' && message.images !== undefined)
}
