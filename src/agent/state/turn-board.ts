import type { Problem } from '../../shared/problem.ts'
import type { ModelCallRecord, RecentReply, TurnOutcome, TurnStage, TurnState } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import { head } from '../kernel/text.ts'
import type { Topic } from '../kernel/topic.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import type { TurnRecord } from '../storage/turns.ts'

/** Ended turns stay on the board for this long, at most this many of them. */
const shownFor = 10 * 60_000
const shownAtMost = 200
const recentReplies = 10
/** Of the newest turns after a start; some of them failed or said nothing. */
const turnsLookedThrough = 30

/** The turns as the panel shows them, and the last replies. */
export class TurnBoard {
  readonly #turns: Topic<Record<string, TurnState>>
  readonly #recent: Topic<{ replies: RecentReply[] }>
  readonly #clock: Clock
  /** Ids of ended turns, oldest first. */
  readonly #ended: { id: number; at: number }[] = []

  constructor(
    topics: { turns: Topic<Record<string, TurnState>>; recent: Topic<{ replies: RecentReply[] }> },
    clock: Clock,
  ) {
    this.#turns = topics.turns
    this.#recent = topics.recent
    this.#clock = clock
  }

  /** Shows the last replies of earlier runs. */
  load(storage: Storage): void {
    const replies = storage.turns.newest(turnsLookedThrough).flatMap((turn) => replyOf(turn, storage) ?? [])
    this.#recent.patch({ replies: replies.slice(0, recentReplies) })
  }

  get(id: number): TurnState | null {
    return this.#turns.value[id] ?? null
  }

  /** Shows a turn that begins; its first step is yet to come. */
  add(turn: TurnRecord, chat: ChatRecord, question: MessageRecord): void {
    this.#turns.set(String(turn.id), { ...turnState(turn, chat, question), steps: [] })
  }

  /** The turn is now at this stage; the stage before it ends. */
  step(id: number, stage: TurnStage, note = ''): void {
    const now = this.#clock.now()
    this.#change(id, (turn) => ({
      ...turn,
      mergeUntil: null,
      steps: [...closed(turn, now), { stage, startedAt: now, endedAt: null, note }],
    }))
  }

  /** The turn waits for more to be said, until a time that may be put off. */
  gather(id: number, until: number): void {
    if (this.get(id)?.steps.at(-1)?.stage !== 'merging') this.step(id, 'merging')
    this.#change(id, (turn) => ({ ...turn, mergeUntil: until }))
  }

  facts(
    id: number,
    facts: Partial<Pick<TurnState, 'model' | 'requestMessages' | 'requestTokens' | 'messageCount'>>,
  ): void {
    this.#change(id, (turn) => ({ ...turn, ...facts }))
  }

  /** Adds what one call used. */
  used(id: number, call: ModelCallRecord): void {
    this.#change(id, (turn) => ({
      ...turn,
      tokens: turn.tokens + call.inputTokens + call.outputTokens,
      cost: turn.cost === null || call.cost === null ? null : turn.cost + call.cost,
    }))
  }

  /** Its calls of tools as they are now, all of them. */
  setToolCalls(id: number, toolCalls: TurnState['toolCalls']): void {
    this.#change(id, (turn) => ({ ...turn, toolCalls }))
  }

  /** Ends a turn and returns its steps for the store. */
  end(id: number, outcome: TurnOutcome, problem: Problem | null): TurnState | null {
    const now = this.#clock.now()
    this.#change(id, (turn) => ({
      ...turn,
      outcome,
      problem,
      endedAt: now,
      mergeUntil: null,
      steps: closed(turn, now),
      toolCalls: turn.toolCalls.map((call) => (call.endedAt === null ? cutOff(call, now) : call)),
    }))
    this.#ended.push({ id, at: now })
    this.#prune(now)
    return this.get(id)
  }

  addReply(reply: RecentReply): void {
    this.#recent.patch({ replies: [reply, ...this.#recent.value.replies].slice(0, recentReplies) })
  }

  #prune(now: number): void {
    for (;;) {
      const oldest = this.#ended[0]
      if (!oldest || (this.#ended.length <= shownAtMost && now - oldest.at < shownFor)) return
      this.#ended.shift()
      this.#turns.remove(String(oldest.id))
    }
  }

  #change(id: number, change: (turn: TurnState) => TurnState): void {
    const turn = this.get(id)
    if (turn) this.#turns.set(String(id), change(turn))
  }
}

function replyOf(turn: TurnRecord, storage: Storage): RecentReply | null {
  const chat = storage.chats.get(turn.chatId)
  const question = storage.messages.get(turn.messageId)
  if (turn.outcome !== 'replied' || !chat || !question) return null
  const parts = storage.messages.ofTurn(turn).filter(({ author }) => author === 'bot')
  return {
    turnId: turn.id,
    chatId: chat.id,
    chatTitle: chat.title,
    at: turn.endedAt ?? turn.receivedAt,
    question: question.text.slice(0, 80),
    reply: parts
      .map(({ text }) => text)
      .join('\n')
      .slice(0, 120),
    model: turn.model,
    ...usedBy(turn),
  }
}

/** Tokens in and out of all calls of a turn, and yuan; null when the price of one is unknown. */
export function usedBy({ modelCalls }: Pick<TurnRecord, 'modelCalls'>): {
  tokens: number
  cost: number | null
} {
  return {
    tokens: modelCalls.reduce((sum, call) => sum + call.inputTokens + call.outputTokens, 0),
    // Calls of earlier versions have no cost at all.
    cost: modelCalls.reduce<number | null>((sum, { cost }) => (sum === null ? null : addCost(sum, cost)), 0),
  }
}

function addCost(sum: number, cost: number | null | undefined): number | null {
  return cost === null || cost === undefined ? null : sum + cost
}

/** A stored turn as the panel shows it. */
export function turnState(turn: TurnRecord, chat: ChatRecord, question: MessageRecord): TurnState {
  return {
    id: turn.id,
    chatId: chat.id,
    chatTitle: chat.title,
    senderName: question.senderName,
    question: question.text.slice(0, 80),
    reason: turn.reason,
    model: turn.model,
    receivedAt: turn.receivedAt,
    endedAt: turn.endedAt,
    outcome: turn.outcome,
    problem: turn.problem,
    steps: turn.steps,
    messageCount: 1,
    mergeUntil: null,
    requestMessages: 0,
    requestTokens: 0,
    ...usedBy(turn),
    toolCalls: turn.toolCalls.map((call) => ({
      name: call.name,
      title: call.title ?? call.name,
      arguments: head(call.arguments, 500),
      state: call.failed ? 'failed' : 'done',
      startedAt: turn.receivedAt,
      endedAt: turn.receivedAt + Math.round(call.ms),
      result: head(call.result, 300),
    })),
  }
}

/** A call that ended with its turn. */
function cutOff(call: TurnState['toolCalls'][number], now: number): TurnState['toolCalls'][number] {
  return { ...call, state: 'failed', endedAt: now, result: '停下了' }
}

function closed(turn: TurnState, now: number): TurnState['steps'] {
  return turn.steps.map((step) => (step.endedAt === null ? { ...step, endedAt: now } : step))
}
