import { PlusOutlined, ThunderboltOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import { ModelSelect } from '../../forms/model-select.tsx'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { useTopic } from '../../live/use-topic.ts'
import { shortModel } from '../../ui/format.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { rowsOfModels } from './model-row.ts'
import { ModelTable } from './model-table.tsx'
import styles from './models-page.module.css'
import { ProviderCards } from './provider-cards.tsx'
import { ProviderDrawer } from './provider-drawer.tsx'
import { ProviderProblems } from './provider-problems.tsx'
import { testModels } from './test-results.ts'

/** What the drawer works on: a saved provider by its id, a new one, or nothing. */
type Editing = { id: string } | 'new' | null

const selectConfig = ({ config }: { config: Config }) => config

export function ModelsPage() {
  const config = useTopic('config', selectConfig)
  const [editing, setEditing] = useState<Editing>(null)
  if (!config) return <Skeleton />

  const rows = rowsOfModels(config)
  const edited =
    editing === null || editing === 'new' ? null : config.providers.find((p) => p.id === editing.id)
  const setDefault = (model: string) =>
    void editConfig(
      [{ path: ['defaults', 'model'], set: model }],
      t('默认模型已改为「{{model}}」', { model: shortModel(model) }),
    )
  return (
    <>
      <PageHeader
        title={t('模型')}
        text={t('{{providers}} 个提供商，{{models}} 个模型。改完马上生效。', {
          providers: config.providers.length,
          models: rows.length - 1,
        })}
      >
        <Button
          icon={<ThunderboltOutlined />}
          title={t('每个模型问一句很短的话')}
          onClick={() => void testModels(rows.filter((row) => row.enabled).map((row) => row.key))}
        >
          {t('全部测一遍')}
        </Button>
        <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          {t('加提供商')}
        </Button>
      </PageHeader>
      <div className={styles.slot}>
        <label htmlFor="default-model">{t('默认聊天模型')}</label>
        <ModelSelect
          id="default-model"
          variant="filled"
          value={config.defaults.model}
          onChange={setDefault}
        />
        <span>{t('没有单独选过模型的聊天都用它')}</span>
      </div>
      <ProviderCards
        providers={config.providers}
        onEdit={(id) => setEditing({ id })}
        onAdd={() => setEditing('new')}
      />
      <ProviderProblems providers={config.providers} onEdit={(id) => setEditing({ id })} />
      <ModelTable rows={rows} onDefault={setDefault} />
      {(editing === 'new' || edited) && (
        <ProviderDrawer config={config} saved={edited ?? null} onClose={() => setEditing(null)} />
      )}
    </>
  )
}
