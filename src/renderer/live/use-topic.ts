import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { shallow } from 'zustand/vanilla/shallow'
import type { TopicName, Topics } from '../../shared/state.ts'
import { panel } from './panel.ts'

interface Selection<V, S> {
  value: V
  selector: (value: V) => S
  selected: S
}

/**
 * A part of a live topic, watched while the component is mounted; `undefined` until the first
 * snapshot. Draws again only when the selected value differs (compared one level deep).
 */
export function useTopic<T extends TopicName, S>(topic: T, selector: (value: Topics[T]) => S): S | undefined {
  const { store } = panel()
  useEffect(() => panel().watchTopic(topic), [topic])

  const last = useRef<Selection<Topics[T], S> | null>(null)
  const read = useCallback((): S | undefined => {
    const value = store.getState()[topic] as Topics[T] | undefined
    if (value === undefined) return undefined
    const before = last.current
    if (before && before.value === value && before.selector === selector) return before.selected
    const fresh = selector(value)
    const selected = before && shallow(before.selected, fresh) ? before.selected : fresh
    last.current = { value, selector, selected }
    return selected
  }, [store, topic, selector])

  return useSyncExternalStore(store.subscribe, read)
}
