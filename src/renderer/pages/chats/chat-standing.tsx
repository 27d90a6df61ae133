import { Button } from 'antd'
import { useId } from 'react'
import type { ChatRow } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { editChat } from '../../live/edit.ts'
import type { Tone } from '../../ui/dot.tsx'
import type { Source } from '../../ui/source-chip.tsx'
import { Status } from '../../ui/status.tsx'
import { useNow } from '../../ui/use-now.ts'
import { allowChat } from './allow.ts'
import { chatTitle } from './chat-rows.ts'
import styles from './chat-standing.module.css'
import { muteChat, mutedWords, muteLengths } from './mute.ts'
import { Setting } from './setting.tsx'
import type { Spot } from './use-spot.ts'

interface ChatStandingProps {
  chat: ChatRow
  /** Where it comes from whether this chat is answered. */
  source: Source
  character: string | undefined
  spot: Spot | null
}

const minute = 60_000

/** Whether this chat is answered at all, and whether it is silent for now. */
export function ChatStanding({ chat, source, character, spot }: ChatStandingProps) {
  return (
    <div className={styles.standing}>
      <Access chat={chat} source={source} character={character} spot={spotAt(spot, 'allowed')} />
      <Mute chat={chat} spot={spotAt(spot, 'muted')} />
    </div>
  )
}

function spotAt(spot: Spot | null, path: string): number | undefined {
  return spot?.path === path ? spot.at : undefined
}

interface AccessProps extends Omit<ChatStandingProps, 'spot'> {
  spot: number | undefined
}

function Access({ chat, source, character, spot }: AccessProps) {
  const id = useId()
  const title = chatTitle(chat)
  const words: Record<ChatRow['access'], { tone: Tone; word: string }> = {
    allowed: { tone: 'ok', word: t('在回') },
    pending: { tone: 'warn', word: t('等你允许，只记录') },
    blocked: { tone: 'mute', word: t('关掉了，只记录') },
  }
  const { tone, word } = words[chat.access]
  const reset = () => void editChat(chat.id, [{ path: ['allowed'], remove: true }], t('这个聊天跟着上一级了'))
  return (
    <Setting
      id={id}
      title={t('回不回这个聊天')}
      source={source}
      character={character}
      onReset={reset}
      spot={spot}
    >
      <div className={styles.line} id={id}>
        <Status tone={tone}>{word}</Status>
        {chat.access !== 'allowed' && (
          <Button size="small" onClick={() => void allowChat(chat.id, true, title)}>
            {t('允许')}
          </Button>
        )}
        {chat.access !== 'blocked' && (
          <Button size="small" onClick={() => void allowChat(chat.id, false, title)}>
            {t('关掉')}
          </Button>
        )}
      </div>
    </Setting>
  )
}

function Mute({ chat, spot }: { chat: ChatRow; spot: number | undefined }) {
  const id = useId()
  const now = useNow(minute)
  const muted = mutedWords(chat.mutedUntil, now)
  const mute = (minutes: number) => void muteChat(chat.id, minutes, chat.mutedUntil)
  return (
    <Setting id={id} title={t('静音')} spot={spot}>
      <div className={styles.line} id={id}>
        <Status tone={muted ? 'warn' : 'mute'}>{muted ?? t('没有')}</Status>
        {muted !== null && (
          <Button size="small" onClick={() => mute(0)}>
            {t('解除')}
          </Button>
        )}
        {muted === null &&
          muteLengths().map(({ title, minutes }) => (
            <Button key={minutes} size="small" onClick={() => mute(minutes)}>
              {title}
            </Button>
          ))}
      </div>
    </Setting>
  )
}
