import { useState } from 'react'
import type { Field } from './field.ts'
import { complaintAbout } from './field-value.ts'

interface Draft<T> {
  value: T
  problem: string | null
  /** True while what was typed is not what is saved. */
  dirty: boolean
  change(value: T): void
  /** Saves what was typed, or this value, when it differs and is acceptable. */
  save(value?: T): void
  discard(): void
}

interface DraftSource<T> {
  field: Field
  saved: T
  onSave: (value: unknown) => void
  /** Why the bot refused what was saved last. */
  refusal?: string | null | undefined
  /** Tidies what was typed before it is saved. */
  tidy?: (value: T) => T
}

interface Typed<T> {
  value: T
  /** What was saved when this was sent off; absent while somebody types. */
  over?: T
}

/**
 * What somebody types until it is saved. A value that changes elsewhere meanwhile does not overwrite it, and
 * what the bot refuses stays, with the reason.
 */
export function useDraft<T>({ field, saved, onSave, refusal = null, tidy }: DraftSource<T>): Draft<T> {
  const [typed, setTyped] = useState<Typed<T> | null>(null)
  const sent = typed !== null && 'over' in typed
  if (sent && !same(saved, typed.over)) setTyped(null)
  const value = typed ? typed.value : saved
  const dirty = typed !== null && !same(typed.value, saved)
  const complaint = dirty ? complaintAbout(field, value) : null
  const refused = sent && dirty ? refusal : null
  const save = (last = value) => {
    const tidied = tidy ? tidy(last) : last
    if (same(tidied, saved)) setTyped(null)
    else if (complaintAbout(field, tidied) === null && !(sent && refusal === null && same(tidied, value))) {
      setTyped({ value: tidied, over: saved })
      onSave(tidied)
    }
  }
  return {
    value,
    problem: complaint ?? refused,
    dirty,
    change: (next) => setTyped({ value: next }),
    save,
    discard: () => setTyped(null),
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
