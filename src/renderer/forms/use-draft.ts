import { useState } from 'react'
import type { Field } from './field.ts'
import { complaintAbout } from './field-value.ts'

interface Draft<T> {
  value: T
  problem: string | null
  /** True while what was typed is not what is saved. */
  dirty: boolean
  change(value: T): void
  /** Saves what was typed when it differs and is acceptable. */
  save(): void
  discard(): void
}

/** What somebody types until it is saved. A value that changes elsewhere meanwhile does not overwrite it. */
export function useDraft<T>(field: Field, saved: T, onSave: (value: unknown) => void): Draft<T> {
  const [typed, setTyped] = useState<{ value: T } | null>(null)
  const value = typed ? typed.value : saved
  const dirty = typed !== null && JSON.stringify(typed.value) !== JSON.stringify(saved)
  const problem = dirty ? complaintAbout(field, value) : null
  const save = () => {
    if (problem !== null) return
    if (dirty) onSave(value)
    setTyped(null)
  }
  return {
    value,
    problem,
    dirty,
    change: (next) => setTyped({ value: next }),
    save,
    discard: () => setTyped(null),
  }
}
