import type { ChatMessage } from '../../shared/state.ts'

/**
 * Puts new and changed messages among those that are shown, by id, oldest first. What is older than
 * the oldest shown is left out: it comes when somebody scrolls there.
 */
export function mergeMessages(shown: readonly ChatMessage[], batch: readonly ChatMessage[]): ChatMessage[] {
  const oldest = shown[0]?.id ?? Number.NEGATIVE_INFINITY
  const merged = new Map(shown.map((message) => [message.id, message]))
  for (const message of batch) if (message.id >= oldest) merged.set(message.id, message)
  return sorted(merged)
}

/** Puts a page of older messages in front. */
export function prependMessages(shown: readonly ChatMessage[], older: readonly ChatMessage[]): ChatMessage[] {
  return sorted(new Map([...older, ...shown].map((message) => [message.id, message])))
}

function sorted(messages: Map<number, ChatMessage>): ChatMessage[] {
  return [...messages.values()].sort((a, b) => a.id - b.id)
}
