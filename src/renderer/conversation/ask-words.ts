import type { AsksState, Risk, ToolRole, UserQuestion, Waiting } from '../../shared/tools.ts'
import { t } from '../i18n/i18n.ts'
import type { Tone } from '../ui/dot.tsx'

/** 「小明（81230456）」 */
export function askedBy({ senderName, senderId }: Waiting): string {
  return senderName ? t('{{name}}（{{id}}）', { name: senderName, id: senderId }) : senderId
}

/** 「机器人在问小明（81230456）」; another tool than the bot's own way of asking is named. */
export function questionTitle(question: UserQuestion): string {
  const who = askedBy(question)
  return question.tool === 'ask_user'
    ? t('机器人在问{{who}}', { who })
    : t('「{{tool}}」在问{{who}}', { tool: question.toolTitle, who })
}

/** What a tool may do, in a word and a colour. */
export function riskStanding(risk: Risk): { tone: Tone; word: string } {
  const standings: Record<Risk, { tone: Tone; word: string }> = {
    green: { tone: 'ok', word: t('只读') },
    yellow: { tone: 'warn', word: t('联网') },
    red: { tone: 'err', word: t('会动手') },
  }
  return standings[risk]
}

export function toolRoleTitle(role: ToolRole): string {
  const titles: Record<ToolRole, string> = { owner: t('主人'), trusted: t('信任的人'), member: t('成员') }
  return titles[role]
}

/** What waits, of one chat or of all; an answer is wanted of the oldest first. */
export function waitingIn({ waiting }: AsksState, chatId: number | undefined): Waiting[] {
  return chatId === undefined ? waiting : waiting.filter((one) => one.chatId === chatId)
}

/** `还有 45 s`, `还有 2 分 41 秒`; whole seconds, so that it counts down evenly. */
export function leftWords(until: number, now: number): string {
  const seconds = Math.ceil((until - now) / 1000)
  if (seconds <= 0) return t('时间到了')
  if (seconds < 60) return t('还有 {{n}} s', { n: seconds })
  return t('还有 {{m}} 分 {{s}} 秒', { m: Math.floor(seconds / 60), s: seconds % 60 })
}

/** How a question is answered. */
export type AnswerForm =
  | { kind: 'choice'; options: { label: string; value: string | number | boolean | null }[] }
  | { kind: 'number'; whole: boolean; min: number | undefined; max: number | undefined }
  | { kind: 'text'; maxLength: number | undefined }

/** The form that a JSON Schema of one value asks for; a text where it says nothing else. */
export function answerForm(schema: Record<string, unknown>): AnswerForm {
  if (Array.isArray(schema.enum)) {
    const values = schema.enum as (string | number | boolean | null)[]
    return { kind: 'choice', options: values.map((value) => ({ label: String(value), value })) }
  }
  if (schema.type === 'boolean') {
    return {
      kind: 'choice',
      options: [
        { label: t('是'), value: true },
        { label: t('否'), value: false },
      ],
    }
  }
  if (schema.type === 'number' || schema.type === 'integer') {
    const { minimum, maximum } = schema
    return { kind: 'number', whole: schema.type === 'integer', min: numeric(minimum), max: numeric(maximum) }
  }
  return { kind: 'text', maxLength: numeric(schema.maxLength) }
}

function numeric(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
