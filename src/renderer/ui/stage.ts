import { t } from '../i18n/i18n.ts'

/** The six steps of every answer, in order; the one motif of the panel. */
export const stages = ['received', 'merging', 'queued', 'thinking', 'tool', 'sending'] as const
export type Stage = (typeof stages)[number]

export function stageTitle(stage: Stage): string {
  const titles: Record<Stage, string> = {
    received: t('收到'),
    merging: t('合并等待'),
    queued: t('排队'),
    thinking: t('思考'),
    tool: t('工具'),
    sending: t('发送'),
  }
  return titles[stage]
}

/** The stage's colour as a custom property, for bars drawn elsewhere. */
export const stageColours: Record<Stage, string> = {
  received: 'var(--recv)',
  merging: 'var(--warn)',
  queued: 'var(--wait)',
  thinking: 'var(--accent)',
  tool: 'var(--tool)',
  sending: 'var(--ok)',
}

/** Striped when drawn: nothing is being done, somebody waits. */
export const waitingStages: ReadonlySet<Stage> = new Set(['merging', 'queued'])
