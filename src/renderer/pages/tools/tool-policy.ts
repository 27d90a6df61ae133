import type { Config } from '../../../shared/config.ts'
import type { ChatSettings } from '../../../shared/settings.ts'
import { isSwitchedOn, ownEntry, ruleFor } from '../../../shared/tool-rules.ts'
import type { OwnToolRule, ToolRole, ToolRule, ToolState } from '../../../shared/tools.ts'
import { toolRoles } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'

/** What decides who may use which tool: for all chats, or for one. */
export type ToolPolicy = Pick<ChatSettings, 'toolRules' | 'toolMatrix'>

/** What holds where no chat and no character says otherwise. */
export function globalPolicy({ defaults }: Config): ToolPolicy {
  return { toolRules: defaults.toolRules, toolMatrix: defaults.toolMatrix }
}

/** What was changed of a tool; empty when nothing was. */
export function ownRule({ toolRules }: Pick<ToolPolicy, 'toolRules'>, name: string): OwnToolRule {
  return ownEntry(toolRules, name) ?? {}
}

/** Whether a tool is switched on: by the last who said so, else as it is by itself. */
export function isEnabled(
  { toolRules }: Pick<ToolPolicy, 'toolRules'>,
  tool: Pick<ToolState, 'name' | 'offByDefault'>,
): boolean {
  return isSwitchedOn(tool, toolRules)
}

export type Verdict = Record<ToolRole, ToolRule>

/** What happens when somebody of each role has a tool used. */
export function verdictOf(
  { name, risk, builtInRules }: Pick<ToolState, 'name' | 'risk' | 'builtInRules'>,
  { toolRules, toolMatrix }: ToolPolicy,
): Verdict {
  const tool = { name, risk, rules: builtInRules }
  const rules = { rules: toolRules, matrix: toolMatrix }
  return Object.fromEntries(toolRoles.map((role) => [role, ruleFor(tool, role, rules)])) as Verdict
}

type Access = Pick<Config['access'], 'privateSelf' | 'groupAdmins'>

/** Whether everybody counts as 信任 for a tool in his own private chat: it changes nothing but that chat. */
export function isPrivateSelf(
  { ownChat, groupOnly }: Pick<ToolState, 'ownChat' | 'groupOnly'>,
  { privateSelf }: Pick<Access, 'privateSelf'>,
): boolean {
  return ownChat && privateSelf && !groupOnly
}

/** What holds in one chat, where 成员 may count as 信任. */
export function verdictIn(
  kind: 'private' | 'group',
  tool: ToolState,
  policy: ToolPolicy,
  access: Pick<Access, 'privateSelf'>,
): Verdict {
  const verdict = verdictOf(tool, policy)
  return kind === 'private' && isPrivateSelf(tool, access) ? { ...verdict, member: verdict.trusted } : verdict
}

/** Who counts as more than he is; '' when nobody does. `kind` is that of the chat, all of them when absent. */
export function countsAsWords(
  tool: Pick<ToolState, 'ownChat' | 'groupOnly'>,
  { privateSelf, groupAdmins }: Access,
  kind?: 'private' | 'group',
): string {
  const everybody = kind !== 'group' && isPrivateSelf(tool, { privateSelf })
  const admins = kind !== 'private' && groupAdmins === 'trusted'
  if (everybody && admins) return t('私聊里谁都算信任的人，群里群主和管理员也算。')
  if (everybody) return t('私聊里谁都算信任的人。')
  return admins ? t('群主和管理员在自己的群里算信任的人。') : ''
}
