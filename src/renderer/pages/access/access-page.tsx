import { Button } from 'antd'
import { useMemo } from 'react'
import type { AccessState } from '../../../shared/access.ts'
import type { Config } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useAsked } from '../../live/use-asked.ts'
import { useTopic } from '../../live/use-topic.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pane } from '../../ui/pane.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Status } from '../../ui/status.tsx'
import { AccessField } from './access-field.tsx'
import styles from './access-page.module.css'
import { accessStanding } from './access-words.ts'
import { ClaimPane, claim } from './claim-pane.tsx'
import { commandRows } from './command-rows.ts'
import { CommandsPane } from './commands-pane.tsx'
import { DenialsPane } from './denials-pane.tsx'
import { NewChatsPane } from './new-chats-pane.tsx'
import { PeoplePane } from './people-pane.tsx'

const selectConfig = ({ config }: { config: Config }) => config
const selectAccess = (access: AccessState) => access

/** 安全与权限: who is what to the bot, what they may do, and who was turned away. */
export function AccessPage() {
  const config = useTopic('config', selectConfig)
  const state = useTopic('access', selectAccess)
  // There are no others while the program runs.
  const { answer: list, problem } = useAsked(() => call('commands.list', {}), '')
  const rows = useMemo(() => (list && config ? commandRows(list, config.commands) : null), [list, config])
  if (!config || !state) return <Skeleton />

  const { access } = config
  const standing = accessStanding(access)
  const claiming = state.claimUntil !== null || state.candidates.length > 0
  const ownerless = access.owners.length === 0
  return (
    <div className={styles.page}>
      <PageHeader title={t('安全与权限')} text={<Status tone={standing.tone}>{standing.word}</Status>}>
        {!ownerless && !claiming && <Button onClick={() => void claim(true)}>{t('再认一位主人')}</Button>}
      </PageHeader>
      {(ownerless || claiming) && <ClaimPane access={access} state={state} />}
      <PeoplePane access={access} />
      <div className={styles.pair}>
        <NewChatsPane access={access} />
        <DenialsPane denials={state.denials} commands={list ?? []} config={config} />
      </div>
      <Pane title={t('其他规矩')} flush>
        <AccessField name="groupAdmins" access={access} />
        <AccessField name="privateSelf" access={access} />
        <AccessField name="onlyUsers" access={access} />
        <AccessField name="ignoreBots" access={access} />
      </Pane>
      {problem && <ErrorBlock problem={problem} />}
      {rows && <CommandsPane rows={rows} />}
      <p className={styles.note}>{t('试聊里的人另有身份，在试聊里改；暂停所有回复在最上面一行。')}</p>
    </div>
  )
}
