import type { PictureRef } from '../../shared/pictures.ts'
import type { ChatClient, IncomingPicture } from '../chat/chat-client.ts'
import type { Question } from '../inbox/job.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import { mention } from './spoken-line.ts'

/** Messages of one question that are looked into, and names asked for in each. */
const mostMessages = 20
const mostNames = 5
const longestQuote = 3000

export interface EnrichParts {
  readonly storage: Storage
  readonly client: ChatClient | null
  /** Whether people are called by their names: else nobody asks for any. */
  readonly named: boolean
}

/**
 * Writes out what messages of a question only point to: what they quote, conversations forwarded in them, and the
 * names behind the numbers they mention, all at once. What cannot be had stays as it is. Rejects when aborted, and with
 * a ProblemError (`storage.*`).
 */
export async function enrich(
  messages: readonly MessageRecord[],
  question: Pick<Question, 'chat' | 'replace'>,
  { client, storage, named }: EnrichParts,
  signal: AbortSignal,
): Promise<void> {
  const wanting = messages.filter((message) => isWanting(message, named)).slice(-mostMessages)
  if (!client || wanting.length === 0) return
  await Promise.all(
    wanting.map(async (message) => {
      const [quote, said, inside] = await Promise.all([
        quoteOf(message, question, client, signal),
        named ? withNames(message.text, question, client, signal) : message.text,
        message.forwardId === null
          ? null
          : client.fetchForward(question.chat.address, message.forwardId, signal),
      ])
      if (quote) storage.messages.setQuote(message.id, quote)
      const text = inside ? unfolded(said, inside.text) : said
      const forwardId = inside ? null : message.forwardId
      if (text !== message.text) storage.messages.setText(message.id, text, forwardId)
      // Read again: a picture may have been fetched meanwhile.
      const own = storage.messages.get(message.id)?.images ?? message.images
      const images = inside ? [...own, ...refsOf(inside.images)] : own
      if (images !== own) storage.messages.setImages(message.id, images)
      question.replace({ ...message, quote: quote ?? message.quote, text, forwardId, images })
    }),
  )
  signal.throwIfAborted()
}

function isWanting({ replyTo, quote, forwardId, text }: MessageRecord, named: boolean): boolean {
  return (replyTo !== null && !quote) || forwardId !== null || (named && text.search(mention) >= 0)
}

async function quoteOf(
  { replyTo, quote }: MessageRecord,
  { chat }: Pick<Question, 'chat'>,
  client: ChatClient,
  signal: AbortSignal,
): Promise<MessageRecord['quote']> {
  if (replyTo === null || quote) return null
  const quoted = await client.fetchMessage(chat.address, replyTo, signal)
  if (!quoted) return null
  const inside = quoted.forwardId && (await client.fetchForward(chat.address, quoted.forwardId, signal))
  const text = inside ? `${quoted.text}\n${inside.text}` : quoted.text
  const images = refsOf([...quoted.images, ...(inside ? inside.images : [])])
  return {
    name: quoted.senderName,
    text: text.slice(0, longestQuote).toWellFormed(),
    ...(images.length > 0 && { images }),
  }
}

function refsOf(pictures: readonly IncomingPicture[]): PictureRef[] {
  return pictures.map(({ url, file, sticker, hash = null }) => ({ url, file, sticker, hash }))
}

function unfolded(text: string, inside: string): string {
  return text.replace('[合并转发]', () => `[合并转发]\n${inside}\n[转发到此为止]`)
}

async function withNames(
  text: string,
  { chat }: Pick<Question, 'chat'>,
  client: ChatClient,
  signal: AbortSignal,
): Promise<string> {
  const numbers = [...new Set([...text.matchAll(mention)].map(([, number]) => number ?? ''))]
  const names = new Map(
    await Promise.all(
      numbers
        .slice(0, mostNames)
        .map(async (number) => [number, await client.memberName(chat.address, number, signal)] as const),
    ),
  )
  return text.replace(mention, (whole, number: string) => {
    const name = names.get(number)
    return name ? `@${name}` : whole
  })
}
