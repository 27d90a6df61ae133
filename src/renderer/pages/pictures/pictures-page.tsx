import { Segmented } from 'antd'
import type { PicturesState } from '../../../shared/pictures.ts'
import { replaceRoute, useRoute } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { CacheView } from './cache-view.tsx'
import { GalleryView } from './gallery-view.tsx'
import { summaryWords } from './picture-words.ts'
import styles from './pictures-page.module.css'

const selectPictures = (state: PicturesState) => state

/** 图片: what was seen in all chats, and how pictures are fetched and kept. */
export function PicturesPage() {
  const { query } = useRoute()
  const state = useTopic('pictures', selectPictures)
  if (!state) return <Skeleton />
  const view = query.view === 'cache' ? 'cache' : 'gallery'
  return (
    <div className={styles.page}>
      <PageHeader title={t('图片')} text={summaryWords(state)}>
        <Segmented
          aria-label={t('看什么')}
          options={[
            { value: 'gallery' as const, label: t('图片') },
            { value: 'cache' as const, label: t('缓存和队列') },
          ]}
          value={view}
          onChange={(next) => replaceRoute('/pictures', next === 'cache' ? { view: next } : {})}
        />
      </PageHeader>
      {view === 'cache' ? <CacheView state={state} /> : <GalleryView />}
    </div>
  )
}
