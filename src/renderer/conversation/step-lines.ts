import { purposeTitle } from '../../shared/costs.ts'
import type { ModelCallRecord, TurnDetail } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { formatCost, formatDuration, shortModel } from '../ui/format.ts'
import { stageTitle } from '../ui/stage.ts'
import { type ChainCall, callsByStep, chainCalls } from './tool-calls.ts'
import { type Span, spansOf } from './turn-facts.ts'

/** One line about how an answer came to be: a step, or a call to a model that has something to tell. */
export interface StepLine {
  title: string
  text: string
  state: 'done' | 'running' | 'broken'
  /** The tools that were called in it. */
  calls: readonly ChainCall[]
}

/** The steps in order; before the step it belongs to stands what failed, and who looked at the pictures. */
export function stepLines(detail: TurnDetail, now: number): StepLine[] {
  const { turn } = detail
  const spans = spansOf(turn, now).slice(1)
  const failed = turn.outcome === 'failed'
  const called = callsByStep(turn, chainCalls(detail))
  return spans.flatMap((span, index) => {
    const last = index === spans.length - 1
    const ends = last ? Number.POSITIVE_INFINITY : (spans[index + 1]?.start ?? 0)
    const begins = index === 0 ? Number.NEGATIVE_INFINITY : span.start
    const calls = detail.calls.filter(
      ({ at }) => at - turn.receivedAt >= begins && at - turn.receivedAt < ends,
    )
    const line = lineOf(span, detail, span.stage === 'tool' ? (called.shift() ?? []) : [])
    if (failed && last) {
      const end = calls.findLastIndex(({ problem }) => problem !== null)
      const before = calls.filter((call, place) => tells(call) && place !== end)
      const text = joined(turn.problem?.message, triedWords(calls[end]))
      return [...before.map(callLine), { ...line, text, state: 'broken' as const }]
    }
    const answer = calls.findLast((call) => !tells(call))
    return [
      ...calls.filter(tells).map(callLine),
      { ...line, text: joined(line.text, ...answerWords(answer, calls, detail.calls)) },
    ]
  })
}

/** Calls that went well are told by their step. */
function tells({ purpose, problem }: ModelCallRecord): boolean {
  return purpose !== 'chat' || problem !== null
}

function lineOf(span: Span, { turn }: TurnDetail, calls: readonly ChainCall[]): StepLine {
  const broken = calls.length > 0 && calls.every(({ state }) => state === 'failed' || state === 'refused')
  return {
    title: `${stageTitle(span.stage)} ${formatDuration(span.length)}`,
    // The calls stand below and say their names themselves.
    text: calls.length > 0 ? timesWords(calls.length) : noteOf(span, turn.messageCount),
    state: broken ? 'broken' : span.running ? 'running' : 'done',
    calls,
  }
}

function callLine(call: ModelCallRecord): StepLine {
  const model = shortModel(call.model)
  if (call.problem) {
    return {
      title: t('{{model}} 没答上来', { model }),
      text: joined(call.problem.message, triedWords(call)),
      state: 'broken',
      calls: [],
    }
  }
  return {
    title: `${t(purposeTitle(call.purpose))} ${formatDuration(call.totalMs)}`,
    text: joined(model, formatCost(call.cost)),
    state: 'done',
    calls: [],
  }
}

/** What the step itself does not say of the call that answered. */
function answerWords(
  answer: ModelCallRecord | undefined,
  here: readonly ModelCallRecord[],
  all: readonly ModelCallRecord[],
): string[] {
  if (!answer) return []
  const before = here.findLast((call) => call.purpose === 'chat' && call.problem !== null)
  const model = shortModel(answer.model)
  return [
    before && before.model !== answer.model ? t('换成了 {{model}}', { model }) : '',
    answer.attempts > 1 ? t('第 {{n}} 次才答上', { n: answer.attempts }) : '',
    all.length > 1 ? formatCost(answer.cost) : '',
  ]
}

function triedWords(call: ModelCallRecord | undefined): string {
  return call && call.attempts > 1 ? t('试了 {{n}} 次', { n: call.attempts }) : ''
}

function timesWords(count: number): string {
  return count > 1 ? t('{{n}} 次', { n: count }) : ''
}

function noteOf({ note, stage }: Span, messageCount: number): string {
  if (note) return note
  if (stage === 'merging')
    return messageCount > 1 ? t('{{n}} 条合成一个问题', { n: messageCount }) : t('没有等到别的')
  return stage === 'queued' ? t('前面没有别的') : ''
}

function joined(...words: (string | undefined)[]): string {
  return words.filter(Boolean).join(' · ')
}
