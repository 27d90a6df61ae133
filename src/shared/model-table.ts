import { isLoopback } from './config.ts'
import { type ModelFacts, modelFacts, siliconFlowPrices } from './model-facts.ts'
import type { Model, Price } from './provider.ts'

/** Names that no vendor uses for a model one can chat with. */
const notForChat =
  /embed|bge-|rerank|tts|whisper|speech|cosyvoice|sensevoice|dall-e|stable-diffusion|flux|kolors|wanx|cogview|sora|moderation|image-gen|seedream|seedance|qwen-image|gpt-image|imagen-|veo-|(^|[-/])asr|ocr/i

/** Models that run at their vendors only: on this computer there is a gateway to them, which asks their price. */
const hosted = /(^|\/)(gpt-(?!oss)|chatgpt|o[134](-|$)|claude|gemini|grok)/

const free: Price = { input: 0, cached: 0, output: 0 }
const yuanPerDollar = 7.1

/** True for what answers in words: lists of vendors also hold drawing, speech and embedding models. */
export function isForChat(name: string): boolean {
  return !notForChat.test(name)
}

/**
 * What is known of a model by its name at its vendor, such as `Qwen/Qwen2.5-7B-Instruct`, and by where it is asked; null
 * for names nobody has heard of. Prices are guesses: they change, and gateways ask what they like. None is given for
 * OpenRouter, whose list tells it.
 */
export function knownModel(name: string, baseUrl: string): Partial<Model> | null {
  const host = hostOf(baseUrl)
  const local = isLoopback(host)
  const lower = name.toLowerCase()
  const facts = modelFacts.find((one) => one.name.test(lower))
  if (!facts) return local ? { price: free } : null
  return {
    vision: facts.vision ?? false,
    tools: !facts.withoutTools,
    reasoning: facts.reasoning ?? false,
    // What runs here decodes pictures by whatever it was built with.
    webp: !local && (facts.webp ?? false),
    contextTokens: facts.context * 1000,
    price: local && !hosted.test(lower) ? free : priceAt(host, lower, facts),
  }
}

function priceAt(host: string, name: string, facts: ModelFacts): Price | null {
  if (isAt(host, 'openrouter.ai')) return null
  if (isAt(host, 'siliconflow.cn') || isAt(host, 'siliconflow.com'))
    return priceOf(siliconFlowPrices.find(([pattern]) => pattern.test(name))?.[1], 1)
  return facts.usd ? priceOf(facts.usd, yuanPerDollar) : priceOf(facts.yuan, 1)
}

function priceOf(amounts: ModelFacts['yuan'], yuan: number): Price | null {
  if (!amounts) return null
  const [input, cached, output] = amounts
  // As many digits as a price has: 0.075 dollars are 0.5325 yuan, and not 0.5324999.
  const times = (amount: number) => Number((amount * yuan).toFixed(6))
  return { input: times(input), cached: cached === null ? null : times(cached), output: times(output) }
}

function isAt(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

/** '' for what is no address yet: it is asked for while somebody types. */
function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).hostname.replace(/^\[|\]$/g, '') : ''
}
