import type { ReactNode } from 'react'
import type { ChatSettingsView } from '../../../shared/ipc.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { type GroupTab, settingGroups } from '../../forms/setting-groups.ts'
import { SettingGroupBox } from './setting-group.tsx'
import { useOpenGroups } from './use-open-groups.ts'
import type { Spot } from './use-spot.ts'

/** What the tabs with settings are given. */
export interface ChatTabProps {
  chat: ChatRow
  view: ChatSettingsView
  /** The character it plays, by name. */
  character: string | undefined
  spot: Spot | null
}

interface SettingGroupsProps extends ChatTabProps {
  tab: GroupTab
  /** Groups that are open at first. */
  open: readonly string[]
  /** What stands above a group's rows. */
  above?: Record<string, ReactNode>
}

/** All groups of one tab. */
export function SettingGroups({ tab, open: first, above = {}, chat, ...shown }: SettingGroupsProps) {
  const { open, toggle } = useOpenGroups(first, shown.spot)
  return (
    <div>
      {settingGroups
        .filter((group) => group.tab === tab)
        .map((group) => (
          <SettingGroupBox
            key={group.id}
            {...shown}
            group={group}
            chatId={chat.id}
            kind={chat.kind}
            open={open.has(group.id)}
            onToggle={() => toggle(group.id)}
          >
            {above[group.id]}
          </SettingGroupBox>
        ))}
    </div>
  )
}
