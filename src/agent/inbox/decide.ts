import type { DecisionReason } from '../../shared/decision.ts'
import type { IncomingMessage } from '../chat/chat-client.ts'

export interface DecisionFacts {
  readonly paused: boolean
  /** Said by another account of this same bot: two of ours in one group would talk for ever. */
  readonly ownAccount: boolean
  readonly ignored: boolean
  readonly repliesToBot: boolean
  readonly isCommand: boolean
  readonly laneFull: boolean
  /** Milliseconds since it was said. */
  readonly age: number
  readonly staleAfter: number
}

/**
 * Take or not take: the whole rule, in order, from what is known about one message.
 * In groups a command needs the bot's name in front like everything else, so that two bots do not both obey.
 */
export function decide(message: IncomingMessage, facts: DecisionFacts): DecisionReason {
  if (!message.spoken) return 'not-spoken'
  if (facts.ownAccount) return 'own-account'
  if (facts.ignored) return 'ignored-user'
  if (
    message.text.trim() === '' &&
    !message.mentionsBot &&
    message.images.length === 0 &&
    message.replyTo === null
  ) {
    return 'empty'
  }
  const addressed =
    message.chat.kind === 'private'
      ? 'private'
      : message.mentionsBot
        ? 'mention'
        : facts.repliesToBot
          ? 'reply-to-bot'
          : null
  if (!addressed) return 'not-addressed'
  if (facts.age > facts.staleAfter) return 'stale'
  if (facts.paused) return 'paused'
  if (facts.isCommand) return 'command'
  if (facts.laneFull) return 'lane-full'
  return addressed
}
