import type { Change } from '../../../shared/state.ts'
import { configField } from '../../forms/config-fields.ts'
import type { Field } from '../../forms/field.ts'
import { valueWords } from '../../forms/field-value.ts'
import { t } from '../../i18n/i18n.ts'

/** The setting a change is about; null for what has no form of its own. */
export function fieldOfChange({ scope, path }: Pick<Change, 'scope' | 'path'>): Field | null {
  if (scope === 'config') return configField(path)
  // Chats and characters have the settings of `defaults`, under other paths.
  if (scope.startsWith('chat:')) return configField(`defaults.${path}`)
  return path.startsWith('settings.') ? configField(`defaults.${path.slice('settings.'.length)}`) : null
}

/** What was changed and where, in words: the setting's title, or which provider, model or account. */
export function changeTitle(field: Field | null, change: Change): string {
  const what = changedPart(field, change)
  return change.scope === 'config' ? what : `${change.scopeTitle} · ${what}`
}

/** What was changed, on a page that says where. */
export function changedPart(field: Field | null, { path }: Pick<Change, 'path'>): string {
  return field ? t(field.title) : pathTitle(path)
}

function pathTitle(path: string): string {
  const [root = '', id = '', ...rest] = path.split('.')
  const kinds: Record<string, string> = {
    providers: t('提供商'),
    accounts: t('账号'),
    commands: t('指令'),
    sandbox: t('试聊里的人'),
    paused: t('暂停回复'),
    allowed: t('回不回这个聊天'),
    character: t('角色'),
    name: t('名字'),
    avatar: t('头像'),
    prompt: t('提示词'),
    greeting: t('开场白'),
    settings: t('设置'),
  }
  const known = kinds[root] ?? root
  const name = root === 'commands' ? `#${id}` : id === 'people' || id === 'character' ? '' : id
  return [id === 'character' ? t('角色') : known, name, rest.map(partTitle).join(' ')]
    .filter(Boolean)
    .join(' ')
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
    role: t('谁能用'),
    aliases: t('别名'),
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
