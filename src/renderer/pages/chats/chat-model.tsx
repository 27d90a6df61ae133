import { ChatSummaryBox } from './chat-summary.tsx'
import { type ChatTabProps, SettingGroups } from './setting-groups.tsx'

/** Which model answers in this chat, and how much of the conversation it is given. */
export function ChatModel(props: ChatTabProps) {
  const { id, lastAt, contextFrom } = props.chat
  const summary = <ChatSummaryBox chatId={id} moment={`${lastAt} ${contextFrom}`} />
  return <SettingGroups {...props} tab="model" open={['model', 'history']} above={{ history: summary }} />
}
