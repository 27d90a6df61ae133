/** Prompts that were typed and not saved, by scope: looking at something else must not lose them. */
const drafts = new Map<string, string>()

/** Scopes are those of the versions: `core`, `chat:<id>`, `character:<id>`. */
export function draftOf(scope: string): string | undefined {
  return drafts.get(scope)
}

/** Keeps what was typed; a text that equals the saved one is no draft. */
export function keepDraft(scope: string, text: string, saved: string): void {
  if (text === saved) drafts.delete(scope)
  else drafts.set(scope, text)
}

export function dropDraft(scope: string): void {
  drafts.delete(scope)
}
