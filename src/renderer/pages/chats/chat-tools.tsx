import { SearchOutlined, ToolOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useMemo, useState } from 'react'
import type { ToolState } from '../../../shared/tools.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreLink } from '../../ui/more-link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { noFilter, toolGroups, toolKey } from '../tools/tool-list.ts'
import { ChatToolRow } from './chat-tool-row.tsx'
import styles from './chat-tools.module.css'
import type { ChatTabProps } from './setting-groups.tsx'

const selectTools = (tools: Record<string, ToolState>) => tools
/** Fewer are looked through faster than searched. */
const searchFrom = 12

/** Which tools this chat has, and who may have them used here. */
export function ChatTools({ chat, view, character }: ChatTabProps) {
  const tools = useTopic('tools', selectTools)
  const [search, setSearch] = useState('')
  const list = useMemo(() => Object.values(tools ?? {}), [tools])
  const groups = useMemo(() => toolGroups(list, { ...noFilter, search }), [list, search])
  if (!tools) return <Skeleton />
  return (
    <>
      {!view.values.tools && (
        <p className={styles.off}>
          {t('这个聊天不让模型用工具，下面的都不算。')}
          <a href={hrefTo(`/chats/${chat.id}`, { tab: 'model', setting: 'tools' })}>{t('去打开')}</a>
        </p>
      )}
      <p className={styles.about}>
        {t('只改这个聊天。没另设的，按风险和身份来。')}
        <MoreLink href={hrefTo('/tools', { view: 'who' })}>{t('看总表')}</MoreLink>
      </p>
      {list.length > searchFrom && (
        <Input
          allowClear
          prefix={<SearchOutlined />}
          aria-label={t('搜工具')}
          placeholder={t('搜工具')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      {groups.length === 0 && (
        <EmptyState
          icon={<ToolOutlined />}
          title={search === '' ? t('还没有工具') : t('没有这样的工具')}
          text={search === '' ? t('机器人刚启动，等一下就有了。') : t('换个词试试。')}
        />
      )}
      {groups.map(({ title, tools: members }) => (
        <section key={title} className={styles.group}>
          <h3>
            {title}
            <data value={members.length}>{members.length}</data>
          </h3>
          <ul>
            {members.map((tool) => (
              <ChatToolRow key={toolKey(tool)} chat={chat} tool={tool} view={view} character={character} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
