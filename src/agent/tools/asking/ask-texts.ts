import type { Approval, Risk, ToolRole } from '../../../shared/tools.ts'
import { cleanLine, head } from '../../kernel/text.ts'
import { type AnswerSchema, expected } from './answer-schema.ts'
import type { Decision } from './requests.ts'

const risks: Record<Risk, string> = { green: '只读', yellow: '会联网', red: '会动手' }
const roles: Record<ToolRole, string> = { owner: '主人', trusted: '信任的人', member: '成员' }

/** What waits for the owner, in one line: what, who, where. */
function approvalLine({ toolTitle, senderName, senderId, chatTitle }: Approval): string {
  return `「${toolTitle}」，${cleanLine(senderName)}（${senderId}）在「${cleanLine(chatTitle)}」里要用`
}

/** What an owner is told when a call waits for him. Everything that others wrote stands on one line each. */
export function approvalText(approval: Approval): string {
  const { id, toolTitle, risk, role, senderId, askedAt, until } = approval
  const given = cleanLine(approval.arguments, 500)
  const cut = given.endsWith('…') ? '（后面还有，没有写出来）' : ''
  return [
    `要你批准：「${toolTitle}」（${risks[risk]}）`,
    `谁：${cleanLine(approval.senderName)}（${senderId}，${roles[role]}）`,
    `哪里：${cleanLine(approval.chatTitle)}`,
    ...(given === '' || given === '{}' ? [] : [`内容：${given}${cut}`]),
    `回复 1 同意、2 拒绝，或者 #批准 ${id}`,
    `「同意 1小时」这一小时都不再问；${spanText(until - askedAt)} 没回就不做`,
  ].join('\n')
}

/** What is said to whoever is asked something. */
export function questionText(text: string, schema: AnswerSchema): string {
  const choices = schema.enum?.map((choice, index) => `${index + 1}. ${choice}`) ?? []
  return [head(text.trim(), 1000), ...choices, `${expected(schema)}；「取消」就不问了`].join('\n')
}

function spanText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return seconds % 60 === 0 ? `${seconds / 60} 分钟` : `${seconds} 秒`
}

/** What waits, with how each is named; for whoever has to say which he means. */
export function approvalsText(approvals: readonly Approval[]): string {
  return approvals.map((approval) => `#批准 ${approval.id}：${approvalLine(approval)}`).join('\n')
}

/** What an owner is told who has decided. */
export function decidedText(approval: Approval, decision: Decision): string {
  const { toolTitle, chatTitle } = approval
  if (decision === 'hour') return `好，这一小时在「${cleanLine(chatTitle)}」里用「${toolTitle}」都不再问`
  return `${decision === 'deny' ? '好，不做' : '好，同意'}：${approvalLine(approval)}`
}
