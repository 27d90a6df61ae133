import type { ToolCallState } from '../../shared/tools.ts'
import type { Images } from '../images/images.ts'
import type { Question } from '../inbox/job.ts'
import { goesOnLater } from '../kernel/aborts.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { head } from '../kernel/text.ts'
import type { ToolCall } from '../models/chat-model.ts'
import type { TurnBoard } from '../state/turn-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import type { ToolCallRow } from '../storage/tool-calls.ts'
import type { TurnRecord } from '../storage/turns.ts'
import { type CallResult, type RunParts, runCall } from '../tools/run-call.ts'
import type { Tool, ToolContext } from '../tools/tool.ts'
import type { Offer } from '../tools/toolbox.ts'
import type { ModelAnswer } from './model-call.ts'
import type { PictureLabels } from './picture-labels.ts'
import { shownArguments } from './shown-arguments.ts'
import type { RanCall } from './turn-loop.ts'

export interface TurnToolsParts extends RunParts {
  readonly storage: Storage
  readonly boards: { readonly turns: TurnBoard }
  readonly images: Pick<Images, 'add'>
  readonly clock: Clock
  readonly log: Log
  /** What a tool may use during a call of this turn. */
  context(turn: ToolTurn, row: ToolCallRow, note: (text: string) => void): ToolContext
  /** Asks the owner whether a call may run. */
  approve(
    turn: ToolTurn,
    row: ToolCallRow,
    tool: Tool,
    signal: AbortSignal,
  ): Promise<'allowed' | 'denied' | 'timeout'>
  /** A call of this tool began to run (1) or ended (-1). */
  counted(name: string, by: 1 | -1): void
}

/** A turn that calls tools. */
export interface ToolTurn {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  readonly question: Question
  /** What was taken back after the model may have read it: calls that go on may come of it. */
  readonly withdrawn: readonly MessageRecord[]
  readonly offer: Offer
  readonly signal: AbortSignal
}

/** Nobody watches the clock of a turn while its tools run: they have limits of their own. */
const aliveEvery = 30_000

/**
 * The tools of one attempt at a turn. Each call is written down before it runs and after it ended: an attempt that
 * was broken off goes on where it was, and nothing that may have had an effect is done twice.
 */
export class TurnTools {
  readonly #parts: TurnToolsParts
  readonly #turn: ToolTurn
  readonly #labels: PictureLabels
  readonly #known: Map<string, ToolCallRow>
  readonly #shown: ToolCallState[] = []

  constructor(parts: TurnToolsParts, turn: ToolTurn, labels: PictureLabels) {
    this.#parts = parts
    this.#turn = turn
    this.#labels = labels
    const rows = parts.storage.toolCalls.ofTurn(turn.turn.id)
    this.#known = new Map(rows.map((row) => [`${row.round}:${row.place}`, row]))
  }

  /** What the model said with its calls in an attempt that was broken off. */
  earlier(): ModelAnswer[] {
    const rounds = this.#parts.storage.toolCalls.rounds(this.#turn.turn.id)
    return rounds.map(({ content, reasoning, calls }) => ({
      text: content,
      reasoning,
      toolCalls: JSON.parse(calls) as ToolCall[],
    }))
  }

  keep(round: number, { text, reasoning, toolCalls }: ModelAnswer): void {
    const kept = { content: text, reasoning, calls: JSON.stringify(toolCalls) }
    this.#parts.storage.toolCalls.addRound(this.#turn.turn.id, round, kept)
  }

  /** Runs the calls of a round, side by side where the tools allow it. Results come in the order of the calls. */
  async run(round: number, calls: readonly ToolCall[]): Promise<RanCall[]> {
    const { boards, clock } = this.#parts
    const { turn, question, offer } = this.#turn
    question.touch()
    boards.turns.step(turn.id, 'tool', [...new Set(calls.map(({ name }) => offer.title(name)))].join('、'))
    const stop = clock.every(aliveEvery, () => question.touch())
    const before = this.#shown.length
    const rows = calls.map((call, place) => this.#row(round, place, call))
    for (const row of rows) this.#shown.push(this.#stateOf(row))
    this.#show()
    let queue: Promise<unknown> = Promise.resolve()
    try {
      const all = await Promise.allSettled(
        calls.map((call, place) => {
          const row = rows[place] as ToolCallRow
          const run = () => this.#one(call, row, before + place)
          if (offer.find(call.name)?.parallel !== false) return run()
          const mine = queue.then(run)
          queue = mine.catch(() => undefined)
          return mine
        }),
      )
      // Not before the last one has ended: the next attempt finds in the store how each did.
      return all.map((one) => {
        if (one.status === 'rejected') throw one.reason
        return one.value
      })
    } finally {
      stop()
      question.touch()
      boards.turns.step(turn.id, 'thinking')
    }
  }

  #row(round: number, place: number, call: ToolCall): ToolCallRow {
    const known = this.#known.get(`${round}:${place}`)
    if (known?.name === call.name) return known
    const { storage, clock } = this.#parts
    const { turn, chat, question } = this.#turn
    return storage.toolCalls.add({
      at: clock.now(),
      name: call.name,
      chatId: chat.id,
      turnId: turn.id,
      round,
      place,
      senderName: question.messages.at(-1)?.senderName ?? '',
      arguments: shownArguments(call.arguments, 2000),
    })
  }

  async #one(call: ToolCall, row: ToolCallRow, at: number): Promise<RanCall> {
    const { clock } = this.#parts
    const start = clock.monotonic()
    const { text, state, hashes, ms } = isEnded(row)
      ? { text: row.result, state: row.state, hashes: row.pictures, ms: row.ms }
      : { ...(await this.#runNew(call, row, at)), ms: clock.monotonic() - start }
    this.#change(at, { state, endedAt: clock.now(), result: head(text, 300) })
    return {
      record: {
        name: call.name,
        title: this.#turn.offer.title(call.name),
        arguments: row.arguments,
        result: text,
        ms,
        failed: state !== 'done',
      },
      pictures: hashes.map((hash) => ({ label: this.#labels.add(hash), hash, wanted: true })),
    }
  }

  async #runNew(
    call: ToolCall,
    row: ToolCallRow,
    at: number,
  ): Promise<{ text: string; state: CallResult['state']; hashes: readonly string[] }> {
    const { storage, clock, log, counted } = this.#parts
    const { chat, turn } = this.#turn
    const start = clock.monotonic()
    counted(call.name, 1)
    let ended: CallResult
    try {
      ended = await this.#call(call, row, at)
    } catch (error) {
      this.#cutOff(row, clock.monotonic() - start)
      throw error
    } finally {
      counted(call.name, -1)
    }
    const { text, state, pictures } = ended
    const hashes = await this.#keepPictures(pictures)
    const ms = clock.monotonic() - start
    storage.toolCalls.end(row, { state, result: text, pictures: hashes, ms, at: clock.now() })
    const line = `工具「${this.#turn.offer.title(call.name)}」${words[state]}，${Math.round(ms)} ms`
    const facts = { chat: chat.address.key, turn: turn.id, tool: call.name, arguments: row.arguments }
    if (state === 'done') log.info(line, facts)
    else log.warn(line, { ...facts, result: head(text, 300) })
    return { text, state, hashes }
  }

  /** The turn was stopped while the call ran; one that goes on later finds it as it was. */
  #cutOff(row: ToolCallRow, ms: number): void {
    const { storage, clock } = this.#parts
    if (goesOnLater(this.#turn.signal)) return
    storage.toolCalls.end(row, { state: 'failed', result: '停下了', pictures: [], ms, at: clock.now() })
  }

  #call(call: ToolCall, row: ToolCallRow, at: number): CallResult | Promise<CallResult> {
    const { storage, context, approve } = this.#parts
    const { offer } = this.#turn
    // Also when it is not there any more: nobody knows then what it is.
    if (row.state === 'started' && offer.find(call.name)?.repeatable !== true) return brokenOff
    return runCall(this.#parts, {
      name: call.name,
      arguments: call.arguments,
      offer,
      context: context(this.#turn, row, (text) => this.#change(at, { result: head(text, 300) })),
      approve: async (tool, signal) => {
        this.#change(at, { state: 'asking' })
        return approve(this.#turn, row, tool, signal)
      },
      started: async (tool) => {
        this.#change(at, { state: 'running', startedAt: this.#parts.clock.now() })
        storage.toolCalls.setState(row.id, 'started')
        // What cannot be done twice must be known to have begun, also after a power cut.
        if (!tool.repeatable) await storage.database.durable()
      },
    })
  }

  async #keepPictures(pictures: readonly Uint8Array[]): Promise<string[]> {
    const { images, log } = this.#parts
    const { chat } = this.#turn
    const kept = pictures.slice(0, mostPictures).map((bytes) =>
      images.add(Buffer.from(bytes), { id: chat.id, title: chat.title }).catch((error: unknown) => {
        log.warn('工具返回的一张图片没能收下', { chat: chat.address.key, detail: String(error) })
        return null
      }),
    )
    return (await Promise.all(kept)).filter((hash) => hash !== null)
  }

  #stateOf(row: ToolCallRow): ToolCallState {
    return {
      name: row.name,
      title: this.#turn.offer.title(row.name),
      arguments: head(row.arguments, 500),
      state: 'waiting',
      startedAt: this.#parts.clock.now(),
      endedAt: null,
      result: '',
    }
  }

  #change(at: number, facts: Partial<ToolCallState>): void {
    const before = this.#shown[at]
    if (!before) return
    this.#shown[at] = { ...before, ...facts }
    this.#show()
  }

  #show(): void {
    this.#parts.boards.turns.setToolCalls(this.#turn.turn.id, [...this.#shown])
  }
}

/** Of one call. */
const mostPictures = 8

const words = { done: '用好了', failed: '没用成', refused: '没让用' } as const

const brokenOff: CallResult = {
  text: '程序在做这件事的时候停过，不知道做没做成；不要再做一次，跟对方说清楚',
  state: 'failed',
  pictures: [],
}

function isEnded(row: ToolCallRow): row is ToolCallRow & { state: CallResult['state'] } {
  return row.state === 'done' || row.state === 'failed' || row.state === 'refused'
}
