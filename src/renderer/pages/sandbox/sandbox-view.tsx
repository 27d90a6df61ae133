import { ExperimentOutlined } from '@ant-design/icons'
import { useCallback, useState } from 'react'
import type { SandboxPerson } from '../../../shared/config.ts'
import type { ChatMessage } from '../../../shared/state.ts'
import { Conversation } from '../../conversation/conversation.tsx'
import { useMessages } from '../../conversation/use-messages.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { useNarrow } from '../../ui/use-media.ts'
import { Composer } from './composer.tsx'
import { hasActions, MessageActions } from './message-actions.tsx'
import type { SandboxChat } from './sandbox-chat.ts'
import { SandboxHead } from './sandbox-head.tsx'
import styles from './sandbox-view.module.css'
import { Trace } from './trace.tsx'
import { useSandboxChat } from './use-sandbox-chat.ts'

interface SandboxViewProps {
  chat: SandboxChat
  people: SandboxPerson[]
  speaker: SandboxPerson
  onSpeaker: (id: string) => void
}

/** One pretend chat with its composer, and the trace of its last answer. */
export function SandboxView({ chat, people, speaker, onSpeaker }: SandboxViewProps) {
  const { row, chatId, learn, edit } = useSandboxChat(chat)
  const general = useTopic('config', ({ config }) => config.defaults.model)
  const [traceOpen, setTraceOpen] = useState(false)
  const [quote, setQuote] = useState<ChatMessage | null>(null)
  const narrow = useNarrow()
  const messages = useMessages(chatId)
  const me = people[0]?.id
  const isMine = useCallback(
    (message: ChatMessage) => message.from === 'user' && (chat.kind === 'private' || message.senderId === me),
    [chat.kind, me],
  )
  const actionsOf = useCallback(
    (message: ChatMessage) => hasActions(message) && <MessageActions message={message} onQuote={setQuote} />,
    [],
  )
  const model = row?.model ?? general ?? ''
  const trace = <Trace chatId={chatId} messages={messages.list} />
  return (
    <>
      <section className={styles.view} data-pane="" aria-label={t('试聊')}>
        <SandboxHead
          chat={chat}
          row={row}
          chatId={chatId}
          people={people.length}
          model={model}
          onEdit={edit}
          onTrace={narrow ? () => setTraceOpen(true) : null}
        />
        <Conversation
          chatId={chatId}
          messages={messages}
          isMine={isMine}
          botIsMine={false}
          actionsOf={actionsOf}
          empty={
            <EmptyState
              icon={<ExperimentOutlined />}
              title={t('说一句试试')}
              text={
                chat.kind === 'group'
                  ? t('群里只有 @ 了机器人才会回，别的话它当背景听着。')
                  : t('私聊句句都回，右边能看到它是怎么想的。')
              }
            />
          }
        />
        <Composer
          chat={chat}
          people={people}
          speaker={speaker}
          onSpeaker={onSpeaker}
          model={model}
          quote={quote}
          onQuote={setQuote}
          onSaid={learn}
        />
      </section>
      {narrow ? (
        <SideDrawer
          open={traceOpen}
          onClose={() => setTraceOpen(false)}
          size={336}
          title={null}
          aria-label={t('这次回复的经过')}
          closable={false}
          styles={{ body: { padding: 0 } }}
          destroyOnHidden
        >
          {trace}
        </SideDrawer>
      ) : (
        <aside className={styles.trace} data-pane="" aria-label={t('这次回复的经过')}>
          {trace}
        </aside>
      )}
    </>
  )
}
