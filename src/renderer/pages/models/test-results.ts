import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { ModelTest } from '../../../shared/ipc.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'

export type TestResult = 'running' | ModelTest
type Results = Readonly<Record<string, TestResult>>

/** Outlives the page: a test goes on while one looks at something else. */
const results = createStore<Results>(() => ({}))

export function useTestResults(): Results {
  return useStore(results)
}

/** Asks one model a very short question; the outcome appears in {@link useTestResults}. */
export async function testModel(model: string): Promise<void> {
  if (results.getState()[model] === 'running') return
  results.setState({ [model]: 'running' })
  results.setState({ [model]: await outcomeOf(model) })
}

/** Tests many: one after the other within a provider, which may count requests, providers side by side. */
export async function testModels(models: readonly string[]): Promise<void> {
  const byProvider = Map.groupBy(models, (model) => model.slice(0, model.indexOf('/')))
  await Promise.all([...byProvider.values()].map(testInTurn))
}

async function testInTurn(models: readonly string[]): Promise<void> {
  for (const model of models) await testModel(model)
}

async function outcomeOf(model: string): Promise<ModelTest> {
  try {
    return await call('models.test', { model })
  } catch (error) {
    return { ok: false, firstTokenMs: null, totalMs: 0, text: '', problem: problemOf(error) }
  }
}
