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
