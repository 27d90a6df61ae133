import type { TurnDetail, TurnState, TurnStep } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { formatCost, formatCount, formatDuration, formatPercent, shortModel } from '../ui/format.ts'
import type { Stage } from '../ui/stage.ts'
import { reasonText } from './reason-text.ts'

/** What an answer took, over all its calls. */
export interface TurnCost {
  tokens: number
  /** Null when the price of a call is unknown. */
  yuan: number | null
  /** Part of the input that came from the provider's cache; null when nothing was sent. */
  cached: number | null
  /** True when the provider counted nothing and these are our own estimates. */
  estimated: boolean
}

export function costOf({ calls }: TurnDetail): TurnCost {
  const input = sum(calls.map((call) => call.inputTokens))
  // What never reached a model has no price and needs none.
  const paid = calls.filter((call) => call.inputTokens + call.outputTokens > 0)
  return {
    tokens: input + sum(calls.map((call) => call.outputTokens)),
    yuan: paid.some((call) => call.cost === null) ? null : sum(paid.map((call) => call.cost ?? 0)),
    cached: input > 0 ? sum(calls.map((call) => call.cachedTokens)) / input : null,
    estimated: calls.some((call) => call.estimated),
  }
}

/** One step of an answer on its time axis; lengths in milliseconds from the message's arrival. */
export interface Span {
  stage: Stage
  start: number
  length: number
  running: boolean
  note: string
}

/** The steps from arrival to the end; what still runs ends now. */
export function spansOf(turn: TurnState, now: number): Span[] {
  const first = turn.steps[0]?.startedAt ?? now
  const received: Span = {
    stage: 'received',
    start: 0,
    length: first - turn.receivedAt,
    running: false,
    note: t('{{name}}：{{text}}', { name: turn.senderName, text: turn.question }),
  }
  return [received, ...turn.steps.map((step) => spanOf(step, turn, now))]
}

function spanOf(step: TurnStep, turn: TurnState, now: number): Span {
  return {
    stage: step.stage,
    start: step.startedAt - turn.receivedAt,
    length: (step.endedAt ?? turn.endedAt ?? now) - step.startedAt,
    running: step.endedAt === null && turn.endedAt === null,
    note: step.note,
  }
}

/** The step a running turn is in, and the track's note for it. */
export function presentStep(turn: TurnState, now: number): { stage: Stage; note: string } {
  const step = turn.steps.at(-1)
  if (!step) return { stage: 'queued', note: '' }
  if (step.stage === 'merging' && turn.mergeUntil !== null) {
    return { stage: step.stage, note: waitWords(turn.mergeUntil - now) }
  }
  const asked = turn.toolCalls.filter(({ state }) => state === 'asking')
  if (step.stage === 'tool' && asked.length > 0) {
    return {
      stage: step.stage,
      note: t('等批准：{{what}}', { what: asked.map(({ title }) => title).join('、') }),
    }
  }
  return { stage: step.stage, note: step.note || formatDuration(now - step.startedAt) }
}

/** `还有 0.7 s`; in tenths, so that it counts down evenly. */
function waitWords(ms: number): string {
  if (ms <= 0) return t('就回')
  return t('还有 {{time}}', { time: formatDuration(Math.max(100, ms)) })
}

export interface Fact {
  title: string
  value: string
  small?: string
  /** May be long: cut where there is no room. */
  shrinks?: boolean
}

/** The four numbers above the steps. */
export function statsOf(detail: TurnDetail): Fact[] {
  const { turn, trigger } = detail
  const rule = trigger?.reason === turn.reason ? trigger.rule : null
  const cost = costOf(detail)
  return [
    {
      title: t('触发'),
      value: reasonText(turn.reason, rule),
      shrinks: true,
      ...(turn.messageCount > 1 && { small: t('{{n}} 条一起', { n: turn.messageCount }) }),
    },
    { title: t('模型'), value: shortModel(turn.model), shrinks: true },
    {
      title: t('词元'),
      value: cost.estimated ? t('约 {{n}}', { n: formatCount(cost.tokens) }) : formatCount(cost.tokens),
      ...(cost.cached !== null &&
        cost.cached > 0 && {
          small: t('缓存 {{part}}', { part: formatPercent(Math.round(cost.cached * 100) / 100) }),
        }),
    },
    { title: t('花费'), value: cost.tokens > 0 ? formatCost(cost.yuan) : '–' },
  ]
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}
