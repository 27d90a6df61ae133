import { ClearOutlined, ExperimentOutlined, NodeIndexOutlined } from '@ant-design/icons'
import { Drawer } from 'antd'
import { useCallback, useState } from 'react'
import type { SandboxPerson } from '../../../shared/config.ts'
import type { ChatMessage } from '../../../shared/state.ts'
import { Conversation } from '../../conversation/conversation.tsx'
import { useMessages } from '../../conversation/use-messages.ts'
import { ModelSelect } from '../../forms/model-select.tsx'
import { t } from '../../i18n/i18n.ts'
import { editChat, editConfig } from '../../live/edit.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { shortModel } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PaneHead } from '../../ui/pane-head.tsx'
import { useNarrow } from '../../ui/use-media.ts'
import { clearContext } from '../chats/clear-context.ts'
import { Composer } from './composer.tsx'
import { findSandboxChat, type SandboxChat } from './sandbox-chat.ts'
import styles from './sandbox-view.module.css'
import { Trace } from './trace.tsx'

interface SandboxViewProps {
  chat: SandboxChat
  people: SandboxPerson[]
  speaker: SandboxPerson
  onSpeaker: (id: string) => void
}

/** One pretend chat with its composer, and the trace of its last answer. */
export function SandboxView({ chat, people, speaker, onSpeaker }: SandboxViewProps) {
  const row = useTopic('chats', (chats) => findSandboxChat(chats, chat))
  const general = useTopic('config', ({ config }) => config.defaults.model)
  const [saidIn, setSaidIn] = useState<number | null>(null)
  const [traceOpen, setTraceOpen] = useState(false)
  const narrow = useNarrow()
  const chatId = row?.id ?? saidIn
  const messages = useMessages(chatId)
  const me = people[0]?.id
  const isMine = useCallback(
    (message: ChatMessage) => message.from === 'user' && (chat.kind === 'private' || message.senderId === me),
    [chat.kind, me],
  )
  const model = row?.model ?? general ?? ''
  const trace = <Trace chatId={chatId} messages={messages.list} />
  return (
    <>
      <section className={styles.view} data-pane="" aria-label={t('试聊')}>
        <PaneHead
          title={chat.kind === 'group' ? chat.title : t('私聊')}
          text={
            chat.kind === 'group'
              ? t('假的群，{{n}} 人，不会发到 QQ', { n: people.length })
              : t('「{{name}}」和机器人，不会发到 QQ', { name: chat.title })
          }
        >
          <span className={styles.model}>
            <ModelSelect
              label={t('用哪个模型')}
              value={model}
              onChange={(next) => chooseModel(chatId, next)}
            />
          </span>
          {chatId !== null && (
            <IconButton label={t('忘掉前面说的')} onClick={() => void clearContext(chatId)}>
              <ClearOutlined />
            </IconButton>
          )}
          {narrow && (
            <IconButton label={t('这次回复的经过')} onClick={() => setTraceOpen(true)}>
              <NodeIndexOutlined />
            </IconButton>
          )}
        </PaneHead>
        <Conversation
          chatId={chatId}
          messages={messages}
          isMine={isMine}
          botIsMine={false}
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
          onSaid={setSaidIn}
        />
      </section>
      {narrow ? (
        <Drawer
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
        </Drawer>
      ) : (
        <aside className={styles.trace} data-pane="" aria-label={t('这次回复的经过')}>
          {trace}
        </aside>
      )}
    </>
  )
}

/** Before the first word there is no chat that could have a model of its own. */
function chooseModel(chatId: number | null, model: string): void {
  const name = shortModel(model)
  if (chatId === null)
    void editConfig(
      [{ path: ['defaults', 'model'], set: model }],
      t('默认模型已改为 {{model}}', { model: name }),
    )
  else void editChat(chatId, [{ path: ['model'], set: model }], t('这个聊天改用 {{model}}', { model: name }))
}
