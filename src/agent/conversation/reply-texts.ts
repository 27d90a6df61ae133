import type { ChatKind } from '../../shared/chat-address.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import { head } from '../kernel/text.ts'
import type { MessageRecord } from '../storage/messages.ts'
import { splitBubbles } from './bubbles.ts'
import { readableMarkdown } from './plain-markdown.ts'
import { cleanText, fits, splitReply } from './split.ts'

type Manners = ChatSettings['reply']

/** Where a text is said, and as what. */
export interface Saying {
  readonly kind: MessageRecord['kind']
  readonly chatKind: ChatKind
  readonly reply: Manners
}

/** Longest text that is looked at, in UTF-16 units, and most messages in a forward: QQ takes no more. */
const longestText = 200_000
const mostNodes = 100

const cutNote = '\n（太长了，后面的没有发）'

/**
 * The texts of an answer's messages. A long one in a group is a single text, to be sent as a merged forward. What is
 * no answer, but the bot's own words, is no Markdown and is only split.
 */
export async function replyTexts(text: string, saying: Saying): Promise<string[]> {
  const { kind, reply } = saying
  if (kind !== 'said') return limited(splitReply(text, reply.maxCharacters), reply)
  const said = text.length > longestText ? head(text, longestText) + cutNote : text
  const bubbles = splitBubbles(said, reply.bubbles)
  const readable: string[] = []
  for (const bubble of bubbles) readable.push(reply.markdown ? await readableMarkdown(bubble) : bubble)
  const whole = cleanText(readable.join('\n\n'))
  if (isForward(whole, saying) && forwardTexts(whole, reply).length > 0) return [whole]
  const texts = readable.flatMap((bubble) => split(bubble, reply))
  return limited(texts, reply)
}

/** Whether a text is sent as a merged forward. */
export function isForward(text: string, { kind, chatKind, reply: { forwardFrom } }: Saying): boolean {
  return chatKind === 'group' && kind === 'said' && forwardFrom > 0 && !fits(text, forwardFrom - 1)
}

/** The texts of the messages in a merged forward: all of a text that is not endless. */
export function forwardTexts(text: string, reply: Manners): string[] {
  return limited(split(text, reply), { ...reply, maxParts: mostNodes })
}

/** An answer as plain messages, as many as are allowed; the last one says when something was left out. */
export function plainTexts(text: string, reply: Manners): string[] {
  return limited(split(text, reply), reply)
}

function split(text: string, { maxCharacters, markdown }: Manners): string[] {
  return splitReply(text, maxCharacters, markdown ? 'drop' : 'keep')
}

function limited(texts: string[], { maxCharacters, maxParts }: Manners): string[] {
  if (texts.length <= maxParts) return texts
  const [last = ''] = splitReply(texts[maxParts - 1] ?? '', maxCharacters - cutNote.length)
  return [...texts.slice(0, maxParts - 1), last + cutNote]
}
