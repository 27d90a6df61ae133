import { z } from 'zod'

/**
 * An error as a person meets it and as it crosses a wire: what happened, and the way out.
 * Texts are plain Chinese; they never hold keys, tokens, paths or stack traces.
 */
export const Problem = z.object({
  /** Stable and machine-readable, `area.kind`, such as `model.auth`. */
  code: z.string(),
  /** What happened, naming the thing and the value. */
  message: z.string(),
  /** What to do about it; empty when nothing can be done. */
  hint: z.string().default(''),
  /** Technical detail for the log and the folded part of the panel, already masked. */
  detail: z.string().optional(),
})
export type Problem = z.infer<typeof Problem>
