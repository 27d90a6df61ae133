import type { ChatSettingsView } from '../../../shared/ipc.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { settingGroups } from '../../forms/setting-groups.ts'
import { t } from '../../i18n/i18n.ts'
import styles from './chat-rules.module.css'
import { ChatStanding } from './chat-standing.tsx'
import { MergePresetButtons } from './merge-preset-buttons.tsx'
import { rulesSentence } from './rules-sentence.ts'
import { SettingGroupBox } from './setting-group.tsx'
import { useOpenGroups } from './use-open-groups.ts'
import type { Spot } from './use-spot.ts'

interface ChatRulesProps {
  chat: ChatRow
  view: ChatSettingsView
  character: string | undefined
  spot: Spot | null
}

const groups = settingGroups.filter(({ tab }) => tab === 'rules')

/** When this chat is answered and how: first in a sentence, then setting by setting. */
export function ChatRules({ chat, view, character, spot }: ChatRulesProps) {
  const { open, toggle } = useOpenGroups(['when'], spot)
  return (
    <>
      <p className={styles.sentence}>
        <b>{t('现在：')}</b>
        {rulesSentence(view.values, chat.kind)}
      </p>
      <ChatStanding
        chat={chat}
        source={view.sources.allowed ?? 'default'}
        character={character}
        spot={spot}
      />
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
            {group.id === 'merge' && <MergePresetButtons chatId={chat.id} kind={chat.kind} view={view} />}
          </SettingGroupBox>
        ))}
      </div>
    </>
  )
}
