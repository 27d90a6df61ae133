import type { StreamDelta } from '../../shared/state.ts'

/** What running turns have written so far, by turn. */
export type StreamTexts = ReadonlyMap<number, StreamText>

export interface StreamText {
  text: string
  reasoning: string
}

const nothing: StreamText = { text: '', reasoning: '' }

export function addDeltas(texts: StreamTexts, deltas: readonly StreamDelta[]): StreamTexts {
  const next = new Map(texts)
  for (const { turnId, kind, text } of deltas) {
    const before = next.get(turnId) ?? nothing
    if (kind === 'reset') next.set(turnId, nothing)
    else next.set(turnId, { ...before, [kind]: before[kind] + text })
  }
  return next
}

/** Forgets turns that are over. */
export function keepRunning(texts: StreamTexts, running: ReadonlySet<number>): StreamTexts {
  const kept = [...texts].filter(([turnId]) => running.has(turnId))
  return kept.length === texts.size ? texts : new Map(kept)
}
