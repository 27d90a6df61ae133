import { useEffect, useState } from 'react'
import { draftOf, dropDraft, keepDraft } from './prompt-drafts.ts'

export interface PromptDraft {
  /** What stands in the editor: the draft, or what is saved. */
  text: string
  /** The draft where it differs from what is saved, otherwise null. */
  unsaved: string | null
  type(text: string): void
  forget(): void
}

/**
 * What is typed in one prompt's editor, kept while something else is looked at. It ends by itself when the saved
 * text has caught up with it: between saving and that the old text must not flash up. A new scope needs a new key.
 */
export function usePromptDraft(scope: string, saved: string): PromptDraft {
  const [draft, setDraft] = useState(() => draftOf(scope))
  useEffect(() => {
    if (draft !== saved) return
    setDraft(undefined)
    dropDraft(scope)
  }, [draft, saved, scope])
  return {
    text: draft ?? saved,
    unsaved: draft === undefined || draft === saved ? null : draft,
    type(text) {
      setDraft(text)
      keepDraft(scope, text, saved)
    },
    forget() {
      setDraft(undefined)
      dropDraft(scope)
    },
  }
}
