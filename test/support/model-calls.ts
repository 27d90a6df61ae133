import { ProblemError } from '../../src/agent/kernel/problem.ts'
import type { ModelEvent, ModelRequest } from '../../src/agent/models/chat-model.ts'
import type { Problem } from '../../src/shared/problem.ts'

/** A request that says one thing. */
export function saying(text: string): ModelRequest {
  return { messages: [{ role: 'user', content: text }], tools: [] }
}

export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

/** All text of an answer. */
export function textIn(events: readonly ModelEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('')
}

export function never(): AbortSignal {
  return new AbortController().signal
}

/** The problem with which `run` fails; anything else fails the test. */
export async function problemOf(run: Promise<unknown> | AsyncIterable<unknown>): Promise<Problem> {
  try {
    await (Symbol.asyncIterator in run ? collect(run) : run)
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('Expected a problem, but it went well')
}
