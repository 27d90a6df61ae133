import type { ChatSettingsView } from '../../../shared/ipc.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { settingGroups } from '../../forms/setting-groups.ts'
import { ChatSummaryBox } from './chat-summary.tsx'
import { SettingGroupBox } from './setting-group.tsx'
import { useOpenGroups } from './use-open-groups.ts'
import type { Spot } from './use-spot.ts'

interface ChatModelProps {
  chat: ChatRow
  view: ChatSettingsView
  character: string | undefined
  spot: Spot | null
}

const groups = settingGroups.filter(({ tab }) => tab === 'model')

/** Which model answers in this chat, and how much of the conversation it is given. */
export function ChatModel({ chat, view, character, spot }: ChatModelProps) {
  const { open, toggle } = useOpenGroups(['model', 'history'], spot)
  return (
    <div>
      {groups.map((group) => (
        <SettingGroupBox
          key={group.id}
          group={group}
          chatId={chat.id}
          kind={chat.kind}
          view={view}
          character={character}
          spot={spot}
          open={open.has(group.id)}
          onToggle={() => toggle(group.id)}
        >
          {group.id === 'history' && <ChatSummaryBox chatId={chat.id} contextFrom={chat.contextFrom} />}
        </SettingGroupBox>
      ))}
    </div>
  )
}
