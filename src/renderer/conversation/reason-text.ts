import { decisionText, reasonSettings } from '../../shared/decision.ts'
import { hrefTo } from '../app/router.ts'
import { groupOf } from '../forms/setting-groups.ts'
import { t } from '../i18n/i18n.ts'

/** Reasons whose rule is a word of the chat, which stands in quotes. */
const words: ReadonlySet<string> = new Set(['nickname', 'keyword', 'pattern'])

/** Why a message was taken or not, with what in the settings fitted: 「说到了关键词「天气」」, 「随机插话 10 %」. */
export function reasonText(reason: string, rule: string | null): string {
  const text = t(decisionText(reason))
  if (rule === null || rule === '') return text
  if (reason === 'prefix') return t('用「{{rule}}」开头', { rule })
  if (words.has(reason)) return t('{{text}}「{{rule}}」', { text, rule })
  if (reason === 'probability') return `${text} ${rule}`
  if (reason === 'quiet-hours') return t('{{text}}（{{rule}}）', { text, rule: rule.replace('-', '–') })
  return t('{{text}}（{{rule}}）', { text, rule })
}

/** Address of the setting that caused a decision; null where no setting did. */
export function reasonHref(reason: string, chatId: number): string | null {
  const place = Object.hasOwn(reasonSettings, reason)
    ? reasonSettings[reason as keyof typeof reasonSettings]
    : undefined
  if (!place) return null
  const { at, path } = place
  if (at === 'chat') return settingHref(path, chatId)
  if (path.startsWith('access.')) return hrefTo('/access', { setting: path })
  if (path.startsWith('budget.')) return hrefTo('/costs', { setting: path })
  return hrefTo('/settings', { search: path })
}

/** Address of a setting of a chat, where it is lit for a moment. */
export function settingHref(path: string, chatId: number): string {
  return hrefTo(`/chats/${chatId}`, { tab: groupOf(path)?.tab ?? 'rules', setting: path })
}
