import type { Change } from '../../../shared/state.ts'
import type { Field } from '../../forms/field.ts'
import { valueWords } from '../../forms/field-value.ts'
import { t } from '../../i18n/i18n.ts'

/** The setting a change is about; null for what has no form of its own. */
export function fieldOfChange(fields: readonly Field[], change: Change): Field | null {
  // Chats have the settings of `defaults`, under shorter paths.
  const path = change.scope === 'config' ? change.path : `defaults.${change.path}`
  return fields.find((field) => field.path.join('.') === path) ?? null
}

/** What was changed, in words: the setting's title, or which provider, model or account. */
export function changeTitle(field: Field | null, change: Change): string {
  const what = field ? t(field.title) : pathTitle(change.path)
  return change.scope === 'config' ? what : `${change.scopeTitle} · ${what}`
}

function pathTitle(path: string): string {
  const [root = '', id = '', ...rest] = path.split('.')
  const kinds: Record<string, string> = { providers: t('提供商'), accounts: t('账号'), paused: t('暂停回复') }
  return [kinds[root] ?? root, id, rest.map(partTitle).join(' ')].filter(Boolean).join(' ')
}

function partTitle(part: string): string {
  const parts: Record<string, string> = {
    title: t('名字'),
    enabled: t('启用'),
    apiKey: 'Key',
    baseUrl: t('地址'),
    models: t('模型'),
    maxConcurrent: t('并发'),
    accessToken: t('令牌'),
    host: t('监听'),
    port: t('端口'),
    url: t('地址'),
    selfId: t('号码'),
  }
  return parts[part] ?? part
}

/** One side of a change, short. Whole entries are named, not spelled out. */
export function sideWords(field: Field | null, value: unknown): string {
  if (value === undefined) return t('没有')
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { title, name, id } = value as { title?: unknown; name?: unknown; id?: unknown }
    const called = [title, name, id].find((each) => typeof each === 'string' && each !== '')
    return called === undefined ? '•••' : t('「{{name}}」', { name: String(called) })
  }
  return valueWords(field, value)
}
