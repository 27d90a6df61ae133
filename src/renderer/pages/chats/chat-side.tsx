import { Tabs } from 'antd'
import { replaceRoute, useRoute } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { cx } from '../../ui/class-names.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ChatCharacter } from './chat-character.tsx'
import { ChatModel } from './chat-model.tsx'
import styles from './chat-side.module.css'
import { useChatSettings } from './use-chat-settings.ts'

interface ChatSideProps {
  chatId: number
}

/** What this chat has of its own, one tab each. */
export function ChatSide({ chatId }: ChatSideProps) {
  const { query } = useRoute()
  const { view, problem } = useChatSettings(chatId)
  const tab = query.tab === 'prompt' ? 'prompt' : 'model'
  return (
    <>
      <Tabs
        className={cx(styles.tabs)}
        activeKey={tab}
        onChange={(key) => replaceRoute(`/chats/${chatId}`, { tab: key })}
        items={[
          { key: 'model', label: t('模型') },
          { key: 'prompt', label: t('角色与提示词') },
        ]}
      />
      <div className={styles.body} role="tabpanel">
        {problem && <ErrorBlock problem={problem} />}
        {!problem && !view && <Skeleton />}
        {view && tab === 'model' && <ChatModel chatId={chatId} view={view} />}
        {view && tab === 'prompt' && <ChatCharacter chatId={chatId} view={view} />}
      </div>
    </>
  )
}
