import type { Model } from '../../../shared/config.ts'

/** Names that no vendor uses for a model one can chat with. */
const notForChat =
  /embed|bge-|rerank|tts|whisper|speech|cosyvoice|sensevoice|dall-e|stable-diffusion|flux|kolors|wanx|cogview|sora|moderation|image-gen/i
const seesPictures =
  /(^|[-/_.])(vl|vision|4o|4\.1|gpt-5|omni|llava|pixtral|gemini|minicpm-v|claude|qvq)|[-.\d](v|vl)([-.]|$)|glm-4\.\d+v/i
const withoutTools = /(^|[-/])(r1|qvq|llava)|reasoner|deepseek-r1/i

/** Context sizes by family, most special first; tokens. Vendors' lists do not tell them. */
const contexts: readonly [RegExp, number][] = [
  [/gpt-4\.1|gemini|qwen-(flash|plus|turbo)|qwen3\.?\d*-(flash|plus)/i, 1_000_000],
  [/gpt-5/i, 400_000],
  [/kimi-k2|qwen3-max|qwen3/i, 262_144],
  [/claude/i, 200_000],
  [/deepseek|gpt-4o|gpt-4-turbo|glm-4|qwen-max|qwen-vl|llama-?3\.[1-3]|moonshot-v1-128k/i, 131_072],
  [/-8k/i, 8192],
]
const usualContext = 32_768

/** True for what answers in words: lists of vendors also hold drawing, speech and embedding models. */
export function isForChat(name: string): boolean {
  return !notForChat.test(name)
}

/** A first description of a model by its name; everything in it can be corrected by hand. */
export function guessModel(name: string): Model {
  const context = contexts.find(([pattern]) => pattern.test(name))
  return {
    name,
    vision: seesPictures.test(name),
    tools: !withoutTools.test(name),
    contextTokens: context?.[1] ?? usualContext,
  }
}
