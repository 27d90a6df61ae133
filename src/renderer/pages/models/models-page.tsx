import { PlusOutlined, ThunderboltOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import type { ModelState } from '../../../shared/provider.ts'
import { withFirst } from '../../forms/model-list.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { useTopic } from '../../live/use-topic.ts'
import { shortModel } from '../../ui/format.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { probesCost, roughCost } from './model-price.ts'
import { type ModelRow, rowsOfModels } from './model-row.ts'
import { ModelTable } from './model-table.tsx'
import styles from './models-page.module.css'
import { probeModels } from './probes.ts'
import type { FormPart } from './problem-fix.ts'
import { ProviderCards } from './provider-cards.tsx'
import { ProviderDrawer } from './provider-drawer.tsx'
import { ProviderProblems } from './provider-problems.tsx'
import { slotList, slotOps } from './slot-list.ts'
import { Slots } from './slots.tsx'

/** What the drawer works on: a saved provider and where in it to begin, a new one, or nothing. */
type Editing = { id: string; part?: FormPart; model?: string } | 'new' | null

const selectConfig = ({ config }: { config: Config }) => config
const selectStates = (states: Record<string, ModelState>) => states

export function ModelsPage() {
  const config = useTopic('config', selectConfig)
  const states = useTopic('models', selectStates)
  const [editing, setEditing] = useState<Editing>(null)
  const rows = useMemo(() => (config ? rowsOfModels(config, states) : []), [config, states])
  if (!config) return <Skeleton />

  const edited =
    editing === null || editing === 'new' ? null : config.providers.find((p) => p.id === editing.id)
  const setDefault = (model: string) =>
    void editConfig((now) => ({
      ops: slotOps(now, 'chat', withFirst(slotList(now, 'chat'), model)),
      said: t('默认模型已改为「{{model}}」', { model: shortModel(model) }),
    }))
  return (
    <>
      <PageHeader
        title={t('模型')}
        text={t('{{providers}} 个提供商，{{models}} 个模型。改完马上生效。', {
          providers: config.providers.length,
          models: rows.length - 1,
        })}
      >
        <TestAll rows={rows.filter((row) => row.enabled)} />
        <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          {t('加提供商')}
        </Button>
      </PageHeader>
      <Slots config={config} />
      <ProviderCards
        providers={config.providers}
        onEdit={(id) => setEditing({ id })}
        onAdd={() => setEditing('new')}
      />
      <ProviderProblems config={config} onEdit={(id, part) => setEditing({ id, part })} />
      <ModelTable
        rows={rows}
        onDefault={setDefault}
        onEdit={({ providerId, name }) => setEditing({ id: providerId, part: 'models', model: name })}
      />
      {(editing === 'new' || edited) && (
        <ProviderDrawer
          saved={edited ?? null}
          {...(editing !== 'new' && { part: editing?.part, model: editing?.model })}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  )
}

/** Tests every model, and says before what that costs. */
function TestAll({ rows }: { rows: readonly ModelRow[] }) {
  const [running, setRunning] = useState(false)
  const { yuan, unknown } = probesCost(rows)
  const about =
    unknown === 0
      ? t('每个模型测三项：说句话、看张图、用个工具。')
      : t('每个模型测三项：说句话、看张图、用个工具。有 {{n}} 个不知道单价，没算进去。', { n: unknown })
  const testAll = async () => {
    setRunning(true)
    await probeModels(rows.map((row) => row.key))
    setRunning(false)
  }
  return (
    <Button icon={<ThunderboltOutlined />} title={about} loading={running} onClick={() => void testAll()}>
      {t('全部测一遍')}
      <span className={styles.about}>{unknown === rows.length ? '' : roughCost(yuan)}</span>
    </Button>
  )
}
