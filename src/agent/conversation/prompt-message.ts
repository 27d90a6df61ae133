import type { ModelMessage, ModelRequest } from '../models/chat-model.ts'

/** A picture that goes with a message, before it is known which model will see it, and how. */
export interface PromptPicture {
  /** What the text calls it, such as 图1. */
  readonly label: string
  /** Null when it could not be fetched. */
  readonly hash: string | null
  /** Whether the model is to see it; else only what is known of it in words is told. */
  readonly wanted: boolean
}

/** A message of a request that still names its pictures instead of holding them. */
export type PromptMessage = ModelMessage & { readonly pictures?: readonly PromptPicture[] }

export interface PromptRequest extends Omit<ModelRequest, 'messages'> {
  readonly messages: readonly PromptMessage[]
}
