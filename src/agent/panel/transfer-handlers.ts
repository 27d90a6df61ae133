import { Imports } from '../transfer/imports.ts'
import { exportAll, exportChat } from '../transfer/own/export.ts'
import type { Handlers } from './call.ts'
import type { HandlerParts } from './handlers.ts'
import { chatAt } from './unknown-thing.ts'

type TransferCalls = 'import.preview' | 'import.apply' | 'export.chat' | 'export.all'

/** What comes from elsewhere, and what goes there. */
export function transferHandlers(parts: HandlerParts): Pick<Handlers, TransferCalls> {
  const { storage, editor, boards, clock, state } = parts
  const config = () => parts.config.value
  const now = () => clock.now()
  const imports = new Imports({
    storage,
    editor,
    config,
    now,
    chatChanged: (chat) => {
      const last = storage.messages.last(chat.id)
      if (last) boards.chats.show(chat, last)
    },
  })
  const exported = { storage, config, now, app: state.topics.app.value.version }

  return {
    'import.preview': ({ files }) => imports.preview(files),
    'import.apply': ({ files, selfId, skip }) => imports.apply(files, { selfId, skip: new Set(skip) }),
    'export.chat': ({ chatId, next }) => exportChat(exported, chatAt(storage, chatId), next),
    'export.all': ({ next }) => exportAll(exported, next),
  }
}
