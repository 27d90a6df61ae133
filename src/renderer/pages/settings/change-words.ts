import type { Change } from '../../../shared/state.ts'
import { ToolRule } from '../../../shared/tools.ts'
import { configField } from '../../forms/config-fields.ts'
import type { Field } from '../../forms/field.ts'
import { valueWords } from '../../forms/field-value.ts'
import { t } from '../../i18n/i18n.ts'
import { ruleTitle } from '../tools/tool-words.ts'

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
  const tool = toolPathTitle(path)
  if (tool !== null) return tool
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

/** What was changed of tools: of one, of what a colour allows, of a file or a server; null for what is not about them. */
function toolPathTitle(path: string): string | null {
  const [, place = '', tail = ''] =
    /^(?:(?:defaults|settings)\.)?(toolRules|toolMatrix|tools\.options|tools\.files|tools\.mcp|tools\.search)\.(.+)$/.exec(
      path,
    ) ?? []
  if (place === '') return null
  // Names of files have dots in them.
  const [, name = '', part = ''] = /^(.+?\.(?:mjs|js|ts)|[^.]+)(?:\.(.+))?$/.exec(tail) ?? []
  const kinds: Record<string, string> = {
    toolRules: t('工具'),
    toolMatrix: t('工具风险'),
    'tools.options': t('工具'),
    'tools.files': t('工具文件'),
    'tools.mcp': 'MCP',
    'tools.search': t('搜索'),
  }
  const named = place === 'toolMatrix' ? partTitle(name) : name
  return [kinds[place], named, part.split('.').map(partTitle).join(' ')].filter(Boolean).join(' ')
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
    owner: t('主人'),
    trusted: t('信任的人'),
    member: t('成员'),
    green: t('只读'),
    yellow: t('联网'),
    red: t('会动手'),
    risk: t('风险'),
    timeoutSeconds: t('时限'),
    retries: t('失败再试'),
  }
  return parts[part] ?? part
}

/** One side of a change, short. Whole entries are named, not spelled out. */
export function sideWords(field: Field | null, value: unknown): string {
  if (value === undefined) return t('没有')
  if (field === null && isRule(value)) return ruleTitle(value)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { title, name, id } = value as { title?: unknown; name?: unknown; id?: unknown }
    const called = [title, name, id].find((each) => typeof each === 'string' && each !== '')
    return called === undefined ? '•••' : t('「{{name}}」', { name: String(called) })
  }
  return valueWords(field, value)
}

function isRule(value: unknown): value is ToolRule {
  return ToolRule.safeParse(value).success
}
