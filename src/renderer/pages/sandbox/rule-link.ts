import type { SettingPlace } from '../../../shared/decision.ts'
import { hrefTo } from '../../app/router.ts'
import { groupOf } from '../../forms/setting-groups.ts'

/** The page that has a setting, with the setting marked. */
export function settingHref({ at, path }: SettingPlace, chatId: number): string {
  if (at === 'config') return hrefTo(path.startsWith('access.') ? '/access' : '/settings', { setting: path })
  const tab = groupOf(path)?.tab ?? 'rules'
  return hrefTo(`/chats/${chatId}`, { tab, setting: path })
}
