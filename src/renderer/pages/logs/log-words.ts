import { t } from '../../i18n/i18n.ts'
import type { LogLevel } from './log-row.ts'

export function levelWord(level: LogLevel): string {
  const words: Record<LogLevel, string> = {
    error: t('错误'),
    warn: t('注意'),
    info: t('信息'),
    debug: t('细节'),
  }
  return words[level]
}

/** A chat whose title is not known, by its key: `qq_group_8123` reads 群 8123. */
export function chatKeyWords(key: string): string {
  const id = key.slice(key.lastIndexOf('_') + 1)
  if (key.startsWith('qq_group_')) return t('群 {{id}}', { id })
  return key.startsWith('qq_private_') ? t('私聊 {{id}}', { id }) : key
}
