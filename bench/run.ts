import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { withResults } from './document.ts'
import { machineFacts } from './machine.ts'
import { type Measurement, measure } from './measure.ts'
import { type BenchOptions, readOptions, type ScenarioName, usage } from './options.ts'
import { faultsOf, format, isBroken, report } from './report.ts'

const page = new URL('../docs/BENCHMARKS.md', import.meta.url)

async function main(argv: readonly string[]): Promise<void> {
  if (argv.includes('--help')) return console.log(usage)
  const options = readOptions(argv)
  const measurements = await measureAll(options)
  const results = report(measurements, machineFacts())
  console.log(`\n${results}`)
  if (options.write) writeFileSync(page, withResults(readFileSync(page, 'utf8'), results))
  // Slow is a number to look at; a lost or doubled message is a failure.
  if (measurements.some(isBroken)) process.exitCode = 1
}

/** Run by run, scenario by scenario: what disturbs the machine disturbs everything that is compared alike. */
async function measureAll(options: BenchOptions): Promise<Measurement[]> {
  const measurements: Measurement[] = []
  for (let run = 1; run <= options.runs; run++) {
    for (const scenario of options.scenarios) {
      for (const sut of sutsOf(scenario, options)) {
        const measurement = await measure({ sut, scenario, run }, options)
        measurements.push(measurement)
        if (options.out !== null) appendFileSync(options.out, `${JSON.stringify(measurement)}\n`)
        console.log(lineOf(measurement))
      }
    }
  }
  return measurements
}

/** The floors keep nothing: there is nothing to find after a kill. */
function sutsOf(scenario: ScenarioName, { suts }: BenchOptions) {
  return scenario === 'kill' ? suts.filter((sut) => sut === 'apricot') : suts
}

function lineOf(measurement: Measurement): string {
  const { run, scenario, sut, load, numbers } = measurement
  const shown = Object.entries(numbers).map(([name, value]) => `${name} ${format(value)}`)
  return `${run} ${scenario.padEnd(7)} ${sut.padEnd(11)} ${[...shown, ...faultsOf(measurement)].join(', ')} (load ${load})`
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  },
)
