import type { Risk, ToolRole, ToolRule, ToolSource, ToolState } from '../../../shared/tools.ts'
import { toolRoles } from '../../../shared/tools.ts'
import { toolRoleTitle } from '../../conversation/ask-words.ts'
import { t } from '../../i18n/i18n.ts'
import { type ToolPolicy, type Verdict, verdictIn, verdictOf } from './tool-policy.ts'

/** As a list of choices has it. */
export function ruleTitle(rule: ToolRule): string {
  const titles: Record<ToolRule, string> = { allow: t('允许'), ask: t('先问我'), deny: t('不许') }
  return titles[rule]
}

/** What a tool of this colour does, in a sentence. */
export function riskSentence(risk: Risk): string {
  const sentences: Record<Risk, string> = {
    green: t('只看、只算，什么都不改。'),
    yellow: t('去网上取东西，或往聊天里发东西。'),
    red: t('动人或动电脑：禁言、踢人、改文件。'),
  }
  return sentences[risk]
}

/** 「主人直接用，信任的人要批准，成员不能」 */
export function whoMayWords(verdict: Verdict): string {
  const having = (rule: ToolRule) => toolRoles.filter((role) => verdict[role] === rule)
  const [may, ask, no] = [having('allow'), having('ask'), having('deny')]
  if (may.length === toolRoles.length) return t('谁都能用')
  if (no.length === toolRoles.length) return t('谁都不能用')
  if (ask.length === toolRoles.length) return t('谁用都要批准')
  if (ask.length === 0 && may.length === 1 && may[0] === 'owner') return t('只有主人能用')
  const parts = [
    may.length > 0 && t('{{who}}直接用', { who: roles(may) }),
    ask.length > 0 && t('{{who}}要批准', { who: roles(ask) }),
    no.length > 0 && t('{{who}}不能', { who: roles(no) }),
  ]
  return parts.filter(Boolean).join(t('，'))
}

/** Who may use a tool in all chats; where private chats are otherwise, that as well. */
export function whoMayWhere(tool: ToolState, policy: ToolPolicy, access: { privateSelf: boolean }): string {
  const all = whoMayWords(verdictOf(tool, policy))
  const inPrivate = whoMayWords(verdictIn('private', tool, policy, access))
  return inPrivate === all ? all : t('{{all}}；私聊里{{inPrivate}}', { all, inPrivate })
}

function roles(list: readonly ToolRole[]): string {
  return list.map(toolRoleTitle).join(t('和'))
}

/** Where a tool comes from: 自带, 「weather.mjs」, MCP「maps」. */
export function sourceWords(source: ToolSource): string {
  if (source.kind === 'built-in') return t('自带')
  if (source.kind === 'file') return t('文件「{{file}}」', { file: source.file })
  return t('MCP「{{server}}」', { server: source.server })
}

/** The part of calls that failed, 0 to 1; null before the first. */
export function failureRate({ calls, failed }: Pick<ToolState, 'calls' | 'failed'>): number | null {
  return calls === 0 ? null : failed / calls
}

/** From here on somebody should look. Of few calls one that failed says nothing. */
const manyFailures = 0.3
const fewCalls = 5

/** Whether something is wrong with a tool: it cannot be used, or fails often. */
export function needsLook(tool: ToolState): boolean {
  return tool.problem !== null || failsOften(tool)
}

export function failsOften(tool: Pick<ToolState, 'calls' | 'failed'>): boolean {
  return tool.calls >= fewCalls && (failureRate(tool) ?? 0) >= manyFailures
}
