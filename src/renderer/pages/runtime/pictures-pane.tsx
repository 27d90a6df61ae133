import type { PicturesState } from '../../../shared/pictures.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { FactList } from '../../ui/fact-list.tsx'
import { formatCount, formatSize } from '../../ui/format.ts'
import { MoreLink } from '../../ui/more-link.tsx'
import { Pane } from '../../ui/pane.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { busyWords, hitRateWords } from '../pictures/picture-words.ts'
import styles from './facts.module.css'

const selectPictures = (state: PicturesState) => state

/** What happens to pictures right now, in short. */
export function PicturesPane() {
  const pictures = useTopic('pictures', selectPictures)
  const more = <MoreLink href={hrefTo('/pictures', { view: 'cache' })}>{t('缓存和队列')}</MoreLink>
  if (!pictures) {
    return (
      <Pane title={t('图片')} actions={more}>
        <Skeleton />
      </Pane>
    )
  }
  const { stored, diskBytes, memoryItems, memoryBytes } = pictures
  const facts = [
    { name: t('现在'), value: busyWords(pictures) || t('没有在取的') },
    {
      name: t('内存里'),
      value: t('{{n}} 张 · {{size}}', { n: formatCount(memoryItems), size: formatSize(memoryBytes) }),
    },
    { name: t('缓存命中'), value: hitRateWords(pictures) },
    {
      name: t('磁盘上'),
      value: t('{{n}} 张 · {{size}}', { n: formatCount(stored), size: formatSize(diskBytes) }),
    },
  ]
  return (
    <Pane title={t('图片')} actions={more} flush>
      <FactList className={styles.sizes} facts={facts} />
    </Pane>
  )
}
