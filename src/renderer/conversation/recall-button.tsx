import { RollbackOutlined } from '@ant-design/icons'
import { Popconfirm } from 'antd'
import { useState } from 'react'
import { t } from '../i18n/i18n.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { recallMessage } from './turn-actions.ts'

/** Takes back something the bot said, in QQ too, after asking: it cannot be undone. */
export function RecallButton({ messageId }: { messageId: number }) {
  const [open, setOpen] = useState(false)
  return (
    <Popconfirm
      open={open}
      onOpenChange={setOpen}
      placement="bottom"
      trigger={[]}
      title={t('撤回这条？')}
      description={t('QQ 里的人也看不到它了，不能反悔。')}
      okText={t('撤回')}
      cancelText={t('留着')}
      onConfirm={() => void recallMessage(messageId)}
    >
      <span data-asking={open || undefined}>
        <IconButton label={t('撤回')} onClick={() => setOpen(true)}>
          <RollbackOutlined />
        </IconButton>
      </span>
    </Popconfirm>
  )
}
