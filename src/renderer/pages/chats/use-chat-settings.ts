import { useEffect, useState } from 'react'
import type { ChatSettingsView } from '../../../shared/ipc.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'
import { useTopic } from '../../live/use-topic.ts'

interface ChatSettingsResult {
  /** Undefined while it is fetched for the first time. */
  view: ChatSettingsView | undefined
  problem: Problem | null
}

/** A chat's settings with their sources, read again whenever anything was saved anywhere. */
export function useChatSettings(chatId: number): ChatSettingsResult {
  const revision = useTopic('config', (config) => config.revision)
  const [result, setResult] = useState<ChatSettingsResult>({ view: undefined, problem: null })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is the reason to read again
  useEffect(() => {
    let current = true
    call('chats.settings', { chatId }).then(
      (view) => current && setResult({ view, problem: null }),
      (error: unknown) => current && setResult({ view: undefined, problem: problemOf(error) }),
    )
    return () => {
      current = false
    }
  }, [chatId, revision])
  return result
}
