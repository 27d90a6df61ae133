import { CommentOutlined, RollbackOutlined } from '@ant-design/icons'
import type { ChatMessage } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { showProblem } from '../../ui/toast.tsx'

interface MessageActionsProps {
  message: ChatMessage
  onQuote: (message: ChatMessage) => void
}

/** Whether there is anything to do with a message: one that QQ has no number for can be neither quoted nor recalled. */
export function hasActions({ platformId, recalled }: ChatMessage): boolean {
  return platformId !== null && !recalled
}

/** 引用 for what anybody said, 撤回 for what a pretend person said. */
export function MessageActions({ message, onQuote }: MessageActionsProps) {
  const { id, from, text } = message
  const words = text.length > 12 ? `${text.slice(0, 12)}…` : text
  const recall = () => void call('sandbox.recall', { messageId: id }).catch(showProblem)
  return (
    <>
      <IconButton label={t('引用「{{words}}」', { words })} onClick={() => onQuote(message)}>
        <CommentOutlined />
      </IconButton>
      {from === 'user' && (
        <IconButton label={t('撤回「{{words}}」', { words })} onClick={recall}>
          <RollbackOutlined />
        </IconButton>
      )}
    </>
  )
}
