import type { ChatSettingsView } from '../../../shared/ipc.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call } from '../../live/panel.ts'
import { useAsked } from '../../live/use-asked.ts'
import { useTopic } from '../../live/use-topic.ts'

interface ChatSettingsResult {
  /** Undefined while it is fetched for the first time. */
  view: ChatSettingsView | undefined
  problem: Problem | null
}

/** A chat's settings with their sources, read again whenever anything was saved anywhere. */
export function useChatSettings(chatId: number): ChatSettingsResult {
  const revision = useTopic('config', (config) => config.revision)
  const { answer, problem } = useAsked(
    () => call('chats.settings', { chatId }),
    `${chatId} ${revision ?? ''}`,
  )
  return { view: answer, problem }
}
