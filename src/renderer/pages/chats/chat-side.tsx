import { Tabs } from 'antd'
import type { Character } from '../../../shared/character.ts'
import { replaceRoute, useRoute } from '../../app/router.ts'
import type { GroupTab } from '../../forms/setting-groups.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { cx } from '../../ui/class-names.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ChatCost } from '../costs/chat-cost.tsx'
import { ChatPictures } from '../pictures/chat-pictures.tsx'
import { ChatCharacter } from './chat-character.tsx'
import { ChatModel } from './chat-model.tsx'
import { ChatRecord } from './chat-record.tsx'
import { ChatRules } from './chat-rules.tsx'
import styles from './chat-side.module.css'
import { ChatTools } from './chat-tools.tsx'
import { useChatRow } from './use-chat-row.ts'
import { useChatSettings } from './use-chat-settings.ts'
import { useSpot } from './use-spot.ts'

interface ChatSideProps {
  chatId: number
}

type Tab = GroupTab | 'tools' | 'cost' | 'record'

const selectCharacters = (characters: Record<string, Character>) => characters

/** What this chat has of its own, one tab each. */
export function ChatSide({ chatId }: ChatSideProps) {
  const { query } = useRoute()
  const { view, problem } = useChatSettings(chatId)
  const chat = useChatRow(chatId)
  const characters = useTopic('characters', selectCharacters)
  const spot = useSpot(chatId)
  const tabs: { key: Tab; label: string }[] = [
    { key: 'model', label: t('模型') },
    { key: 'prompt', label: t('角色与提示词') },
    { key: 'rules', label: t('触发规则') },
    { key: 'tools', label: t('工具') },
    { key: 'pictures', label: t('图片') },
    { key: 'cost', label: t('费用') },
    { key: 'record', label: t('记录') },
  ]
  const tab = tabs.find(({ key }) => key === query.tab)?.key ?? 'model'
  const shared = view && chat && { chat, view, character: characters?.[view.values.character]?.name, spot }
  const body = (
    <div className={styles.body} data-tab={tab}>
      {problem && <ErrorBlock problem={problem} />}
      {!problem && !shared && <Skeleton />}
      {shared && tab === 'model' && <ChatModel {...shared} />}
      {view && tab === 'prompt' && <ChatCharacter chatId={chatId} view={view} />}
      {shared && tab === 'rules' && <ChatRules {...shared} />}
      {shared && tab === 'tools' && <ChatTools {...shared} />}
      {shared && tab === 'pictures' && <ChatPictures {...shared} />}
      {tab === 'cost' && <ChatCost chatId={chatId} />}
      {chat && tab === 'record' && <ChatRecord chat={chat} />}
    </div>
  )
  return (
    <Tabs
      className={cx(styles.tabs)}
      animated={false}
      destroyOnHidden
      tabBarGutter={8}
      activeKey={tab}
      onChange={(key) => replaceRoute(`/chats/${chatId}`, { tab: key })}
      items={tabs.map((one) => (one.key === tab ? { ...one, children: body } : one))}
    />
  )
}
