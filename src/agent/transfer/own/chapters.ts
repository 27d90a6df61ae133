import type { Character } from '../../../shared/character.ts'
import type { Config } from '../../../shared/config.ts'
import type { ChatRecord } from '../../storage/chats.ts'
import type { Storage } from '../../storage/storage.ts'
import {
  characterRecord,
  chatName,
  chatRecord,
  configRecord,
  contextRecord,
  messageRecord,
  summaryRecord,
  versionRecord,
} from './write-records.ts'

/** A run of records of an export. */
export interface Chapter {
  /** In the order of the file: group, id within it, step of that. Stays the same from part to part. */
  readonly place: readonly [group: number, id: number, step: number]
  /** The records behind a mark, 0 for all, each with its own mark. Read as they are asked for. */
  records(after: number): Iterable<readonly [record: object, mark: number]>
}

const groups = { settings: 0, characters: 1, chats: 2 } as const
const page = 200

/** Everything there is: settings, characters, chats. */
export function* everyChapter(storage: Storage, config: Config): Generator<Chapter> {
  const { characters, chats } = storage
  const place = groups.settings
  yield one([place, 0, 0], () => configRecord(config, characters.get(config.defaults.character)))
  yield versions(storage, [place, 0, 1], 'core', {})
  for (const character of characters.all()) yield* characterChapters(storage, character)
  for (const chat of chats.all().sort((a, b) => a.id - b.id)) yield* ofChat(storage, chat)
}

/** One chat, with the character it was given. */
export function* chatChapters(
  storage: Storage,
  chat: ChatRecord,
  played: Character | null,
): Generator<Chapter> {
  if (played) yield* characterChapters(storage, played)
  yield* ofChat(storage, chat)
}

function* characterChapters(storage: Storage, character: Character): Generator<Chapter> {
  const { id } = character
  yield one([groups.characters, id, 0], () => characterRecord(character))
  yield versions(storage, [groups.characters, id, 1], `character:${id}`, { character: id })
}

function* ofChat(storage: Storage, chat: ChatRecord): Generator<Chapter> {
  const { id } = chat
  const name = chatName(chat)
  const place = groups.chats
  yield one([place, id, 0], () => chatRecord(chat, storage))
  yield versions(storage, [place, id, 1], `chat:${id}`, { chat: name })
  yield { place: [place, id, 2], records: (after) => messages(storage, id, name, after) }
  yield one([place, id, 3], () => contextRecord(chat))
  yield {
    place: [place, id, 4],
    *records(after) {
      for (const summary of storage.summaries.newest(id, chat.contextFrom).reverse())
        if (summary.id > after) yield [summaryRecord(summary, name), summary.id]
    },
  }
}

function one(place: Chapter['place'], record: () => object): Chapter {
  return {
    place,
    *records(after) {
      if (after === 0) yield [record(), 1]
    },
  }
}

function versions(storage: Storage, place: Chapter['place'], scope: string, owner: object): Chapter {
  return {
    place,
    *records(after) {
      for (const version of storage.promptVersions.ofScope(scope).reverse())
        if (version.id > after) yield [versionRecord(version, owner), version.id]
    },
  }
}

function* messages(
  storage: Storage,
  chatId: number,
  name: string,
  after: number,
): Generator<[object, number]> {
  for (let last = after; ; ) {
    const rows = storage.messages.after(chatId, last, page)
    for (const row of rows) yield [messageRecord(row, name), row.id]
    const newest = rows.at(-1)
    if (!newest) return
    last = newest.id
  }
}
