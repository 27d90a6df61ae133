import { Tabs } from 'antd'
import type { ReactNode } from 'react'
import type { AsksState, Reminder } from '../../../shared/tools.ts'
import { replaceRoute } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { cx } from '../../ui/class-names.ts'
import { Dot } from '../../ui/dot.tsx'
import type { Counts, View } from './page-counts.ts'
import styles from './tools-page.module.css'

interface PageTabsProps {
  view: View
  counts: Counts
  files: number
  servers: number
  /** What is looked at. */
  children: ReactNode
}

interface Tab {
  key: View
  label: string
  count?: number
  /** What is wrong in there, in words; '' when nothing is. */
  wrong?: string
}

const countGrants = ({ grants }: AsksState) => grants.length
const countReminders = (reminders: Record<string, Reminder>) => Object.keys(reminders).length

/** The parts of the page, each with how much there is in it and whether something is wrong. */
export function PageTabs({ view, counts, files, servers, children }: PageTabsProps) {
  const grants = useTopic('asks', countGrants) ?? 0
  const reminders = useTopic('reminders', countReminders) ?? 0
  const tabs: Tab[] = [
    {
      key: 'tools',
      label: t('工具'),
      count: counts.tools,
      wrong: counts.broken > 0 ? t('有用不了的') : '',
    },
    { key: 'who', label: grants > 0 ? t('谁能用（放行 {{n}}）', { n: grants }) : t('谁能用') },
    {
      key: 'files',
      label: t('工具文件'),
      count: files,
      wrong: counts.files > 0 ? t('有没加载上的') : '',
    },
    { key: 'mcp', label: 'MCP', count: servers, wrong: counts.servers > 0 ? t('有没连上的') : '' },
    ...(reminders > 0 || view === 'reminders'
      ? [{ key: 'reminders' as const, label: t('提醒'), count: reminders }]
      : []),
    { key: 'settings', label: t('搜索和限制') },
  ]
  return (
    <Tabs
      className={cx(styles.tabs)}
      animated={false}
      activeKey={view}
      onChange={(key) => replaceRoute('/tools', key === 'tools' ? {} : { view: key })}
      destroyOnHidden
      items={tabs.map((tab) => ({
        key: tab.key,
        label: <Label tab={tab} />,
        ...(tab.key === view && { children: <div className={styles.view}>{children}</div> }),
      }))}
    />
  )
}

function Label({ tab: { label, count = 0, wrong = '' } }: { tab: Tab }) {
  return (
    <span className={styles.label}>
      {label}
      {count > 0 && <data value={count}>{count}</data>}
      {wrong && (
        <span role="img" aria-label={wrong} title={wrong}>
          <Dot tone="err" />
        </span>
      )}
    </span>
  )
}
