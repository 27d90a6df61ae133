import type { StateMessage, TopicChange, TopicName, Topics } from '../../shared/state.ts'

/** The panel's copy of the topics; a topic is absent until its first snapshot. */
export type LiveState = { readonly [T in TopicName]?: Topics[T] }

/**
 * Applies one batch. Untouched topics, rows and fields keep their identity, so that only what
 * changed is drawn again. A partial change of a topic without a snapshot is dropped.
 */
export function applyBatch(state: LiveState, message: StateMessage): LiveState {
  const changed: Partial<Record<TopicName, unknown>> = {}
  for (const [name, change] of Object.entries(message.topics) as [TopicName, TopicChange<object>][]) {
    const before = state[name]
    if (change.whole) changed[name] = change.set
    else if (before) changed[name] = merge(before, change)
  }
  return { ...state, ...changed } as LiveState
}

function merge(before: object, change: TopicChange<object>): object {
  const after: Record<string, unknown> = { ...before, ...change.set }
  for (const key of change.remove) delete after[key]
  return after
}

/** True when a batch stands on its own and may follow any other. */
export function isSnapshot(message: StateMessage): boolean {
  return Object.values(message.topics).every((change) => change?.whole === true)
}
