import { chatKey } from '../../shared/chat-address.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { Log } from '../kernel/log.ts'
import { toProblem } from '../kernel/problem.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'
import type { Delivery } from './delivery.ts'

export interface TellOwnersParts {
  readonly storage: Storage
  readonly delivery: Delivery
  readonly log: Log
  /** The bot's number that is online now; null when none is. */
  speaker(): string | null
  owners(): readonly string[]
  settings(chat: ChatRecord): ChatSettings
  readonly signal: AbortSignal
}

/**
 * Says something to each owner in private, in the bot's own words. Returns at once; false while nobody is
 * online, or there is no owner.
 */
export function tellOwners(parts: TellOwnersParts, text: string): boolean {
  const { log, speaker, owners } = parts
  const selfId = speaker()
  const listeners = owners()
  if (selfId === null || listeners.length === 0) return false
  log.info(`告诉主人：${text}`)
  for (const id of listeners) {
    tell(parts, { selfId, id, text }).catch((error: unknown) => {
      if (!parts.signal.aborted) log.warn('没能告诉主人', { problem: toProblem(error) })
    })
  }
  return true
}

async function tell(
  { storage, delivery, settings, signal }: TellOwnersParts,
  { selfId, id, text }: { selfId: string; id: string; text: string },
): Promise<void> {
  const chat = storage.chats.at({ selfId, kind: 'private', id, key: chatKey('private', id) }, null)
  const now = settings(chat)
  const parts = await delivery.prepare({
    chat,
    text,
    kind: 'notice',
    settings: now,
    question: null,
    turnId: null,
  })
  await delivery.send({ chat, parts, settings: now, question: null }, signal)
}
