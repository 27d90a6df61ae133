import { ChatSettings } from '../../shared/settings.ts'
import type { ChatRow } from '../../shared/state.ts'
import { type Field, fieldsOf } from './field.ts'

/** Tab of a chat's page a group stands on. */
export type GroupTab = 'model' | 'prompt' | 'rules' | 'pictures'

export interface SettingGroup {
  id: string
  title: string
  tab: GroupTab
  /** Dotted paths in {@link ChatSettings}, in the order they are drawn. */
  paths: readonly string[]
}

/** Every setting of a chat that has a title stands in exactly one group; a test holds us to it. */
export const settingGroups: readonly SettingGroup[] = [
  {
    id: 'model',
    title: '模型',
    tab: 'model',
    paths: ['model', 'fallbacks', 'temperature', 'maxOutputTokens', 'tools', 'toolRounds'],
  },
  {
    id: 'history',
    title: '历史',
    tab: 'model',
    paths: [
      'history.tokens',
      'history.messages',
      'history.summary',
      'history.summaryModel',
      'history.skippedReply',
    ],
  },
  { id: 'prompt', title: '提示词', tab: 'prompt', paths: ['prompt'] },
  {
    id: 'when',
    title: '什么时候回',
    tab: 'rules',
    paths: [
      'triggers.private',
      'triggers.mention',
      'triggers.replyToBot',
      'triggers.nicknames',
      'triggers.keywords',
      'triggers.prefixes',
      'triggers.probability',
      'triggers.poke',
      'triggers.patterns',
      'triggers.bareCommands',
    ],
  },
  {
    id: 'merge',
    title: '合并等待',
    tab: 'rules',
    paths: [
      'merge.seconds',
      'merge.privateSeconds',
      'merge.maxSeconds',
      'merge.maxMessages',
      'merge.mediaSeconds',
      'merge.scope',
      'merge.follow',
    ],
  },
  { id: 'running', title: '新话和排队', tab: 'rules', paths: ['whileRunning', 'queueMode'] },
  {
    id: 'limits',
    title: '限制',
    tab: 'rules',
    paths: [
      'triggers.quietHours',
      'triggers.quietMentions',
      'triggers.cooldownSeconds',
      'triggers.personCooldownSeconds',
      'rateLimit.perMinute',
      'triggers.loopGuard',
      'triggers.ignoredUsers',
    ],
  },
  {
    id: 'manners',
    title: '怎么说',
    tab: 'rules',
    paths: [
      'reply.quote',
      'reply.mention',
      'reply.bubbles',
      'reply.early',
      'reply.typing',
      'reply.maxCharacters',
      'reply.maxParts',
      'reply.forwardFrom',
      'reply.markdown',
      'reply.working',
      'pace.seconds',
      'speakers',
      'apology',
      'apologies.busy',
      'apologies.slow',
      'apologies.unavailable',
    ],
  },
  {
    id: 'pictures',
    title: '图片',
    tab: 'pictures',
    paths: ['pictures.look', 'pictures.recent', 'pictures.most', 'pictures.keepLonger'],
  },
]

const onlyGroups: ReadonlySet<string> = new Set([
  'triggers.mention',
  'triggers.replyToBot',
  'triggers.nicknames',
  'triggers.keywords',
  'triggers.patterns',
  'triggers.prefixes',
  'triggers.probability',
  'triggers.bareCommands',
  'triggers.ignoredUsers',
  'merge.scope',
  'merge.seconds',
  'merge.follow',
  'reply.quote',
  'reply.mention',
  'reply.forwardFrom',
])
const onlyPrivate: ReadonlySet<string> = new Set(['triggers.private', 'merge.privateSeconds'])

/** The fields of a chat's settings by their dotted path. */
export const chatFields: ReadonlyMap<string, Field> = new Map(
  fieldsOf(ChatSettings).map((field) => [field.path.join('.'), field]),
)

/** The fields of a group that mean something in this kind of chat. */
export function fieldsIn(group: SettingGroup, kind: ChatRow['kind']): Field[] {
  const elsewhere = kind === 'private' ? onlyGroups : onlyPrivate
  return group.paths.flatMap((path) => {
    const field = chatFields.get(path)
    return field && !elsewhere.has(path) ? [field] : []
  })
}

/** The group a setting stands in; undefined for what has no row of its own. */
export function groupOf(path: string): SettingGroup | undefined {
  return settingGroups.find((group) => group.paths.includes(path))
}
