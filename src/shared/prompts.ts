/** A prompt as it was saved once. */
export interface PromptVersion {
  id: number
  /** `core`, `chat:<id>` or `character:<id>`. */
  scope: string
  text: string
  /** Given by the owner; '' for none. */
  name: string
  at: number
}

/** What would be sent to the model in a chat, in parts. */
export interface PromptPreview {
  model: string
  parts: PromptPart[]
  tokens: number
  /** Tokens from the start that stay the same from turn to turn, so that the vendor's cache serves them. */
  stableTokens: number
}

export interface PromptPart {
  kind: 'character' | 'core' | 'own' | 'facts' | 'summary' | 'history' | 'tail'
  text: string
  tokens: number
}

/** What a chat's cut history was summed up to. */
export interface ChatSummary {
  text: string
  at: number
  by: 'model' | 'person'
  /** Whether there is an earlier one to go back to. */
  canUndo: boolean
}

/** A request, or a part of one, that was broken and therefore not sent as it was. */
export interface SetAside {
  id: number
  turnId: number | null
  at: number
  /** What was wrong with it, in words. */
  why: string
  /** JSON of what was set aside. */
  content: string
}
