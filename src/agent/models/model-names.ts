import { type Model, type Provider, splitModelName } from '../../shared/config.ts'
import type { Problem } from '../../shared/problem.ts'
import { demoName } from './demo/xiaoxing.ts'

/** How many alternatives a problem names before it says 等. */
const namedAlternatives = 8

/** All usable names, `provider/model`, in the order of the configuration; the built-in demo model last. */
export function usableNames(providers: Iterable<Provider>): string[] {
  const names: string[] = []
  for (const provider of providers) {
    if (provider.enabled) names.push(...provider.models.map((model) => `${provider.id}/${model.name}`))
  }
  return [...names, demoName]
}

/** The full name behind what a person typed: a full name, or a bare one that only one provider has. */
export function resolveName(
  typed: string,
  names: readonly string[],
): { name: string } | { problem: Problem } {
  const wanted = typed.trim()
  if (names.includes(wanted)) return { name: wanted }
  const [found, ...others] = matching(wanted, names)
  if (found !== undefined && others.length === 0) return { name: found }
  if (found === undefined) {
    return { problem: unknownProblem(wanted, names) }
  }
  return {
    problem: {
      code: 'model.ambiguous',
      message: `有好几个「${wanted}」`,
      hint: `写全名：${listed([found, ...others])}`,
    },
  }
}

/** Why `name` cannot be used now, with the way out. */
export function unusableProblem(
  name: string,
  providers: ReadonlyMap<string, Provider>,
): Omit<Problem, 'detail'> {
  const split = splitModelName(name)
  const provider = split ? providers.get(split.provider) : undefined
  if (split && provider && !provider.enabled) {
    const title = provider.title || provider.id
    const hint = `在模型页打开「${title}」，或给聊天换一个模型`
    return { code: 'model.unknown', message: `模型 ${name} 的服务「${title}」关着`, hint }
  }
  return unknownProblem(name, usableNames(providers.values()))
}

/** The entry behind a full name; null when it is not usable. */
export function findModel(
  name: string,
  providers: ReadonlyMap<string, Provider>,
): { provider: Provider; model: Model } | null {
  const split = splitModelName(name)
  const provider = split ? providers.get(split.provider) : undefined
  const model = provider?.models.find((candidate) => candidate.name === split?.model)
  return provider?.enabled && model ? { provider, model } : null
}

/** Exact spelling wins over the same letters in another case. */
function matching(wanted: string, names: readonly string[]): string[] {
  const exact = names.filter((name) => splitModelName(name)?.model === wanted)
  if (exact.length > 0) return exact
  const lower = wanted.toLowerCase()
  return names.filter(
    (name) => name.toLowerCase() === lower || splitModelName(name)?.model.toLowerCase() === lower,
  )
}

function unknownProblem(name: string, names: readonly string[]): Omit<Problem, 'detail'> {
  return {
    code: 'model.unknown',
    message: `没有「${name}」这个模型`,
    hint: `能用的有：${listed(names)}；要加别的，到模型页添加`,
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, namedAlternatives).join('、')
  return names.length > namedAlternatives ? `${shown} 等 ${names.length} 个` : shown
}
