import type { PromptMessage } from './prompt-message.ts'

/** Share of what a model can read that is left for its answer. */
const reserved = 0.25

/**
 * Leaves the oldest of a conversation out until a model can read it: a fall-back may read less than the model the
 * request was made for. The system prompt, the question and what follows it stay; what stays begins with what a person
 * said, so that no result of a tool stands without its call.
 * @returns the very same list when there is room.
 */
export function fitContext(
  messages: readonly PromptMessage[],
  contextTokens: number,
  count: (message: PromptMessage) => number,
): readonly PromptMessage[] {
  const room = contextTokens * (1 - reserved)
  let total = messages.reduce((sum, message) => sum + count(message), 0)
  if (total <= room) return messages
  const question = messages.findLastIndex(({ role }) => role === 'user')
  const start = messages[0]?.role === 'system' ? 1 : 0
  let first = start
  while (first < question && (total > room || messages[first]?.role !== 'user')) {
    const dropped = messages[first]
    if (dropped) total -= count(dropped)
    first++
  }
  return [...messages.slice(0, start), ...messages.slice(first)]
}
