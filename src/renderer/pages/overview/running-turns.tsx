import { ArrowRightOutlined, CloseOutlined } from '@ant-design/icons'
import type { TurnState } from '../../../shared/state.ts'
import { hrefTo } from '../../app/router.ts'
import { stopTurn } from '../../conversation/turn-actions.ts'
import { presentStep } from '../../conversation/turn-facts.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatDuration } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { MoreLink } from '../../ui/more-link.tsx'
import { Pane } from '../../ui/pane.tsx'
import { Track } from '../../ui/track.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './running-turns.module.css'

const shown = 6

function running(turns: Record<string, TurnState>): TurnState[] {
  return Object.values(turns)
    .filter((turn) => turn.endedAt === null)
    .sort((a, b) => a.receivedAt - b.receivedAt)
}

/** 正在处理: the oldest answers in the making; the rest is counted. */
export function RunningTurns() {
  const turns = useTopic('turns', running)
  return (
    <Pane
      title={t('正在处理')}
      count={turns?.length}
      actions={<MoreLink href={hrefTo('/runtime')}>{t('运行状态')}</MoreLink>}
      flush
    >
      {turns?.length === 0 && <p className={styles.none}>{t('现在没有要回的消息。')}</p>}
      {turns?.slice(0, shown).map((turn) => (
        <RunningTurn key={turn.id} turn={turn} />
      ))}
      {turns && turns.length > shown && (
        <a className={styles.rest} href={hrefTo('/runtime')}>
          {t('还有 {{n}} 条', { n: turns.length - shown })}
          <ArrowRightOutlined />
        </a>
      )}
    </Pane>
  )
}

function RunningTurn({ turn }: { turn: TurnState }) {
  const now = useNow(200)
  const { stage, note } = presentStep(turn, now)
  return (
    <div className={styles.row}>
      <Monogram name={turn.chatTitle} size={26} />
      <a className={styles.chat} href={hrefTo(`/chats/${turn.chatId}`)} title={turn.chatTitle}>
        {turn.chatTitle}
      </a>
      <span className={styles.question}>
        <em>{turn.senderName}</em>
        {turn.question}
      </span>
      <Track at={stage} note={note} />
      <time className={styles.length}>{formatDuration(now - turn.receivedAt)}</time>
      <IconButton label={t('停止这一条')} onClick={() => void stopTurn(turn.id)}>
        <CloseOutlined />
      </IconButton>
    </div>
  )
}
