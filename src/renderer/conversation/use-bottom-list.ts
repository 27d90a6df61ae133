import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { ConversationRow } from './rows.ts'
import type { Why } from './use-whys.ts'

/** Pixels from the end within which new messages are followed. */
const endThreshold = 80
const usualHeight = 76

/** A virtual list that begins at its end, stays there, and does not jump when older rows come in front. */
export function useBottomList(rows: readonly ConversationRow[]) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    paddingStart: 14,
    paddingEnd: 18,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: endThreshold,
  })
  const following = useFollowing(scroller)
  const size = virtual.getTotalSize()
  const height = virtual.scrollRect?.height
  // Rows are taller once they are measured, and grow when a reason comes below them; a card that waits for an answer
  // takes room from the list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new size is the reason to go to the end again
  useLayoutEffect(() => {
    if (rows.length === 0) following.current = true
    else if (following.current) virtual.scrollToEnd()
  }, [rows.length, size, height, virtual])
  return { scroller, virtual }
}

/** How long after a key, a wheel or a finger a scroll is taken for a person's; milliseconds. */
const handMs = 400

/** Whether the end is to stay in view: until somebody scrolls away from it, and again once he is back. */
function useFollowing(scroller: RefObject<HTMLDivElement | null>): RefObject<boolean> {
  const following = useRef(true)
  useEffect(() => {
    const box = scroller.current
    if (!box) return
    const listening = new AbortController()
    const { signal } = listening
    let touchedAt = Number.NEGATIVE_INFINITY
    const touch = () => {
      touchedAt = performance.now()
    }
    for (const event of ['wheel', 'touchmove', 'pointerdown', 'keydown'])
      box.addEventListener(event, touch, { signal, passive: true })
    box.addEventListener(
      'scroll',
      () => {
        // A list that measures its rows scrolls too; only a hand leaves the end.
        if (box.scrollHeight - box.scrollTop - box.clientHeight < endThreshold) following.current = true
        else if (performance.now() - touchedAt < handMs) following.current = false
      },
      { signal, passive: true },
    )
    return () => listening.abort()
  }, [scroller])
  return following
}

type Scrollable = Pick<ReturnType<typeof useBottomList>['virtual'], 'scrollToIndex'>

/**
 * Brings a 为什么这样回 into view once it is filled: at the end of a conversation the list holds on
 * to its end, and what grows would grow out of sight.
 */
export function useShownWhy(
  open: ReadonlyMap<number, Why>,
  rows: readonly ConversationRow[],
  virtual: Scrollable,
): void {
  const shown = useRef(new Set<number>())
  useEffect(() => {
    for (const turnId of shown.current) if (!open.has(turnId)) shown.current.delete(turnId)
    for (const [turnId, { state }] of open) {
      if (state === 'loading' || shown.current.has(turnId)) continue
      shown.current.add(turnId)
      const index = rows.findLastIndex((row) => row.kind === 'message' && row.message.turnId === turnId)
      // The row is measured in the coming frame and placed in the one after it.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => virtual.scrollToIndex(index, { align: 'auto' })),
      )
    }
  }, [open, rows, virtual])
}
