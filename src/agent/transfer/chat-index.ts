import { sandboxSelfId } from '../../shared/sandbox.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { ChatIndex, ImportParts } from './piece.ts'

/** The chats there are, by account and key. */
export function chatIndex(chats: readonly ChatRecord[]): ChatIndex {
  const byKey = Map.groupBy(chats, ({ address }) => address.key as string)
  return {
    at: (selfId, key) => byKey.get(key)?.find(({ address }) => address.selfId === selfId),
    withKey: (key) => byKey.get(key) ?? [],
  }
}

/** Numbers of the bot that are known: of accounts, and of those chats were kept for. */
export function knownSelfIds({ config, storage }: ImportParts): string[] {
  const ofAccounts = config().accounts.flatMap(({ selfId }) => (selfId === undefined ? [] : [selfId]))
  const ofChats = storage.chats.all().map(({ address }) => address.selfId)
  return [...new Set([...ofAccounts, ...ofChats])].filter((selfId) => selfId !== sandboxSelfId)
}
