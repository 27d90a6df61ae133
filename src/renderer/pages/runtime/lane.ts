import type { TurnStage, TurnState, TurnStep } from '../../../shared/state.ts'
import { openStates, workBegan } from '../../conversation/tool-calls.ts'
import { type Stage, waitingStages } from '../../ui/stage.ts'

/** Work that does not move for longer than this is shown as stuck. */
const stuckAfterMs = 30_000
/** A wait before the first call of a step that is shorter than this cannot be seen. */
const seenMs = 300
/** How far a running segment is drawn past now, so that it still ends at the line when it has moved on. */
const aheadMs = 2_000

/** A step of a turn on the time axis. Places are shares of the window, 0 at its left edge and 1 at now. */
export interface Segment {
  stage: Stage
  note: string
  /** Nothing is being done in it: somebody waits, be it for the owner's leave. */
  waiting: boolean
  startedAt: number
  left: number
  width: number
  /** How much of the width lies beyond now; 0 for what has ended. */
  ahead: number
  /** Length of the whole step, also of what lies left of the window. */
  ms: number
}

export interface LaneTurn {
  id: number
  live: boolean
  stuck: boolean
  segments: Segment[]
}

/** One chat on the time axis. */
export interface Lane {
  chatId: number
  title: string
  turns: LaneTurn[]
  /** The turn under way; else the one that still gathers messages, else the one that waits longest. */
  current: {
    turn: TurnState
    stage: TurnStage
    /** What it does: the tools that run, else the step's own note. */
    note: string
    ms: number
    /** The tools it wants to use wait for the owner's leave. */
    asking: boolean
    stuck: boolean
    /** How long nothing has moved in it. */
    stillMs: number
  } | null
  /** How many wait behind it. */
  waiting: number
}

/** The chats with something to see in the last `windowMs` before `now`: those at work first. */
export function lanesOf(turns: readonly TurnState[], now: number, windowMs: number): Lane[] {
  const byChat = new Map<number, TurnState[]>()
  for (const turn of turns) {
    if (turn.endedAt !== null && turn.endedAt < now - windowMs) continue
    byChat.set(turn.chatId, [...(byChat.get(turn.chatId) ?? []), turn])
  }
  return [...byChat.values()].map((own) => laneOf(own, now, windowMs)).sort(byUrgency)
}

function laneOf(own: TurnState[], now: number, windowMs: number): Lane {
  const turns = [...own].sort((a, b) => a.receivedAt - b.receivedAt)
  const open = turns.filter((turn) => turn.endedAt === null)
  const current =
    open.find((turn) => !waitingStages.has(stageOf(turn))) ??
    open.find((turn) => stageOf(turn) === 'merging') ??
    open[0]
  const last = turns[turns.length - 1]
  return {
    chatId: last?.chatId ?? 0,
    title: last?.chatTitle ?? '',
    // Those that wait behind it would lie over it: they are the number beside the name.
    turns: turns
      .filter((turn) => turn.endedAt !== null || turn === current)
      .map((turn) => ({
        id: turn.id,
        live: turn.endedAt === null,
        stuck: turn.endedAt === null && isStuck(turn, now),
        segments: segmentsOf(turn, now, windowMs),
      })),
    current: current ? currentOf(current, now) : null,
    waiting: current ? open.length - 1 : 0,
  }
}

function currentOf(turn: TurnState, now: number): NonNullable<Lane['current']> {
  const step = turn.steps.at(-1)
  const since = step?.startedAt ?? turn.receivedAt
  const asking = step !== undefined && isAsking(step, turn)
  const shown = asking ? 'asking' : 'running'
  const names = callsOf(step, turn).flatMap(({ state, title }) => (state === shown ? [title] : []))
  return {
    turn,
    stage: stageOf(turn),
    note: [...new Set(names)].join('、') || (step?.note ?? ''),
    ms: now - since,
    asking,
    stuck: isStuck(turn, now),
    stillMs: now - movedAt(turn),
  }
}

/** The calls of a step: they begin in it, and every one of another step in that. */
function callsOf(step: TurnStep | undefined, { toolCalls }: TurnState): TurnState['toolCalls'] {
  if (step?.stage !== 'tool') return []
  const end = step.endedAt ?? Number.POSITIVE_INFINITY
  return toolCalls.filter(({ startedAt }) => startedAt >= step.startedAt && startedAt <= end)
}

/** No call runs, and at least one could if the owner let it. */
function isAsking(step: TurnStep, turn: TurnState): boolean {
  const open = callsOf(step, turn).filter(({ state }) => openStates.has(state))
  return open.some(({ state }) => state === 'asking') && open.every(({ state }) => state !== 'running')
}

/** When something last began or ended in it. */
function movedAt(turn: TurnState): number {
  const step = turn.steps.at(-1)
  const times = callsOf(step, turn).map(({ startedAt, endedAt }) => endedAt ?? startedAt)
  return Math.max(step?.startedAt ?? turn.receivedAt, ...times)
}

function stageOf(turn: TurnState): TurnStage {
  return turn.steps.at(-1)?.stage ?? 'queued'
}

/** Waiting is no standstill: the turn in front is what is stuck, and a merge window or a question has its own end. */
function isStuck(turn: TurnState, now: number): boolean {
  const step = turn.steps.at(-1)
  if (step === undefined || waitingStages.has(step.stage) || isAsking(step, turn)) return false
  return now - movedAt(turn) > stuckAfterMs
}

function segmentsOf(turn: TurnState, now: number, windowMs: number): Segment[] {
  const start = now - windowMs
  const end = turn.endedAt ?? now + aheadMs
  const first = turn.steps[0]?.startedAt ?? end
  const spans = [
    { stage: 'received' as Stage, note: '', waiting: false, from: turn.receivedAt, to: first },
    ...turn.steps.flatMap((step) => spansOf(step, turn, end)),
  ]
  return spans
    .filter((span) => span.to > span.from && span.to > start)
    .map((span) => ({
      stage: span.stage,
      note: span.note,
      waiting: span.waiting,
      startedAt: span.from,
      left: Math.max(0, (span.from - start) / windowMs),
      width: (span.to - Math.max(span.from, start)) / windowMs,
      ahead: Math.max(0, span.to - now) / windowMs,
      ms: Math.min(span.to, now) - span.from,
    }))
}

interface Span {
  stage: Stage
  note: string
  waiting: boolean
  from: number
  to: number
}

/** A step; one of tools in two parts when it first waited for leave. */
function spansOf(step: TurnStep, turn: TurnState, end: number): Span[] {
  const { stage, note, startedAt: from } = step
  const to = step.endedAt ?? end
  if (stage !== 'tool') return [{ stage, note, waiting: waitingStages.has(stage), from, to }]
  const began = workBegan(callsOf(step, turn), from)
  if (began === null) return [{ stage, note, waiting: true, from, to }]
  if (began - from < seenMs) return [{ stage, note, waiting: false, from, to }]
  return [
    { stage, note, waiting: true, from, to: began },
    { stage, note, waiting: false, from: began, to },
  ]
}

function byUrgency(a: Lane, b: Lane): number {
  if (a.current && b.current) return a.current.turn.receivedAt - b.current.turn.receivedAt
  if (a.current || b.current) return a.current ? -1 : 1
  return (b.turns.at(-1)?.id ?? 0) - (a.turns.at(-1)?.id ?? 0)
}

/** How much of the past the page shows, and where its time axis has marks; milliseconds. */
export const windows = [
  { ms: 30_000, step: 5_000 },
  { ms: 120_000, step: 20_000 },
  { ms: 600_000, step: 120_000 },
] as const

/** Marks of the time axis as milliseconds before now, oldest first. */
export function ticksOf(windowMs: number): number[] {
  const step = windows.find(({ ms }) => ms === windowMs)?.step ?? windowMs / 6
  return Array.from({ length: Math.floor(windowMs / step) }, (_, index) => windowMs - index * step)
}
