import { SearchOutlined } from '@ant-design/icons'
import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { Config } from '../../../shared/config.ts'
import { ConfigField } from '../../forms/config-field.tsx'
import { fieldsOf } from '../../forms/field.ts'
import { valueAt } from '../../forms/field-value.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pane } from '../../ui/pane.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AboutPane } from './about-pane.tsx'
import { AppearancePane } from './appearance-pane.tsx'
import { ChangesPane } from './changes-pane.tsx'
import { sectionsOf } from './section.ts'
import styles from './settings-page.module.css'

/** Schemas do not change while the program runs. */
const fields = fieldsOf(Config)

const selectConfig = ({ config }: { config: Config }) => config

/** Every setting that is not of one chat, provider or account, drawn from the configuration's schema. */
export function SettingsPage() {
  const config = useTopic('config', selectConfig)
  const [depth, setDepth] = useState<'simple' | 'all'>('simple')
  const [search, setSearch] = useState('')
  if (!config) return <Skeleton />

  const sections = sectionsOf(fields, depth, search)
  const searching = search.trim() !== ''
  return (
    <div className={styles.page}>
      <PageHeader title={t('设置')} text={t('改完马上生效，都能撤销。')}>
        <Input
          style={{ width: 200 }}
          allowClear
          prefix={<SearchOutlined />}
          aria-label={t('搜设置')}
          placeholder={t('搜设置')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Segmented
          aria-label={t('显示多少设置')}
          options={[
            { value: 'simple' as const, label: t('简单') },
            { value: 'all' as const, label: t('全部') },
          ]}
          value={depth}
          onChange={setDepth}
        />
      </PageHeader>
      {!searching && <AppearancePane />}
      {sections.map((section) => (
        <Pane key={section.id} title={t(section.title)} flush>
          {section.fields.map((field) => (
            <ConfigField key={field.path.join('.')} field={field} value={valueAt(config, field.path)} />
          ))}
        </Pane>
      ))}
      {searching && sections.length === 0 && (
        <EmptyState icon={<SearchOutlined />} title={t('没有这样的设置')} text={t('换个词试试。')} />
      )}
      {!searching && (
        <>
          <ChangesPane fields={fields} />
          <AboutPane />
        </>
      )}
    </div>
  )
}
