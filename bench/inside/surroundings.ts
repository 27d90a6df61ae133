import { join } from 'node:path'
import type { IncomingMessage } from '../../src/agent/chat/chat-client.ts'
import type { Log } from '../../src/agent/kernel/log.ts'
import { openDatabase } from '../../src/agent/storage/database.ts'
import { type Storage, storageOf } from '../../src/agent/storage/storage.ts'
import { chatKey } from '../../src/shared/chat-address.ts'

export const selfId = '10001'

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: console.error,
  module: () => silent,
}

export function saying(kind: 'private' | 'group', id: string, text: string): IncomingMessage {
  return {
    chat: { selfId, kind, id, key: chatKey(kind, id) },
    title: null,
    messageId: null,
    at: Date.now(),
    sender: { id: kind === 'private' ? id : '20001', name: '小明', groupRole: null, anonymous: false },
    text,
    mentionsBot: false,
    mentionsAll: false,
    mentions: [],
    replyTo: null,
    images: [],
    forwardId: null,
    spoken: true,
  }
}

/** Tables of their own in a folder. */
export async function openStorage(folder: string, name: string): Promise<Storage> {
  const events = { failed: console.error, committed: () => undefined }
  return storageOf(await openDatabase(join(folder, `${name}.db`), events))
}
