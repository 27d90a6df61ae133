import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'
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
  const started = useRef(false)
  useLayoutEffect(() => {
    if (rows.length === 0) started.current = false
    else if (!started.current) {
      started.current = true
      virtual.scrollToEnd()
    }
  }, [rows.length, virtual])
  return { scroller, virtual }
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
