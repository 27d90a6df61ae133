import { Button, Segmented, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { ProbeKind } from '../../../shared/provider.ts'
import { t } from '../../i18n/i18n.ts'
import { formatDuration } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { useBelowDesign } from '../../ui/use-media.ts'
import { Abilities, Name, PriceCell, Run, Star } from './model-cells.tsx'
import { contextWords, type ModelRow } from './model-row.ts'
import styles from './model-table.module.css'
import { ProbeMark } from './probe-mark.tsx'
import { type ModelProbes, type Probes, useProbes } from './probes.ts'

interface ModelTableProps {
  rows: readonly ModelRow[]
  onDefault: (model: string) => void
  /** Leads to what can be said of a model by hand. */
  onEdit: (row: ModelRow) => void
}

type Ability = 'all' | 'vision' | 'tools' | 'reasoning'

/** Columns that a small window leaves out, so that nothing has to be scrolled to; the form of a model has them too. */
const lessNeeded: ReadonlySet<unknown> = new Set(['provider', 'first', 'context'])

/** Every model with what it can do, what the probes say, how fast it is and what it costs. */
export function ModelTable({ rows, onDefault, onEdit }: ModelTableProps) {
  const probes = useProbes()
  const narrow = useBelowDesign()
  const columns = columnsOf({ probes, onDefault, onEdit, narrow })
  const [ability, setAbility] = useState<Ability>('all')
  const abilities = [
    { value: 'all' as const, label: t('全部') },
    { value: 'vision' as const, label: t('看图') },
    { value: 'tools' as const, label: t('工具') },
    { value: 'reasoning' as const, label: t('思考') },
  ]
  const title = (
    <span className={styles.title}>
      {t('全部模型')}
      <Segmented
        size="small"
        aria-label={t('只看会这些的')}
        options={abilities}
        value={ability}
        onChange={setAbility}
      />
    </span>
  )
  return (
    <Pane title={title} actions={<span>{t('价格：元 / 百万词元')}</span>} flush>
      <div className={styles.table}>
        <Table<ModelRow>
          size="small"
          pagination={false}
          dataSource={rows.filter((row) => ability === 'all' || row[ability])}
          columns={narrow ? columns.filter(({ key }) => !lessNeeded.has(key)) : columns}
          tableLayout="fixed"
          locale={{ emptyText: <Nothing onAll={() => setAbility('all')} /> }}
          rowClassName={({ enabled, state }) =>
            enabled && state?.health !== 'resting' ? '' : (styles.off ?? '')
          }
        />
      </div>
    </Pane>
  )
}

interface Cells extends Pick<ModelTableProps, 'onDefault' | 'onEdit'> {
  probes: Probes
  narrow: boolean
}

function columnsOf({ probes, onDefault, onEdit, narrow }: Cells): TableColumnsType<ModelRow> {
  return [
    {
      key: 'star',
      title: <Unseen text={t('默认')} />,
      width: 40,
      render: (_, row) => <Star row={row} onDefault={onDefault} />,
    },
    { key: 'name', title: t('模型'), render: (_, row) => <Name row={row} onEdit={onEdit} /> },
    {
      key: 'provider',
      title: t('提供商'),
      width: 108,
      render: (_, row) => <Provider title={row.providerTitle} />,
    },
    {
      key: 'abilities',
      title: t('能力'),
      width: narrow ? 132 : 156,
      render: (_, row) => <Abilities row={row} probes={probes[row.key]} />,
    },
    probeColumn('text', t('文字'), probes),
    probeColumn('picture', t('图片'), probes),
    probeColumn('tool', t('工具'), probes),
    {
      key: 'first',
      title: t('首字'),
      align: 'right',
      width: 68,
      render: (_, row) => firstOf(row, probes[row.key]),
    },
    {
      key: 'context',
      title: t('上下文'),
      align: 'right',
      width: 76,
      render: (_, row) => contextWords(row.contextTokens),
    },
    {
      key: 'input',
      title: t('输入'),
      align: 'right',
      width: 72,
      render: (_, row) => <PriceCell row={row} side="input" onEdit={onEdit} />,
      onCell: ({ price }) => ({ colSpan: price === null ? 2 : 1 }),
    },
    {
      key: 'output',
      title: t('输出'),
      align: 'right',
      width: 76,
      render: (_, row) => <PriceCell row={row} side="output" onEdit={onEdit} />,
      onCell: ({ price }) => ({ colSpan: price === null ? 0 : 1 }),
    },
    {
      key: 'run',
      title: <Unseen text={t('测试')} />,
      align: 'right',
      width: 84,
      render: (_, row) => <Run row={row} probes={probes[row.key]} />,
    },
  ]
}

function probeColumn(kind: ProbeKind, title: string, probes: Probes): TableColumnsType<ModelRow>[number] {
  return {
    key: `probe-${kind}`,
    title,
    align: 'center',
    width: 52,
    render: (_, row) => <ProbeMark kind={kind} result={probes[row.key]?.[kind]} />,
  }
}

function Provider({ title }: { title: string }) {
  return (
    <span className={styles.provider} title={title}>
      {title}
    </span>
  )
}

function Nothing({ onAll }: { onAll: () => void }) {
  return (
    <span className={styles.nothing}>
      {t('没有会这个的模型')}
      <Button size="small" onClick={onAll}>
        {t('看全部')}
      </Button>
    </span>
  )
}

/** Columns of icons need no words for those who see them. */
function Unseen({ text }: { text: string }) {
  return <span className={styles.unseen}>{text}</span>
}

/** Of its last real calls, else of the probe. */
function firstOf({ state }: ModelRow, probes: ModelProbes | undefined): string {
  const probed = probes?.text === 'running' ? null : probes?.text?.firstTokenMs
  const ms = state?.firstTokenMs ?? probed ?? null
  return ms === null ? '–' : formatDuration(ms)
}
