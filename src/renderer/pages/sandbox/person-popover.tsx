import { Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import type { SandboxPerson } from '../../../shared/config.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PersonForm } from './person-form.tsx'

interface PersonPopoverProps {
  person: SandboxPerson
  title: string
  canRemove: boolean
  icon: ReactNode
  onSaved?: (id: string) => void
}

export function PersonPopover({ person, title, canRemove, icon, onSaved }: PersonPopoverProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="rightTop"
      title={title}
      destroyOnHidden
      content={
        <PersonForm
          person={person}
          canRemove={canRemove}
          onDone={(id) => {
            setOpen(false)
            if (id) onSaved?.(id)
          }}
        />
      }
    >
      <span>
        <IconButton label={title} onClick={() => setOpen(true)}>
          {icon}
        </IconButton>
      </span>
    </Popover>
  )
}
