import { StarFilled, StarOutlined } from '@ant-design/icons'
import { Button, Segmented, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { t } from '../../i18n/i18n.ts'
import { Chip } from '../../ui/chip.tsx'
import { formatDuration } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { contextWords, type ModelRow } from './model-row.ts'
import styles from './model-table.module.css'
import { TestMark } from './test-mark.tsx'
import { type TestResult, testModel, useTestResults } from './test-results.ts'

interface ModelTableProps {
  rows: readonly ModelRow[]
  onDefault: (model: string) => void
}

type Ability = 'all' | 'vision' | 'tools'

/** Every model with what it can do, how fast it was in its test, and the star of the default. */
export function ModelTable({ rows, onDefault }: ModelTableProps) {
  const results = useTestResults()
  const [ability, setAbility] = useState<Ability>('all')
  const abilities = [
    { value: 'all' as const, label: t('全部') },
    { value: 'vision' as const, label: t('看图') },
    { value: 'tools' as const, label: t('工具') },
  ]
  const title = (
    <span className={styles.title}>
      {t('全部模型')}
      <Segmented size="small" options={abilities} value={ability} onChange={setAbility} />
    </span>
  )
  return (
    <Pane title={title} flush>
      <div className={styles.table}>
        <Table<ModelRow>
          size="small"
          pagination={false}
          dataSource={rows.filter((row) => ability === 'all' || row[ability])}
          columns={columnsOf(results, onDefault)}
          scroll={{ x: 'max-content' }}
          rowClassName={(row) => (row.enabled ? '' : (styles.off ?? ''))}
        />
      </div>
    </Pane>
  )
}

function columnsOf(
  results: Readonly<Record<string, TestResult>>,
  onDefault: (model: string) => void,
): TableColumnsType<ModelRow> {
  return [
    {
      key: 'star',
      title: <Unseen text={t('默认')} />,
      width: 34,
      render: (_, row) => <Star row={row} onDefault={onDefault} />,
    },
    { key: 'name', title: t('模型'), render: (_, row) => <Name row={row} /> },
    { key: 'provider', title: t('提供商'), dataIndex: 'providerTitle' },
    { key: 'abilities', title: t('能力'), render: (_, row) => <Abilities row={row} /> },
    {
      key: 'context',
      title: t('上下文'),
      align: 'right',
      render: (_, row) => contextWords(row.contextTokens),
    },
    {
      key: 'test',
      title: t('能用'),
      align: 'center',
      render: (_, row) => <TestMark result={results[row.key]} />,
    },
    {
      key: 'first',
      title: t('首字'),
      align: 'right',
      width: 80,
      render: (_, row) => firstOf(results[row.key]),
    },
    {
      key: 'run',
      title: <Unseen text={t('测试')} />,
      align: 'right',
      width: 64,
      render: (_, row) => (
        <Button
          size="small"
          type="text"
          disabled={!row.enabled || results[row.key] === 'running'}
          aria-label={t('测试 {{name}}', { name: row.name })}
          onClick={() => void testModel(row.key)}
        >
          {t('测试')}
        </Button>
      ),
    },
  ]
}

/** Columns of icons need no words for those who see them. */
function Unseen({ text }: { text: string }) {
  return <span className={styles.unseen}>{text}</span>
}

function Star({ row, onDefault }: { row: ModelRow; onDefault: (model: string) => void }) {
  const label = row.isDefault
    ? t('{{name}} 是默认模型', { name: row.name })
    : t('把 {{name}} 设为默认', { name: row.name })
  return (
    <button
      type="button"
      className={styles.star}
      data-on={row.isDefault || undefined}
      aria-label={label}
      aria-pressed={row.isDefault}
      disabled={row.isDefault || !row.enabled}
      title={label}
      onClick={() => onDefault(row.key)}
    >
      {row.isDefault ? <StarFilled /> : <StarOutlined />}
    </button>
  )
}

function Name({ row }: { row: ModelRow }) {
  return (
    <span className={styles.name}>
      <span title={row.name}>{row.name}</span>
      {row.isDefault && <Chip tone="accent">{t('默认')}</Chip>}
      {row.providerId === 'demo' && <small>{t('内置，不联网')}</small>}
    </span>
  )
}

function Abilities({ row }: { row: ModelRow }) {
  if (!row.vision && !row.tools) return <span className={styles.none}>–</span>
  return (
    <span className={styles.abilities}>
      {row.vision && <Chip tone="info">{t('看图')}</Chip>}
      {row.tools && <Chip tone="tool">{t('工具')}</Chip>}
    </span>
  )
}

function firstOf(result: TestResult | undefined): string {
  if (result === undefined || result === 'running' || result.firstTokenMs === null) return '–'
  return formatDuration(result.firstTokenMs)
}
