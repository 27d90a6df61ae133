import { SearchOutlined } from '@ant-design/icons'
import { Input, Segmented } from 'antd'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { configFields } from '../../forms/config-fields.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AboutPane } from './about-pane.tsx'
import { AppearancePane } from './appearance-pane.tsx'
import { ChangesPane } from './changes-pane.tsx'
import { type Section, sectionsOf } from './section.ts'
import { type IndexEntry, SectionIndex } from './section-index.tsx'
import { SectionPane } from './section-pane.tsx'
import styles from './settings-page.module.css'
import { TransferPane } from './transfer-pane.tsx'
import { useSearch } from './use-search.ts'

/** What is no setting, around those that are. */
const before = [{ id: 'appearance', title: '外观', Content: AppearancePane }]
const behind = [
  { id: 'transfer', title: '搬家', Content: TransferPane },
  { id: 'changes', title: '修改记录', Content: ChangesPane },
  { id: 'about', title: '关于', Content: AboutPane },
]

/** Every setting that is not of one chat, provider or account, drawn from the configuration's schema. */
export function SettingsPage() {
  const { search, setSearch } = useSearch()
  const [depth, setDepth] = useState<'simple' | 'all'>('simple')
  // Typing goes on while the rows of what was typed are put together.
  const words = useDeferredValue(search)
  const sections = useMemo(() => sectionsOf(configFields, depth, words), [depth, words])
  const searching = words.trim() !== ''
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
      <div className={styles.columns}>
        <div className={styles.sections}>
          {!searching && <Others panes={before} />}
          <Sections sections={sections} />
          {searching && sections.length === 0 && (
            <EmptyState icon={<SearchOutlined />} title={t('没有这样的设置')} text={t('换个词试试。')} />
          )}
          {!searching && <Others panes={behind} />}
        </div>
        <SectionIndex entries={searching ? sections : [...before, ...sections, ...behind]} />
      </div>
    </div>
  )
}

interface OtherPane extends IndexEntry {
  Content: () => ReactNode
}

function Others({ panes }: { panes: readonly OtherPane[] }) {
  return panes.map(({ id, Content }) => (
    <div key={id} className={styles.section} id={`settings-${id}`}>
      <Content />
    </div>
  ))
}

/** Apart from the page, so that a key stroke in the search does not draw the rows. */
function Sections({ sections }: { sections: readonly Section[] }) {
  const config = useTopic('config', (state) => state.config)
  if (!config) return <Skeleton />
  return sections.map((section) => <SectionPane key={section.id} section={section} config={config} />)
}
