import { BellOutlined, ClearOutlined, DownOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import type { ReactNode } from 'react'
import type { ChatRow } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PaneHead } from '../../ui/pane-head.tsx'
import { useNow } from '../../ui/use-now.ts'
import { chatNumber, chatTitle } from './chat-rows.ts'
import { clearContext } from './clear-context.ts'
import { muteChat, mutedWords, muteLengths } from './mute.ts'

interface ChatHeadProps {
  chat: ChatRow | undefined
  children: ReactNode
}

/** Whom one talks with, and what is done most often. */
export function ChatHead({ chat, children }: ChatHeadProps) {
  if (!chat) return <PaneHead title="">{children}</PaneHead>
  const kind = chat.kind === 'group' ? t('群') : t('私聊')
  return (
    <PaneHead title={chatTitle(chat)} text={`${kind} ${chatNumber(chat.key)}`}>
      <MuteButton chat={chat} />
      <IconButton label={t('清空上下文')} onClick={() => void clearContext(chat.id)}>
        <ClearOutlined />
      </IconButton>
      {children}
    </PaneHead>
  )
}

const minute = 60_000

function MuteButton({ chat }: { chat: ChatRow }) {
  const muted = mutedWords(chat.mutedUntil, useNow(minute))
  const mute = (minutes: number) => void muteChat(chat.id, minutes, chat.mutedUntil)
  if (muted !== null) {
    return (
      <Button size="small" icon={<BellOutlined />} onClick={() => mute(0)}>
        {t('解除静音')}
      </Button>
    )
  }
  const items = muteLengths().map(({ title, minutes }) => ({ key: String(minutes), label: title }))
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => mute(Number(key)) }} trigger={['click']}>
      <Button size="small" icon={<BellOutlined />}>
        {t('静音')}
        <DownOutlined />
      </Button>
    </Dropdown>
  )
}
