import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { t } from '../../i18n/i18n.ts'
import type { LogFilter } from './log-filter.ts'
import { LogLineRow } from './log-line-row.tsx'
import type { LogRow } from './log-row.ts'
import styles from './logs-page.module.css'

interface LogRowsProps {
  rows: readonly LogRow[]
  chatName: (key: string | undefined) => string | null
  /** Whether the newest line is kept in sight. */
  following: boolean
  onScrolledUp: (up: boolean) => void
  onHover: (hovered: boolean) => void
  onReachTop: () => void
  /** Goes to the newest line and on with it. */
  onFollow: () => void
  onFilter: (change: Partial<LogFilter>) => void
}

const rowHeight = 24
/** So near to the end counts as being there. */
const endThreshold = rowHeight
/** Older lines are asked for before the reader gets to the first one. */
const topThreshold = 20 * rowHeight

/** A window on the rows: only those in sight are in the document, however many there are. */
export function LogRows(props: LogRowsProps) {
  const { rows, chatName, following, onScrolledUp, onHover, onReachTop, onFollow, onFilter } = props
  const box = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [selected, setSelected] = useState<string | null>(null)
  // A new function makes the virtualizer measure every row again.
  const keyOf = useCallback((index: number) => rows[index]?.key ?? index, [rows])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: keyOf,
    overscan: 12,
    anchorTo: 'end',
    scrollEndThreshold: endThreshold,
  })

  // Growing content leaves the end behind for a moment: only a reader's own move up is a wish to stay.
  const reading = useRef(false)
  const lastTop = useRef(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the rows moves the end
  useLayoutEffect(() => {
    const element = box.current
    if (!element || !following) return
    reading.current = false
    element.scrollTop = element.scrollHeight
  }, [following, rows])
  // The window, or what stands above, may take height away: what is followed stays in sight.
  useLayoutEffect(() => {
    const element = box.current
    if (!element || !following) return
    const observer = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [following])

  const scrolled = () => {
    const element = box.current
    if (!element) return
    const { scrollTop, scrollHeight, clientHeight } = element
    if (scrollHeight - scrollTop - clientHeight <= endThreshold) onScrolledUp(false)
    else if (reading.current && scrollTop < lastTop.current) onScrolledUp(true)
    lastTop.current = scrollTop
    if (scrollTop < topThreshold) onReachTop()
  }
  const read = () => {
    reading.current = true
  }
  const toggle = (key: string) => {
    setSelected(key)
    setOpen((before) => (before.has(key) ? without(before, key) : new Set(before).add(key)))
  }
  const move = (to: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (!row) return
    read()
    setSelected(row.key)
    virtual.scrollToIndex(rows.indexOf(row), { align: 'auto' })
  }
  const keyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const at = rows.findIndex((row) => row.key === selected)
    const row = rows[at]
    switch (event.key) {
      case 'ArrowUp':
        move(at < 0 ? rows.length - 1 : at - 1)
        break
      case 'ArrowDown':
        move(at < 0 ? rows.length - 1 : at + 1)
        break
      case 'PageUp':
        read()
        return
      case 'Home':
        move(0)
        break
      case 'End':
        onFollow()
        break
      case 'Enter':
        if (row) toggle(row.key)
        break
      case 'f':
        if (row?.kind === 'line' && row.line.chat) onFilter({ chat: row.line.chat })
        break
      default:
        return
    }
    event.preventDefault()
  }

  return (
    <div
      ref={box}
      className={styles.rows}
      role="log"
      aria-live="off"
      aria-label={t('日志')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move in it
      tabIndex={0}
      onScroll={scrolled}
      onWheel={read}
      onTouchMove={read}
      onPointerDown={read}
      onKeyDown={keyDown}
      onPointerEnter={(event) => onHover(event.pointerType === 'mouse')}
      onPointerLeave={() => onHover(false)}
    >
      <div className={styles.inner} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          return row ? (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={styles.place}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <LogLineRow
                row={row}
                chat={row.kind === 'line' ? chatName(row.line.chat) : null}
                open={open.has(row.key)}
                selected={row.key === selected}
                onToggle={toggle}
                onFilter={onFilter}
              />
            </div>
          ) : null
        })}
      </div>
    </div>
  )
}

function without(keys: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(keys)
  next.delete(key)
  return next
}
