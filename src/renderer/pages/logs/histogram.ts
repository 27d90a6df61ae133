import type { LogItem } from './log-list.ts'

const bars = 120

/** Lines over time as three stacked SVG paths in a box of 120 × 100. */
export interface Histogram {
  from: number
  to: number
  calm: string
  warn: string
  error: string
}

/** How many lines there were when, over what is loaded; null when that is too little to be drawn. */
export function histogramOf(items: readonly LogItem[]): Histogram | null {
  const lines = items.flatMap((item) => (item.kind === 'line' ? [item.line] : []))
  const from = lines[0]?.at ?? 0
  const to = lines.at(-1)?.at ?? 0
  if (to <= from) return null
  const counts = Array.from({ length: bars }, () => ({ calm: 0, warn: 0, error: 0 }))
  for (const { at, level } of lines) {
    const bar = counts[Math.min(bars - 1, Math.max(0, Math.floor(((at - from) / (to - from)) * bars)))]
    if (bar) bar[level === 'error' || level === 'warn' ? level : 'calm']++
  }
  const top = Math.max(...counts.map((bar) => bar.calm + bar.warn + bar.error))
  const scale = 100 / top
  return {
    from,
    to,
    calm: pathOf(counts.map((bar) => ({ base: 0, size: bar.calm * scale }))),
    warn: pathOf(counts.map((bar) => ({ base: bar.calm * scale, size: bar.warn * scale }))),
    error: pathOf(counts.map((bar) => ({ base: (bar.calm + bar.warn) * scale, size: bar.error * scale }))),
  }
}

/** A bar shorter than a pixel of the page would not be seen: one error among thousands must. */
const leastSize = 6

function pathOf(sizes: { base: number; size: number }[]): string {
  return sizes
    .map(({ base, size }, index) => {
      if (size === 0) return ''
      const height = Math.max(leastSize, size)
      const top = Math.max(0, 100 - base - height)
      return `M${index + 0.1} ${top.toFixed(1)}h.8v${height.toFixed(1)}h-.8z`
    })
    .join('')
}
