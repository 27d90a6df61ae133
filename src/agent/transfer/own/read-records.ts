import { type DecisionReason, ignoredReasons, takenReasons } from '../../../shared/decision.ts'
import { Problem } from '../../../shared/problem.ts'
import { longestPrompt } from '../../../shared/settings.ts'
import { isRecord } from '../../kernel/record.ts'
import { cleanLine, head } from '../../kernel/text.ts'
import type { MessageRecord, NewMessage } from '../../storage/messages.ts'
import { cleanText, type Json, valueAt } from '../fields.ts'
import { picturesIn } from './picture-records.ts'

/** A message of an export. Ids are those of the file. */
export type OwnMessage = Omit<NewMessage, 'chatId' | 'anchor' | 'turnId'> & {
  readonly id: number
  readonly anchor: number
  readonly recalled: boolean
}

export interface PastVersion {
  readonly text: string
  readonly name: string
  readonly at: number
}

/** Longest message, in characters: more than any end of QQ lets through. */
const longestText = 100_000

/** A message record; null when it lacks what makes it one. What else is wrong with it reads as not there. */
export function readMessage(json: Json): OwnMessage | null {
  const id = wholeAt(json, 'id')
  const author = choiceAt(json, 'from', ['user', 'bot'])
  const text = valueAt(json, 'text')
  const at = wholeAt(json, 'at')
  if (!id || author === null || typeof text !== 'string' || at === null) return null
  const senderId = digitsAt(json, 'senderId') ?? '0'
  return {
    id,
    anchor: wholeAt(json, 'anchor') ?? id,
    author,
    kind: choiceAt(json, 'kind', ['said', 'command', 'notice']) ?? 'said',
    senderId,
    senderName: cleanLine(valueAt(json, 'name')) || senderId,
    groupRole: choiceAt(json, 'groupRole', ['owner', 'admin', 'member']),
    text: head(cleanText(text), longestText),
    at,
    platformId: digitsAt(json, 'platformId'),
    replyTo: digitsAt(json, 'replyTo'),
    quote: quoteIn(json),
    images: picturesIn(json),
    reason: reasonIn(json),
    rule: shortAt(json, 'rule', 500),
    delivery: author === 'bot' ? (choiceAt(json, 'delivery', ['sent', 'failed']) ?? 'unknown') : null,
    problem: problemIn(json),
    recalled: valueAt(json, 'recalled') === true,
  }
}

/** A version of a prompt; null when it is none. */
export function readVersion(json: Json): PastVersion | null {
  const text = valueAt(json, 'text')
  const at = wholeAt(json, 'at')
  if (typeof text !== 'string' || text.length > longestPrompt || at === null) return null
  return { text: cleanText(text), name: cleanLine(valueAt(json, 'name'), 40), at }
}

/** A whole number that is not negative, or null. */
export function wholeAt(json: Json, key: string): number | null {
  const value = valueAt(json, key)
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null
}

/** A number of QQ as text, possibly with a minus sign, or null. */
export function digitsAt(json: Json, key: string): string | null {
  const value = valueAt(json, key)
  return typeof value === 'string' && /^-?\d{1,24}$/.test(value) ? value : null
}

export function choiceAt<T extends string>(json: Json, key: string, choices: readonly T[]): T | null {
  const value = valueAt(json, key)
  return choices.find((choice) => choice === value) ?? null
}

function shortAt(json: Json, key: string, max: number): string | null {
  const value = valueAt(json, key)
  return typeof value === 'string' ? head(cleanText(value), max) : null
}

function quoteIn(json: Json): MessageRecord['quote'] {
  const quote = valueAt(json, 'quote')
  const text = isRecord(quote) ? shortAt(quote, 'text', 2000) : null
  if (!isRecord(quote) || text === null) return null
  const images = picturesIn(quote)
  return { name: cleanLine(valueAt(quote, 'name')), text, ...(images.length > 0 && { images }) }
}

function reasonIn(json: Json): DecisionReason | null {
  const reason = valueAt(json, 'reason')
  const isKnown =
    typeof reason === 'string' &&
    (Object.hasOwn(takenReasons, reason) || Object.hasOwn(ignoredReasons, reason))
  return isKnown ? (reason as DecisionReason) : null
}

function problemIn(json: Json): Problem | null {
  const problem = valueAt(json, 'problem')
  const parsed = isRecord(problem) ? Problem.safeParse(problem) : null
  if (!parsed?.success) return null
  const { code, message, hint } = parsed.data
  return { code: head(code, 60), message: head(cleanText(message), 300), hint: head(cleanText(hint), 300) }
}
