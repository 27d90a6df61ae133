import type { ModelTest, Price, ProbeKind } from '../../shared/provider.ts'
import type { ModelCallRecord } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import { isAbort, toProblem } from '../kernel/problem.ts'
import type { ChatModel, Usage } from './chat-model.ts'
import { probes } from './probes.ts'
import { estimateRequest, estimateTokens } from './tokens.ts'

/** Characters of an answer that are shown. */
const shownCharacters = 80

interface TestOptions {
  /** Full name, for the record. */
  readonly name: string
  readonly probe: ProbeKind
  readonly price: Price | null
  readonly clock: Clock
  /** Yuan; null when the price is unknown. */
  cost(usage: Usage, price: Price | null): number | null
  /** Told of the call, however it ended. */
  record(call: ModelCallRecord): void
}

/** Lets a model do one tiny thing and measures. Failures are part of the result; rejects only when aborted. */
export async function testModel(
  model: ChatModel,
  options: TestOptions,
  signal: AbortSignal,
): Promise<ModelTest> {
  const { clock, price } = options
  const probe = probes[options.probe]
  const at = clock.now()
  const startedAt = clock.monotonic()
  const elapsed = () => Math.round(clock.monotonic() - startedAt)
  let firstTokenMs: number | null = null
  let text = ''
  let called = false
  let usage: Usage | null = null
  let problem = null
  let stopped: unknown = null
  try {
    for await (const event of model.stream(probe.request, signal)) {
      if (event.type === 'end') {
        usage = event.usage
        continue
      }
      firstTokenMs ??= elapsed()
      if (event.type === 'text') text += event.text
      called ||= event.type === 'tool-call'
      if (text.length >= probe.patience) break
    }
  } catch (error) {
    if (isAbort(error)) stopped = error
    else problem = toProblem(error)
  }
  const came = firstTokenMs !== null || usage !== null
  const counted = usage ?? (came ? estimated(text) : nothing)
  const cost = options.cost(counted, price)
  const totalMs = elapsed()
  options.record({
    at,
    purpose: 'test',
    model: options.name,
    firstTokenMs,
    totalMs,
    ...counted,
    estimated: came && usage === null,
    cost,
    attempts: 1,
    problem,
  })
  if (stopped) throw stopped
  return {
    outcome: problem ? failureOf(problem.code, options.probe) : probe.judge(text, called),
    firstTokenMs,
    totalMs,
    text: [...text.trim()].slice(0, shownCharacters).join(''),
    cost,
    problem,
  }

  function estimated(said: string): Usage {
    return {
      inputTokens: estimateRequest(probe.request),
      cachedTokens: 0,
      outputTokens: estimateTokens(said),
      reasoningTokens: 0,
    }
  }
}

const nothing: Usage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0 }

function failureOf(code: string, probe: ProbeKind): 'unable' | 'failed' {
  return probe === 'picture' && code === 'model.no-pictures' ? 'unable' : 'failed'
}
