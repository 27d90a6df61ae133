import { useState } from 'react'
import type { Problem } from '../../shared/problem.ts'

/** Saves a value; resolves with why it was refused, or null. */
export type Save = (value: unknown) => Promise<Problem | null>

interface Saving {
  /** Why the last value was refused, in a sentence; null once one was taken. */
  refusal: string | null
  save(value: unknown): void
}

/** Keeps what the bot answered to a save, for the place where it was typed. */
export function useSaving(send: Save): Saving {
  const [refusal, setRefusal] = useState<string | null>(null)
  const save = async (value: unknown) => {
    setRefusal(null)
    const problem = await send(value)
    setRefusal(problem && sentence(problem))
  }
  return { refusal, save: (value) => void save(value) }
}

function sentence({ message, hint }: Problem): string {
  return hint ? `${message}。${hint}` : message
}
