import type { ScenarioName } from './options.ts'

/** What a number is held to: a fixed bound, or a multiple of the fetch floor's number in the same run. */
export type Target =
  | { readonly kind: 'at-most' | 'at-least'; readonly value: number }
  | { readonly kind: 'at-most-floor' | 'at-least-floor'; readonly factor: number }

export interface Metric {
  readonly scenario: ScenarioName
  /** Key in the numbers of a measurement. */
  readonly key: string
  readonly label: string
  readonly unit: string
  readonly target?: Target
}

/** The rows of the table, with the numbers to hold. */
export const metrics: readonly Metric[] = [
  {
    scenario: 's1',
    key: 'p50',
    label: 'one private message at a time, p50',
    unit: 'ms',
    target: { kind: 'at-most-floor', factor: 2 },
  },
  { scenario: 's1', key: 'p95', label: 'the same, p95', unit: 'ms' },
  { scenario: 's1', key: 'cpuPerMessage', label: 'the same, CPU a message', unit: 'ms' },
  {
    scenario: 's2',
    key: 'rate',
    label: '1,000 messages in 50 chats at once',
    unit: 'msg/s',
    target: { kind: 'at-least-floor', factor: 0.6 },
  },
  { scenario: 's2', key: 'cpuPerMessage', label: 'the same, CPU a message', unit: 'ms' },
  { scenario: 's2', key: 'peak', label: 'the same, RSS peak', unit: 'MiB' },
  {
    scenario: 's2-cold',
    key: 'rate',
    label: 'the same, from strangers',
    unit: 'msg/s',
    target: { kind: 'at-least-floor', factor: 0.6 },
  },
  {
    scenario: 's3',
    key: 'overIdeal',
    label: '100 chats, 500 ms model, beyond the ideal',
    unit: 'ms',
    target: { kind: 'at-most-floor', factor: 1.3 },
  },
  {
    scenario: 's4',
    key: 'cpuPerThousand',
    label: '5,000 group messages nobody is asked in, CPU per 1,000',
    unit: 'ms',
    target: { kind: 'at-most', value: 60 },
  },
  {
    scenario: 's4',
    key: 'drainMs',
    label: 'the same, until the last @ behind them is answered',
    unit: 'ms',
    target: { kind: 'at-most', value: 300 },
  },
  { scenario: 's4', key: 'growth', label: 'the same, RSS growth', unit: 'MiB' },
  {
    scenario: 's5',
    key: 'totalMs',
    label: '40 pictures of 1–3 MB in 8 chats, until all are answered',
    unit: 'ms',
    target: { kind: 'at-most-floor', factor: 2.5 },
  },
  {
    scenario: 's5',
    key: 'ofBare',
    label: 'the same, speed of a bare sharp loop',
    unit: '×',
    target: { kind: 'at-least', value: 0.8 },
  },
  {
    scenario: 's5',
    key: 'growth',
    label: 'the same, RSS peak above idle',
    unit: 'MiB',
    target: { kind: 'at-most', value: 200 },
  },
  {
    scenario: 's5',
    key: 'block',
    label: 'the same, longest block of the main thread',
    unit: 'ms',
    target: { kind: 'at-most', value: 20 },
  },
  {
    scenario: 's5',
    key: 'sentMegabytes',
    label: 'the same, sent to the model',
    unit: 'MB',
    target: { kind: 'at-most-floor', factor: 0.2 },
  },
  {
    scenario: 's5',
    key: 'seen',
    label: 'the same, pictures the model got',
    unit: 'of 40',
    target: { kind: 'at-least', value: 40 },
  },
  {
    scenario: 'idle',
    key: 'rss',
    label: 'idle RSS, headless',
    unit: 'MiB',
    target: { kind: 'at-most', value: 110 },
  },
  { scenario: 'idle', key: 'cpuPerSecond', label: 'idle CPU a second', unit: 'ms' },
  { scenario: 'start', key: 'connectedMs', label: 'start to connected', unit: 'ms' },
  {
    scenario: 'start',
    key: 'answeredMs',
    label: 'start to first answer',
    unit: 'ms',
    target: { kind: 'at-most', value: 450 },
  },
  { scenario: 'start', key: 'cpu', label: 'the same, CPU', unit: 'ms' },
  {
    scenario: 'start',
    key: 'firstAnswered',
    label: 'message in the moment of connecting, answered',
    unit: 'of 1',
    target: { kind: 'at-least', value: 1 },
  },
  {
    scenario: 'kill',
    key: 'remembered',
    label: 'exchanges kept after SIGKILL',
    unit: 'of 10',
    target: { kind: 'at-least', value: 10 },
  },
  { scenario: 'kill', key: 'accepted', label: 'messages stored when killed in a burst', unit: '' },
  { scenario: 'kill', key: 'unknown', label: 'of them listed as perhaps delivered', unit: '' },
]

/** Whether a number holds; null when the floor's number is missing. */
export function holds(target: Target, value: number, floor: number): boolean | null {
  switch (target.kind) {
    case 'at-most':
      return value <= target.value
    case 'at-least':
      return value >= target.value
    case 'at-most-floor':
      return Number.isNaN(floor) ? null : value <= floor * target.factor
    case 'at-least-floor':
      return Number.isNaN(floor) ? null : value >= floor * target.factor
  }
}

/** The target in words for the table. */
export function targetText(target: Target, unit: string): string {
  switch (target.kind) {
    case 'at-most':
      return `≤ ${target.value} ${unit}`
    case 'at-least':
      return unit.startsWith('of ') ? `${target.value} ${unit}` : `≥ ${target.value} ${unit}`
    case 'at-most-floor':
      return `≤ ${target.factor}× fetch`
    case 'at-least-floor':
      return `≥ ${target.factor}× fetch`
  }
}
