import type { Measurement } from './measure.ts'
import type { ScenarioName, SutName } from './options.ts'
import { median } from './statistics.ts'
import { holds, type Metric, metrics, targetText } from './targets.ts'

const header = `| | | floor, fetch | floor, node:http | Apricot | × fetch | × http | target | |
|---|---|---:|---:|---:|---:|---:|---|---|`

/** The measurements as Markdown: medians beside both floors, what must be zero, and the machine. */
export function report(measurements: readonly Measurement[], machine: string): string {
  const rows = metrics
    .filter(({ scenario }) => measurements.some((one) => one.scenario === scenario))
    .map((metric) => row(metric, measurements))
  const loads = measurements.map(({ load }) => load)
  const runs = Math.max(0, ...measurements.map(({ run }) => run))
  const facts = `${machine}; medians of ${runs} runs; load average before a run: median ${format(median(loads))}, highest ${format(Math.max(...loads))}.`
  return [`${header}\n${rows.join('\n')}`, books(measurements), facts].filter(Boolean).join('\n\n')
}

/** Whether the product lost, doubled, misplaced or invented anything. */
export function faultsOf({ count, failure }: Measurement): string[] {
  if (failure !== null) return [`failed: ${failure.split('\n')[0]}`]
  const kinds = ['lost', 'doubled', 'inversions', 'misrouted', 'unwanted', 'nameless'] as const
  return kinds.flatMap((kind) => (count && count[kind] > 0 ? [`${count[kind]} ${kind}`] : []))
}

/** True when the product lost or doubled a message: the one thing that is never a matter of speed. */
export function isBroken({ sut, count }: Measurement): boolean {
  return sut === 'apricot' && count !== null && (count.lost > 0 || count.doubled > 0)
}

function row(metric: Metric, measurements: readonly Measurement[]): string {
  const value = (sut: SutName) =>
    median(
      measurements
        .filter((one) => one.sut === sut && one.scenario === metric.scenario)
        .flatMap(({ numbers }) => numbers[metric.key] ?? []),
    )
  const [fetch, http, ours] = [value('floor-fetch'), value('floor-http'), value('apricot')]
  const { target, unit } = metric
  const held = target && !Number.isNaN(ours) ? holds(target, ours, fetch) : null
  const cells = [
    metric.scenario,
    unit ? `${metric.label}, ${unit}` : metric.label,
    format(fetch),
    format(http),
    format(ours),
    format(ours / fetch),
    format(ours / http),
    target ? targetText(target, unit) : '',
    held === null ? '' : held ? '✓' : '✗',
  ]
  return `| ${cells.join(' | ')} |`
}

/** One line a scenario: how many messages were answered, and every fault of every run. */
function books(measurements: readonly Measurement[]): string {
  const names = [...new Set(measurements.map(({ scenario }) => scenario))]
  const line = (scenario: ScenarioName) => {
    const ours = measurements.filter((one) => one.scenario === scenario && one.sut === 'apricot')
    if (ours.length === 0) return []
    const expected = ours.reduce((sum, { count }) => sum + (count?.expected ?? 0), 0)
    const answered = ours.reduce((sum, { count }) => sum + (count?.answered ?? 0), 0)
    const faults = ours.flatMap(faultsOf)
    return [
      `- ${scenario}: ${answered} of ${expected} answered, ${faults.length > 0 ? `**${faults.join('; ')}**` : 'nothing lost, doubled, out of order, in the wrong chat or unasked'}`,
    ]
  }
  return names.flatMap(line).join('\n')
}

/** Three significant digits, or none for large numbers; a dash when there is no number. */
export function format(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toFixed(digits)
}
