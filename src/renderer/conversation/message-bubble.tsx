import { memo, type ReactNode } from 'react'
import type { ChatMessage } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { Chip } from '../ui/chip.tsx'
import { formatClock, formatSeconds } from '../ui/format.ts'
import { MessageFooter } from './message-footer.tsx'
import { illustrated } from './message-pictures.ts'
import { MessageText } from './message-text.tsx'
import { PictureRow } from './picture-row.tsx'
import { QuoteLine } from './quote-line.tsx'
import { RecallButton } from './recall-button.tsx'
import type { Place } from './rows.ts'
import { SpeechBubble } from './speech-bubble.tsx'
import type { Why } from './use-whys.ts'

interface MessageBubbleProps {
  message: ChatMessage
  place: Place
  mine: boolean
  why: Why | undefined
  onToggleWhy: (turnId: number) => void
  actionsOf?: ((message: ChatMessage) => ReactNode) | undefined
}

/** Drawn again only when something of its own changed: beside it an answer may be growing. */
export const MessageBubble = memo(function MessageBubble({
  message,
  place,
  mine,
  why,
  onToggleWhy,
  actionsOf,
}: MessageBubbleProps) {
  const bot = message.from === 'bot'
  const role = message.groupRole === 'owner' ? t('群主') : message.groupRole === 'admin' ? t('管理员') : null
  const own = bot && message.delivery === 'sent' && !message.recalled && (
    <RecallButton messageId={message.id} />
  )
  const given = actionsOf?.(message)
  const { text, own: pictures, others } = illustrated(message)
  const actions = (own || given) && (
    <>
      {given}
      {own}
    </>
  )
  return (
    <SpeechBubble
      name={message.senderName}
      bot={bot}
      mine={mine}
      continues={place.continues}
      faded={place.forgotten || message.recalled}
      actions={actions}
      header={
        <>
          {message.senderName}
          {role && <Chip>{role}</Chip>}
          {bot && !mine && <Chip tone="accent">{t('机器人')}</Chip>}
          <time dateTime={new Date(message.at).toISOString()} title={formatSeconds(message.at)}>
            {formatClock(message.at)}
          </time>
        </>
      }
      footer={
        <MessageFooter message={message} place={place} mine={mine} why={why} onToggleWhy={onToggleWhy} />
      }
    >
      {message.quote && <QuoteLine quote={message.quote} />}
      {message.quote && <PictureRow pictures={others} small />}
      <PictureRow pictures={pictures} />
      {text && <MessageText text={text} recalled={message.recalled} />}
      {!message.quote && <PictureRow pictures={others} small />}
    </SpeechBubble>
  )
})
