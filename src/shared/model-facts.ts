/** What is known of the models whose names fit. What is not said is false, or unknown. */
export interface ModelFacts {
  readonly name: RegExp
  /** Thousands of tokens. */
  readonly context: number
  readonly vision?: true
  /** Takes WebP as well as JPEG. */
  readonly webp?: true
  readonly reasoning?: true
  readonly withoutTools?: true
  /** A million tokens in, from the vendor's cache, and out; null where the cache has no price of its own. */
  readonly yuan?: readonly [input: number, cached: number | null, output: number]
  readonly usd?: readonly [input: number, cached: number | null, output: number]
}

const sees = { vision: true, webp: true } as const
const thinks = { reasoning: true } as const
const both = { ...sees, ...thinks } as const

/**
 * Vendors' list prices of late 2026, most special first; where a price depends on the length of the question or the hour
 * of the day, that of short questions and quiet hours. Everything here can be corrected by hand in the panel.
 */
export const modelFacts: readonly ModelFacts[] = [
  // OpenAI
  { name: /gpt-6(\.\d)?-luna/, context: 400, ...both, usd: [0.1, 0.01, 0.5] },
  { name: /gpt-6\.1-sol/, context: 1000, ...both, usd: [2, 0.1, 10] },
  { name: /gpt-6-sol/, context: 1000, ...both, usd: [2, 0.2, 10] },
  { name: /gpt-6/, context: 400, ...both },
  { name: /gpt-5\.6-sol/, context: 1000, ...both, usd: [4, 0.4, 20] },
  { name: /gpt-5\.6-luna/, context: 400, ...both, usd: [0.2, 0.02, 1.2] },
  { name: /gpt-5\.4-nano/, context: 400, ...both, usd: [0.2, 0.02, 1.25] },
  { name: /gpt-5\.4-mini/, context: 400, ...both, usd: [0.75, 0.075, 4.5] },
  { name: /gpt-5\.4(?!-pro)/, context: 1000, ...both, usd: [2.5, 0.25, 15] },
  { name: /gpt-5\.[23](?!-pro)/, context: 400, ...both, usd: [1.75, 0.175, 14] },
  { name: /gpt-5-chat/, context: 128, ...sees, withoutTools: true, usd: [1.25, 0.125, 10] },
  { name: /gpt-5(\.1)?-mini/, context: 400, ...both, usd: [0.25, 0.025, 2] },
  { name: /gpt-5-nano/, context: 400, ...both, usd: [0.05, 0.005, 0.4] },
  { name: /gpt-5(\.1)?(?![.\d]|-pro)/, context: 400, ...both, usd: [1.25, 0.125, 10] },
  { name: /gpt-5/, context: 400, ...both },
  { name: /gpt-4\.1-nano/, context: 1000, ...sees, usd: [0.1, 0.025, 0.4] },
  { name: /gpt-4\.1-mini/, context: 1000, ...sees, usd: [0.4, 0.1, 1.6] },
  { name: /gpt-4\.1/, context: 1000, ...sees, usd: [2, 0.5, 8] },
  { name: /gpt-4o-mini/, context: 128, ...sees, usd: [0.15, 0.075, 0.6] },
  { name: /gpt-4o|chatgpt-4o/, context: 128, ...sees, usd: [2.5, 1.25, 10] },
  { name: /gpt-4-turbo/, context: 128, ...sees, usd: [10, null, 30] },
  { name: /gpt-3\.5-turbo/, context: 16, usd: [0.5, null, 1.5] },
  { name: /(^|\/)o[34]-mini/, context: 200, ...both, usd: [1.1, 0.275, 4.4] },
  { name: /(^|\/)o1-mini/, context: 128, ...thinks, withoutTools: true, usd: [1.1, 0.55, 4.4] },
  { name: /(^|\/)o3(?!-pro)/, context: 200, ...both, usd: [2, 0.5, 8] },
  { name: /(^|\/)o1(?!-pro)/, context: 200, ...both, usd: [15, 7.5, 60] },
  { name: /gpt-oss/, context: 128, ...thinks },

  // Claude
  { name: /claude-fable/, context: 1000, ...both, usd: [10, 1, 50] },
  { name: /claude-opus-5[.-]5/, context: 1000, ...both, usd: [4, 0.4, 20] },
  { name: /claude-opus-(5|4[.-][5-9])/, context: 200, ...both, usd: [5, 0.5, 25] },
  { name: /claude-(3-)?opus/, context: 200, ...both, usd: [15, 1.5, 75] },
  { name: /claude-sonnet-5/, context: 1000, ...both, usd: [2, 0.2, 10] },
  { name: /claude-(3[.-][57]-)?sonnet|claude-3-sonnet/, context: 200, ...both, usd: [3, 0.3, 15] },
  { name: /claude-haiku-5/, context: 200, ...both, usd: [0.1, 0.01, 0.5] },
  { name: /claude-haiku-4/, context: 200, ...both, usd: [1, 0.1, 5] },
  { name: /claude-3[.-]5-haiku/, context: 200, ...sees, usd: [0.8, 0.08, 4] },
  { name: /claude-3-haiku/, context: 200, ...sees, usd: [0.25, 0.03, 1.25] },
  { name: /claude/, context: 200, ...both },

  // Gemini
  { name: /gemini-3(\.1)?-pro/, context: 1000, ...both, usd: [2, 0.2, 12] },
  { name: /gemini-3\.1-flash-lite/, context: 1000, ...both, usd: [0.25, 0.025, 1.5] },
  { name: /gemini-3-flash/, context: 1000, ...both, usd: [0.5, 0.05, 3] },
  { name: /gemini-2\.5-pro/, context: 1000, ...both, usd: [1.25, 0.125, 10] },
  { name: /gemini-2\.5-flash-lite/, context: 1000, ...both, usd: [0.1, 0.01, 0.4] },
  { name: /gemini-2\.5-flash/, context: 1000, ...both, usd: [0.3, 0.03, 2.5] },
  { name: /gemini-2\.0-flash-lite/, context: 1000, ...sees, usd: [0.075, null, 0.3] },
  { name: /gemini-2\.0-flash/, context: 1000, ...sees, usd: [0.1, 0.025, 0.4] },
  { name: /gemini/, context: 1000, ...both },

  // DeepSeek
  { name: /deepseek-r1-distill|deepseek-r1:/, context: 128, ...thinks, withoutTools: true },
  { name: /deepseek-r1/, context: 128, ...thinks, yuan: [4, 1, 16] },
  { name: /deepseek-(v4-)?pro/, context: 1000, ...thinks, yuan: [4.5, 0.15, 13.5] },
  { name: /deepseek-(flash|v4(\.\d)?-flash)/, context: 1000, vision: true, ...thinks, yuan: [1, 0.02, 4] },
  { name: /deepseek-reasoner/, context: 1000, ...thinks, yuan: [1, 0.02, 4] },
  { name: /deepseek-chat/, context: 1000, yuan: [1, 0.02, 4] },
  { name: /deepseek-v3\.2/, context: 128, ...thinks, yuan: [2, 0.2, 3] },
  { name: /deepseek-v3\.1/, context: 128, ...thinks, yuan: [4, 0.8, 12] },
  { name: /deepseek-v3/, context: 64, yuan: [2, 0.5, 8] },
  { name: /deepseek-vl/, context: 4, vision: true, withoutTools: true },
  { name: /deepseek/, context: 128 },

  // 阿里百炼
  { name: /qvq-max/, context: 128, ...both, withoutTools: true, yuan: [8, null, 32] },
  { name: /qvq/, context: 128, ...both, withoutTools: true },
  { name: /qwq-plus/, context: 128, ...thinks, yuan: [1.6, null, 4] },
  { name: /qwq/, context: 32, ...thinks },
  { name: /qwen3-vl-plus/, context: 256, ...both, yuan: [1, 0.2, 10] },
  { name: /qwen3-vl-flash/, context: 256, ...both, yuan: [0.15, 0.03, 1.5] },
  { name: /qwen-?vl-max/, context: 128, ...sees, yuan: [1.6, 0.32, 4] },
  { name: /qwen-?vl-plus/, context: 128, ...sees, yuan: [0.8, 0.16, 2] },
  { name: /qwen3-?vl/, context: 256, ...sees },
  { name: /qwen[\d.]*-?vl/, context: 128, ...sees },
  { name: /qwen[\d.]*-omni/, context: 32, ...sees },
  { name: /qwen3\.[67]-plus/, context: 1000, ...both, yuan: [2, 0.4, 12] },
  { name: /qwen3\.5-plus/, context: 1000, ...both, yuan: [0.8, 0.16, 4.8] },
  { name: /qwen3\.5-flash/, context: 1000, ...both, yuan: [0.2, 0.04, 2] },
  { name: /qwen3\.\d+-(plus|flash|max)/, context: 1000, ...both },
  { name: /qwen3-max/, context: 256, ...thinks, yuan: [2.5, 0.5, 10] },
  { name: /qwen-max/, context: 32, yuan: [2.4, 0.48, 9.6] },
  { name: /qwen-plus/, context: 1000, ...thinks, yuan: [0.8, 0.16, 2] },
  { name: /qwen-flash/, context: 1000, ...thinks, yuan: [0.15, 0.03, 1.5] },
  { name: /qwen-turbo/, context: 1000, ...thinks, yuan: [0.3, 0.06, 0.6] },
  { name: /qwen-long/, context: 10_000, withoutTools: true, yuan: [0.5, null, 2] },
  { name: /qwen3-coder-plus/, context: 1000, yuan: [4, 0.8, 16] },
  { name: /qwen3-coder/, context: 256 },
  { name: /qwen3[.:-]/, context: 128, ...thinks },
  { name: /qwen/, context: 32 },

  // 火山方舟; names say 1-6 as well as 1.6, `ep-…` says nothing
  { name: /doubao-seed-2[.-]1-pro/, context: 256, ...both, yuan: [6, 1.2, 30] },
  { name: /doubao-seed-2[.-]1-lite/, context: 256, ...both, yuan: [0.8, 0.16, 2.7] },
  { name: /doubao-seed-2[.-]0-pro/, context: 256, ...both, yuan: [3.2, 0.64, 16] },
  { name: /doubao-seed-2[.-]0-lite/, context: 256, ...both, yuan: [0.6, 0.12, 3.6] },
  { name: /doubao-seed-2[.-]0-mini/, context: 256, ...both, yuan: [0.2, 0.04, 2] },
  { name: /doubao-seed-1[.-]6-flash/, context: 256, ...both, yuan: [0.15, 0.03, 1.5] },
  { name: /doubao-seed-1[.-]6-lite/, context: 256, ...both, yuan: [0.3, 0.06, 2.4] },
  { name: /doubao-seed-1[.-][68]/, context: 256, ...both, yuan: [0.8, 0.16, 8] },
  { name: /doubao-seed/, context: 256, ...both },
  { name: /doubao-1[.-]5-vision-pro/, context: 32, ...sees, yuan: [3, null, 9] },
  { name: /doubao-1[.-]5-vision-lite/, context: 32, ...sees, yuan: [1.5, null, 4.5] },
  { name: /doubao-1[.-]5-thinking/, context: 128, ...both, yuan: [4, 0.8, 16] },
  { name: /doubao.*vision/, context: 32, ...sees },
  { name: /doubao-(1[.-]5-)?pro-256k/, context: 256, yuan: [5, null, 9] },
  { name: /doubao-(1[.-]5-)?pro/, context: 32, yuan: [0.8, 0.16, 2] },
  { name: /doubao-(1[.-]5-)?lite/, context: 32, yuan: [0.3, 0.06, 0.6] },
  { name: /doubao/, context: 32 },

  // 智谱
  { name: /glm-5\.1/, context: 200, ...thinks, yuan: [6, 1.3, 24] },
  { name: /glm-5v/, context: 200, ...both },
  { name: /glm-5(?![.\dv])(?!-turbo)/, context: 200, ...thinks, yuan: [4, 1, 18] },
  { name: /glm-5/, context: 200, ...thinks },
  { name: /glm-4\.\dv-(flash|thinking-flash)|glm-4v-flash/, context: 64, ...sees, yuan: [0, 0, 0] },
  { name: /glm-4\.6v-flashx/, context: 128, ...both, yuan: [0.15, 0.03, 1.5] },
  { name: /glm-4\.6v/, context: 128, ...both, yuan: [1, 0.2, 3] },
  { name: /glm-4\.5v/, context: 64, ...both, withoutTools: true, yuan: [2, 0.4, 6] },
  { name: /glm-4v-plus/, context: 16, ...sees, withoutTools: true, yuan: [4, null, 4] },
  { name: /glm-4(\.\d)?v/, context: 64, ...sees, withoutTools: true },
  { name: /glm-4(\.\d)?-flash(?!x)/, context: 128, yuan: [0, 0, 0] },
  { name: /glm-4\.7-flashx/, context: 200, ...thinks, yuan: [0.5, 0.1, 3] },
  { name: /glm-4\.[67]/, context: 200, ...thinks, yuan: [2, 0.4, 8] },
  { name: /glm-4\.5-airx/, context: 128, ...thinks, yuan: [4, 0.8, 12] },
  { name: /glm-4\.5-air/, context: 128, ...thinks, yuan: [0.8, 0.16, 2] },
  { name: /glm-4\.5-x/, context: 128, ...thinks, yuan: [8, 1.6, 16] },
  { name: /glm-4\.5/, context: 128, ...thinks, yuan: [2, 0.4, 8] },
  { name: /glm-4-plus/, context: 128, yuan: [5, null, 5] },
  { name: /glm-4-air(?!x)/, context: 128, yuan: [0.5, null, 0.5] },
  { name: /glm-4-long/, context: 1000, yuan: [1, null, 1] },
  { name: /glm-z1|glm-4\.1/, context: 128, ...thinks },
  { name: /glm/, context: 128 },

  // Moonshot
  { name: /kimi-k3/, context: 512, vision: true, ...thinks, usd: [3, 0.3, 15] },
  { name: /kimi-k2\.6/, context: 256, vision: true, ...thinks, yuan: [6.5, 1.1, 27] },
  { name: /kimi-k2\.5/, context: 256, vision: true, ...thinks, yuan: [4, 0.7, 21] },
  { name: /kimi-k2(-\w+)*-turbo/, context: 256, yuan: [8, 1, 58] },
  { name: /kimi-k2-thinking/, context: 256, ...thinks, yuan: [4, 1, 16] },
  { name: /kimi-k2(?!\.)/, context: 256, yuan: [4, 1, 16] },
  { name: /kimi-vl/, context: 128, vision: true, withoutTools: true },
  { name: /kimi-(latest|thinking)/, context: 128, vision: true, ...thinks },
  { name: /kimi/, context: 128 },
  { name: /moonshot-v1-8k-vision/, context: 8, vision: true, yuan: [2, null, 10] },
  { name: /moonshot-v1-32k-vision/, context: 32, vision: true, yuan: [5, null, 20] },
  { name: /moonshot-v1-128k-vision/, context: 128, vision: true, yuan: [10, null, 30] },
  { name: /moonshot-v1-8k/, context: 8, yuan: [2, null, 10] },
  { name: /moonshot-v1-32k/, context: 32, yuan: [5, null, 20] },
  { name: /moonshot-v1-(128k|auto)/, context: 128, yuan: [10, null, 30] },

  // MiniMax and 小米
  { name: /minimax-m3/, context: 200, ...thinks, yuan: [2.1, 0.42, 8.4] },
  { name: /minimax-m2(\.\d)?-(highspeed|lightning)/, context: 200, ...thinks, yuan: [4.2, 0.42, 16.8] },
  { name: /minimax-m2/, context: 200, ...thinks, yuan: [2.1, 0.21, 8.4] },
  { name: /minimax-m1/, context: 1000, ...thinks, yuan: [0.8, null, 8] },
  { name: /minimax-text-01|minimax-vl-01/, context: 1000, vision: true, yuan: [1, null, 8] },
  { name: /minimax|abab/, context: 200 },
  { name: /mimo-v2-flash/, context: 256, ...thinks, yuan: [0.7, 0.07, 2.1] },
  { name: /mimo(-v\d+)?(\.\d)?-(vl|omni)/, context: 128, vision: true, ...thinks },
  { name: /mimo/, context: 128, ...thinks },

  // Open models, as Ollama and LM Studio call them
  { name: /llama-?3\.2.*vision|llama-?4/, context: 128, vision: true },
  { name: /llama-?3\.[1-3]/, context: 128 },
  { name: /llava|bakllava|moondream/, context: 4, vision: true, withoutTools: true },
  { name: /minicpm-?(v|o)/, context: 32, vision: true, withoutTools: true },
  { name: /internvl/, context: 32, vision: true, withoutTools: true },
  { name: /gemma-?3:?-?(270m|1b)/, context: 32, withoutTools: true },
  { name: /gemma-?3n/, context: 32, withoutTools: true },
  { name: /gemma-?4/, context: 128, vision: true },
  { name: /gemma-?3/, context: 128, vision: true, withoutTools: true },
  { name: /gemma/, context: 8, withoutTools: true },
  { name: /pixtral|mistral-small-?3\.[12]|mistral-medium/, context: 128, vision: true },
  { name: /magistral/, context: 40, ...thinks },
  { name: /mistral-(large|nemo|small)|ministral/, context: 128 },
  { name: /mistral|mixtral/, context: 32 },
  { name: /phi-?4-(mini-)?reasoning/, context: 32, ...thinks, withoutTools: true },
  { name: /phi-?4/, context: 16, withoutTools: true },
]

/** What 硅基流动 asks for open models that it runs itself; by their names there. */
export const siliconFlowPrices: readonly (readonly [RegExp, NonNullable<ModelFacts['yuan']>])[] = [
  [/^pro\/qwen\/qwen2\.5-(vl-)?7b/, [0.35, null, 0.35]],
  [
    /^(qwen\/qwen2\.5-7b|qwen\/qwen2-7b|qwen\/qwen3(\.5)?-(4b|8b)|thudm\/glm-(4|z1)-9b|thudm\/glm-4-9b)/,
    [0, 0, 0],
  ],
  [
    /^(internlm\/internlm2_5-7b|thudm\/glm-4\.1v-9b|deepseek-ai\/deepseek-r1-(0528-)?(distill-)?qwen)/,
    [0, 0, 0],
  ],
  [/deepseek-v3\.2/, [2, 0.2, 3]],
  [/deepseek-v3\.1/, [4, null, 12]],
  [/deepseek-v3/, [2, null, 8]],
  [/deepseek-r1/, [4, null, 16]],
  [/kimi-k2(?!\.)/, [4, null, 16]],
  [/glm-4\.[56]v|glm-4\.5-air/, [1, null, 6]],
  [/glm-4\.[56]/, [3.5, null, 14]],
  [/qwen3-235b/, [2.5, null, 10]],
  [/qwen3-(next-80b|vl-32b|32b)|qwq-32b/, [1, null, 4]],
  [/qwen3-(vl-)?30b/, [0.7, null, 2.8]],
  [/qwen3-14b/, [0.5, null, 2]],
  [/qwen2\.5-(vl-)?72b/, [4.13, null, 4.13]],
  [/qwen2\.5-vl-32b/, [1.89, null, 1.89]],
  [/qwen2\.5-(coder-)?32b/, [1.26, null, 1.26]],
  [/qwen2\.5-14b/, [0.7, null, 0.7]],
]
