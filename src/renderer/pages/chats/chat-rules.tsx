import { t } from '../../i18n/i18n.ts'
import styles from './chat-rules.module.css'
import { ChatStanding } from './chat-standing.tsx'
import { MergePresetButtons } from './merge-preset-buttons.tsx'
import { rulesSentence } from './rules-sentence.ts'
import { type ChatTabProps, SettingGroups } from './setting-groups.tsx'

/** When this chat is answered and how: first in a sentence, then setting by setting. */
export function ChatRules(props: ChatTabProps) {
  const { chat, view, character, spot } = props
  const presets = <MergePresetButtons chatId={chat.id} kind={chat.kind} view={view} />
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
      <SettingGroups {...props} tab="rules" open={['when']} above={{ merge: presets }} />
    </>
  )
}
