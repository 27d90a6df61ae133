import type { ListedModel, Price } from '../../../shared/provider.ts'

type Json = Record<string, unknown>

/** OpenRouter tells prices in dollars a token. */
const yuanPerDollar = 7.1

/**
 * Models in a list as OpenAI, OpenRouter, Moonshot, Mistral, vLLM, llama.cpp, Ollama or a bare array writes it, sorted
 * by name; null when the text is no such list. What a list does not tell is missing.
 */
export function readModelList(text: string): ListedModel[] | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const { data, models } = (value ?? {}) as { data?: unknown; models?: unknown }
  const rows: unknown[] | undefined = [value, data, models].find(Array.isArray)
  if (!rows) return null
  // llama.cpp writes what a model can do into a second list beside the first.
  const beside = new Map(Array.isArray(models) ? models.flatMap(named) : [])
  const listed = new Map(
    rows.flatMap(named).map(([name, row]) => [name, { ...told(beside.get(name) ?? {}), ...told(row), name }]),
  )
  return [...listed.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function named(row: unknown): [string, Json][] {
  if (typeof row === 'string') return [[row, {}]]
  if (!isObject(row)) return []
  const name = [row.id, row.name, row.model].find((one) => typeof one === 'string' && one !== '')
  return typeof name === 'string' ? [[name, row]] : []
}

/** Everything about a model that its row tells. */
function told(row: Json): Partial<ListedModel> {
  const facts: { [K in keyof ListedModel]: ListedModel[K] | undefined } = {
    name: undefined,
    vision: visionOf(row),
    tools: toolsOf(row),
    reasoning: reasoningOf(row),
    contextTokens: contextOf(row),
    price: priceOf(row.pricing),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined))
}

function visionOf(row: Json): boolean | undefined {
  if (typeof row.supports_image_in === 'boolean') return row.supports_image_in
  const inputs = isObject(row.architecture) ? row.architecture.input_modalities : undefined
  if (Array.isArray(inputs)) return inputs.includes('image')
  const { capabilities } = row
  if (Array.isArray(capabilities)) return capabilities.some((one) => one === 'multimodal' || one === 'vision')
  return isObject(capabilities) && typeof capabilities.vision === 'boolean' ? capabilities.vision : undefined
}

function toolsOf(row: Json): boolean | undefined {
  if (Array.isArray(row.supported_parameters)) return row.supported_parameters.includes('tools')
  const { capabilities } = row
  if (Array.isArray(capabilities)) return capabilities.includes('tools') ? true : undefined
  return isObject(capabilities) && typeof capabilities.function_calling === 'boolean'
    ? capabilities.function_calling
    : undefined
}

function reasoningOf(row: Json): boolean | undefined {
  if (typeof row.supports_reasoning === 'boolean') return row.supports_reasoning
  if (Array.isArray(row.supported_parameters)) return row.supported_parameters.includes('reasoning')
  const { capabilities } = row
  if (Array.isArray(capabilities)) return capabilities.includes('thinking') ? true : undefined
  return isObject(capabilities) && typeof capabilities.reasoning === 'boolean'
    ? capabilities.reasoning
    : undefined
}

function contextOf(row: Json): number | undefined {
  const meta = isObject(row.meta) ? row.meta : {}
  const given = [row.context_length, row.max_model_len, row.max_context_length, meta.n_ctx, meta.n_ctx_train]
  const tokens = given.find((one) => typeof one === 'number' && Number.isInteger(one) && one >= 512)
  return typeof tokens === 'number' && tokens <= 100_000_000 ? tokens : undefined
}

/** Negative prices mean that it depends. */
function priceOf(pricing: unknown): Price | undefined {
  if (!isObject(pricing)) return undefined
  const [input, output] = [yuan(pricing.prompt), yuan(pricing.completion)]
  if (input === null || output === null) return undefined
  return { input, cached: yuan(pricing.input_cache_read), output }
}

/** Yuan for a million tokens. */
function yuan(dollars: unknown): number | null {
  if (typeof dollars !== 'string' && typeof dollars !== 'number') return null
  const price = Number(dollars) * 1_000_000 * yuanPerDollar
  return dollars !== '' && price >= 0 && price <= 1_000_000 ? Number(price.toFixed(4)) : null
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
