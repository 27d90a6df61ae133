import type { ChatRow } from '../../../shared/state.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { Pane } from '../../ui/pane.tsx'
import { chatTitle } from '../chats/chat-rows.ts'
import styles from './players-pane.module.css'

/** More than this is a number. */
const shown = 8

/** The chats that play a character, with a way to each. */
export function PlayersPane({ chats }: { chats: readonly ChatRow[] }) {
  return (
    <Pane title={t('哪些聊天在用')} count={chats.length === 0 ? undefined : chats.length} flush>
      {chats.length === 0 && (
        <p className={styles.none}>{t('还没有。在聊天的「角色与提示词」里选它，或把它设为默认。')}</p>
      )}
      <ul className={styles.players}>
        {chats.slice(0, shown).map((chat) => (
          <li key={chat.id}>
            <a href={hrefTo(`/chats/${chat.id}`, { tab: 'prompt' })} title={chatTitle(chat)}>
              <Monogram name={chatTitle(chat)} size={24} />
              <span>{chatTitle(chat)}</span>
            </a>
          </li>
        ))}
      </ul>
      {chats.length > shown && (
        <p className={styles.none}>{t('还有 {{n}} 个', { n: chats.length - shown })}</p>
      )}
    </Pane>
  )
}
