import { memo } from 'react'
import type { ToolState } from '../../../shared/tools.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { Chip } from '../../ui/chip.tsx'
import { formatAgo, formatCount, formatDuration, formatPercent } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import { useNow } from '../../ui/use-now.ts'
import { RiskMark } from './risk-mark.tsx'
import { toolKey } from './tool-list.ts'
import { ToolSwitch } from './tool-switch.tsx'
import styles from './tool-table.module.css'
import { failsOften, failureRate } from './tool-words.ts'

interface ToolRowProps {
  tool: ToolState
  /** Who may use it, in words. */
  who: string
  on: boolean
  /** The columns a small window has no room for. */
  wide: boolean
}

/** One tool of the list. The whole row leads to it; the switch stands above that. */
export const ToolRow = memo(function ToolRow({ tool, who, on, wide }: ToolRowProps) {
  const { name, title, risk, problem, running, calls, averageMs, lastAt } = tool
  const rate = failureRate(tool)
  return (
    <tr data-off={!on || problem !== null || undefined}>
      <td>
        <RiskMark risk={risk} />
      </td>
      <td>
        <span className={styles.title}>
          <a className={styles.open} href={hrefTo('/tools', { tool: toolKey(tool) })} title={title}>
            {title}
          </a>
          {problem && (
            <Chip tone="err" title={problem.message}>
              {t('用不了')}
            </Chip>
          )}
          {running > 0 && (
            <Status tone="tool" pulse>
              {running > 1 ? t('正在用 ×{{n}}', { n: running }) : t('正在用')}
            </Status>
          )}
        </span>
        <code className={styles.name} title={name}>
          {name}
        </code>
      </td>
      <td className={styles.who} {...(!problem && on && { title: who })}>
        {problem ? '–' : on ? who : t('关着')}
      </td>
      <td className={styles.number}>{calls === 0 ? '–' : formatCount(calls)}</td>
      <td className={styles.number} data-bad={failsOften(tool) || undefined}>
        {rate === null ? '–' : formatPercent(rate)}
      </td>
      {wide && (
        <>
          <td className={styles.number}>{averageMs === null ? '–' : formatDuration(averageMs)}</td>
          <td className={styles.number}>{lastAt === null ? '–' : <Ago at={lastAt} />}</td>
        </>
      )}
      <td className={styles.switch}>{!problem && <ToolSwitch small tool={tool} on={on} />}</td>
    </tr>
  )
})

function Ago({ at }: { at: number }) {
  return <time>{formatAgo(at, useNow(10_000))}</time>
}
