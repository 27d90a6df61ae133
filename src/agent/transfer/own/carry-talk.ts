import { longestPrompt } from '../../../shared/settings.ts'
import { head } from '../../kernel/text.ts'
import type { Storage } from '../../storage/storage.ts'
import { writeInBatches } from '../batches.ts'
import { cleanText, type Json, valueAt } from '../fields.ts'
import type { OwnChat } from './chat-piece.ts'
import { choiceAt, wholeAt } from './read-records.ts'

const mostSpeakers = 10_000

/**
 * Stores the messages of a chat that are not stored yet, where its context begins, its summaries and the numbers of
 * its people. `ids` goes from a message's id in the file to its id here and grows.
 */
export async function carryTalk(
  storage: Storage,
  chatId: number,
  chat: OwnChat,
  ids: Map<number, number>,
): Promise<void> {
  const { messages, database, chats, summaries } = storage
  const isNew = ids.size === 0
  const inOrder = chat.messages.toSorted((a, b) => a.id - b.id)
  await writeInBatches(database, inOrder, ({ id, anchor, recalled, ...message }) => {
    if (ids.has(id)) return
    const anchoredAt = ids.get(anchor)
    const stored = messages.insert({
      ...message,
      chatId,
      turnId: null,
      ...(anchoredAt !== undefined && { anchor: anchoredAt }),
    })
    if (recalled) messages.setRecalled(stored.id)
    ids.set(id, stored.id)
  })
  if (chat.context) {
    const mark = (key: string) => idHere(ids, wholeAt(chat.context as Json, key) ?? 0)
    const hasBefore = valueAt(chat.context, 'beforeClear') !== undefined
    chats.change(chatId, {
      contextFrom: mark('from'),
      contextBeforeClear: hasBefore ? mark('beforeClear') : null,
      cutFrom: mark('cutFrom'),
    })
  }
  for (const json of chat.summaries.slice(0, 2)) {
    const text = valueAt(json, 'text')
    if (typeof text !== 'string') continue
    summaries.add({
      chatId,
      fromAnchor: idHere(ids, wholeAt(json, 'from') ?? 0),
      uptoAnchor: idHere(ids, wholeAt(json, 'upto') ?? 0),
      text: head(cleanText(text), longestPrompt),
      author: choiceAt(json, 'by', ['person']) ?? 'model',
      at: wholeAt(json, 'at') ?? 0,
    })
  }
  if (isNew && chat.record) numberPeople(storage, chatId, valueAt(chat.record, 'speakers'))
}

/** People keep their numbers: a summary may speak of 用户3. */
function numberPeople({ speakers }: Storage, chatId: number, people: unknown): void {
  if (!Array.isArray(people) || speakers.inOrder(chatId).length > 0) return
  for (const id of people.slice(0, mostSpeakers))
    if (typeof id === 'string' && /^\d{1,20}$/.test(id)) speakers.number(chatId, id)
}

/** The first message here that does not stand before `mark` in the file; the one to come when all do. */
function idHere(ids: ReadonlyMap<number, number>, mark: number): number {
  if (mark === 0) return 0
  let last = 0
  for (const [there, here] of ids) {
    if (there >= mark) return here
    last = here
  }
  return last === 0 ? 0 : last + 1
}
