import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type ModelTest, type ProbeKind, probeKinds } from '../../../shared/provider.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'

export type ProbeResult = 'running' | ModelTest
/** What is known of one model; a probe that was not made is missing. */
export type ModelProbes = { readonly [K in ProbeKind]?: ProbeResult }
export type Probes = Readonly<Record<string, ModelProbes>>

/** Outlives the page: a test goes on while one looks at something else. */
const probes = createStore<Probes>(() => ({}))

export function useProbes(): Probes {
  return useStore(probes)
}

export function isProbing(results: ModelProbes | undefined): boolean {
  return probeKinds.some((kind) => results?.[kind] === 'running')
}

/** Makes the three probes of a model, words first: who cannot say a word is not asked for more. */
export async function probeModel(model: string): Promise<void> {
  if (isProbing(probes.getState()[model])) return
  probes.setState({ [model]: { text: 'running' } })
  for (const kind of probeKinds) {
    put(model, kind, 'running')
    const result = await resultOf(model, kind)
    put(model, kind, result)
    if (kind === 'text' && result.outcome !== 'ok') return
  }
}

/** Tests many: one after the other within a provider, which may count requests, providers side by side. */
export async function probeModels(models: readonly string[]): Promise<void> {
  const byProvider = Map.groupBy(models, (model) => model.slice(0, model.indexOf('/')))
  await Promise.all([...byProvider.values()].map(probeInTurn))
}

async function probeInTurn(models: readonly string[]): Promise<void> {
  for (const model of models) await probeModel(model)
}

function put(model: string, kind: ProbeKind, result: ProbeResult): void {
  probes.setState((all) => ({ [model]: { ...all[model], [kind]: result } }))
}

async function resultOf(model: string, probe: ProbeKind): Promise<ModelTest> {
  try {
    return await call('models.test', { model, probe })
  } catch (error) {
    return {
      outcome: 'failed',
      firstTokenMs: null,
      totalMs: 0,
      text: '',
      cost: null,
      problem: problemOf(error),
    }
  }
}
