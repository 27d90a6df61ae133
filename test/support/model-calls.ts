import { ProblemError } from '../../src/agent/kernel/problem.ts'
import type { ModelEvent, ModelImage, ModelRequest } from '../../src/agent/models/chat-model.ts'
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

/** All text of an answer; what came before it was tried again is void. */
export function textIn(events: readonly ModelEvent[]): string {
  return joinedOf('text', events)
}

/** All thinking of an answer, likewise. */
export function thinkingIn(events: readonly ModelEvent[]): string {
  return joinedOf('reasoning', events)
}

function joinedOf(type: 'text' | 'reasoning', events: readonly ModelEvent[]): string {
  const last = events.slice(events.findLastIndex((event) => event.type === 'retry') + 1)
  return last.map((event) => (event.type === type ? event.text : '')).join('')
}

/** A picture as it goes along with a message. */
export function picture(label: string, kind = 'png'): ModelImage {
  return { label, hash: '0'.repeat(64), url: `data:image/${kind};base64,iVBORw0KGgo=` }
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
