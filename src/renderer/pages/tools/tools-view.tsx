import { SearchOutlined, ToolOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Select } from 'antd'
import { useDeferredValue, useMemo, useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import type { ToolState } from '../../../shared/tools.ts'
import { riskStanding } from '../../conversation/ask-words.ts'
import { t } from '../../i18n/i18n.ts'
import { cx } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pane } from '../../ui/pane.tsx'
import { isFiltered, noFilter, type ToolFilter, toolGroups } from './tool-list.ts'
import type { ToolPolicy } from './tool-policy.ts'
import { ToolTable } from './tool-table.tsx'
import { needsLook } from './tool-words.ts'
import styles from './tools-view.module.css'

interface ToolsViewProps {
  tools: readonly ToolState[]
  policy: ToolPolicy
  access: Config['access']
}

/** Every tool there is, to be searched and narrowed down. */
export function ToolsView({ tools, policy, access }: ToolsViewProps) {
  const [filter, setFilter] = useState(noFilter)
  const set = (change: Partial<ToolFilter>) => setFilter((before) => ({ ...before, ...change }))
  // Typing goes on while the rows are put together.
  const looked = useDeferredValue(filter)
  const groups = useMemo(() => toolGroups(tools, looked), [tools, looked])
  const found = groups.reduce((sum, group) => sum + group.tools.length, 0)
  return (
    <>
      <Filters filter={filter} troubled={tools.filter(needsLook).length} onChange={set} />
      <p className={styles.found} role="status">
        {isFiltered(looked) && t('找到 {{n}} 个', { n: found })}
      </p>
      <Pane flush>
        {found > 0 && <ToolTable groups={groups} policy={policy} access={access} />}
        {found === 0 && (
          <EmptyState
            icon={isFiltered(looked) ? <SearchOutlined /> : <ToolOutlined />}
            title={isFiltered(looked) ? t('没有这样的工具') : t('还没有工具')}
            text={isFiltered(looked) ? t('换个词、换个条件试试。') : t('机器人刚启动，等一下就有了。')}
          >
            {isFiltered(looked) && <Button onClick={() => setFilter(noFilter)}>{t('看全部')}</Button>}
          </EmptyState>
        )}
      </Pane>
    </>
  )
}

interface FiltersProps {
  filter: ToolFilter
  /** How many tools have something wrong. */
  troubled: number
  onChange: (change: Partial<ToolFilter>) => void
}

function Filters({ filter, troubled, onChange }: FiltersProps) {
  const sources: { value: ToolFilter['source']; label: string }[] = [
    { value: 'all', label: t('所有来源') },
    { value: 'built-in', label: t('自带') },
    { value: 'file', label: t('工具文件') },
    { value: 'mcp', label: 'MCP' },
  ]
  const risks: { value: ToolFilter['risk']; label: string }[] = [
    { value: 'all', label: t('所有风险') },
    ...(['green', 'yellow', 'red'] as const).map((risk) => ({ value: risk, label: riskStanding(risk).word })),
  ]
  return (
    <div className={styles.filters}>
      <Input
        className={cx(styles.search)}
        allowClear
        prefix={<SearchOutlined />}
        aria-label={t('搜工具')}
        placeholder={t('搜工具')}
        maxLength={100}
        value={filter.search}
        onChange={(event) => onChange({ search: event.target.value })}
      />
      <Select
        className={cx(styles.choice)}
        aria-label={t('来源')}
        value={filter.source}
        options={sources}
        onChange={(source) => onChange({ source })}
      />
      <Select
        className={cx(styles.choice)}
        aria-label={t('风险')}
        value={filter.risk}
        options={risks}
        onChange={(risk) => onChange({ risk })}
      />
      <Checkbox
        checked={filter.problems}
        disabled={troubled === 0 && !filter.problems}
        onChange={(event) => onChange({ problems: event.target.checked })}
      >
        {t('有问题')}
        {troubled > 0 && <data value={troubled}> {troubled}</data>}
      </Checkbox>
    </div>
  )
}
