import { useCallback, useState } from 'react'
import type { EditOp } from '../../../shared/ipc.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { editChat } from '../../live/edit.ts'
import { call } from '../../live/panel.ts'
import { useTopic } from '../../live/use-topic.ts'
import { showProblem } from '../../ui/toast.tsx'
import { findSandboxChat, type SandboxChat, sandboxPlace } from './sandbox-chat.ts'

interface StoredChat {
  row: ChatRow | null
  /** Null while nothing was said or set up in it. */
  chatId: number | null
  /** It is stored now, though its row may not be here yet. */
  learn: (chatId: number) => void
  /** Changes its settings, storing it first when it has to be. */
  edit: (ops: EditOp[], said: string) => Promise<void>
}

/** A chat of 试聊 as the bot knows it. */
export function useSandboxChat(chat: SandboxChat): StoredChat {
  const row = useTopic('chats', (chats) => findSandboxChat(chats, chat)) ?? null
  const [learnt, learn] = useState<number | null>(null)
  const chatId = row?.id ?? learnt
  const edit = useCallback(
    async (ops: EditOp[], said: string) => {
      try {
        const id = chatId ?? (await call('sandbox.open', { chat: sandboxPlace(chat) })).chatId
        learn(id)
        await editChat(id, ops, said)
      } catch (error) {
        showProblem(error)
      }
    },
    [chatId, chat],
  )
  return { row, chatId, learn, edit }
}
