import { expect, it } from 'vitest'
import { readOptions } from '../../bench/options.ts'

const floorsOnly = ['--suts', 'floor-fetch,floor-http']

it('measures everything three times when nothing is said', () => {
  const { scenarios, runs } = readOptions(floorsOnly)
  expect(scenarios).toEqual(['s1', 's2', 's2-cold', 's3', 's4', 's5', 'start', 'idle', 'kill'])
  expect(runs).toBe(3)
})

it('takes s2 for warm and cold, and s2-cold for itself', () => {
  expect(readOptions([...floorsOnly, '--scenarios', 's1,s2']).scenarios).toEqual(['s1', 's2', 's2-cold'])
  expect(readOptions([...floorsOnly, '--scenarios', 's2-cold']).scenarios).toEqual(['s2-cold'])
})

it('says what it does not know', () => {
  expect(() => readOptions([...floorsOnly, '--scenarios', 's9'])).toThrow('"s9"')
  expect(() => readOptions([...floorsOnly, '--runs', 'x'])).toThrow('--runs')
  expect(() => readOptions(['--suts', 'apricot', '--entry', '/nowhere/serve.js'])).toThrow('build')
})
