/** How one model differs from the interface as OpenAI documents it. */
export interface Dialect {
  /** False when it refuses `stream_options`; it then returns no usage. */
  streamOptions: boolean
  /** True when its chat template wants user and assistant in turns; neighbours are then joined. */
  alternating: boolean
  /** False when it allows no other temperature than its own. */
  temperature: boolean
  /** Null when it wants no limit of ours. */
  maxTokensField: 'max_tokens' | 'max_completion_tokens' | null
  /** Who says the instructions; `user` puts them before what is said first. */
  system: 'system' | 'developer' | 'user'
  tools: boolean
  pictures: boolean
  webp: boolean
  /**
   * Whether thinking goes back beside the tool calls it led to: `given` when there is any, `always` for those that
   * insist on the field.
   */
  reasoning: 'never' | 'given' | 'always'
  /** What was refused and is no longer sent, as the panel calls it. */
  readonly leftOut: Set<string>
}

/** Vendors that want to see again what the model thought before it called a tool. */
const wantThinking = /^https?:\/\/([\w.-]+\.)?(deepseek\.com|moonshot\.(cn|ai)|xiaomimimo\.com)(:\d+)?(\/|$)/i

/** OpenAI itself refuses `max_tokens` for its newer models; most others know nothing else. */
const openAI = /^https:\/\/(api\.openai\.com|[^/]+\.openai\.azure\.com)(\/|$)/

/** What the models of one endpoint were found to refuse; kept until its address changes. */
export class Dialects {
  readonly #baseUrl: string
  readonly #known = new Map<string, Dialect>()
  /** Where the interface was found when it was not where the address says; '' when it was. */
  foundAt = ''

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl
  }

  /** What a model is taken for until it refuses; it is the caller's to correct. */
  of(model: string): Dialect {
    let dialect = this.#known.get(model)
    if (!dialect) {
      dialect = {
        streamOptions: true,
        alternating: false,
        temperature: true,
        maxTokensField: openAI.test(this.#baseUrl) ? 'max_completion_tokens' : 'max_tokens',
        system: 'system',
        tools: true,
        pictures: true,
        webp: true,
        reasoning: wantThinking.test(this.#baseUrl) ? 'given' : 'never',
        leftOut: new Set(),
      }
      this.#known.set(model, dialect)
    }
    return dialect
  }

  /** Begins anew with a model. */
  forget(model: string): void {
    this.#known.delete(model)
  }
}
