import type { PicturesState } from '../../../shared/pictures.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCount, formatSize } from '../../ui/format.ts'
import styles from './cache-view.module.css'
import { hitRateWords } from './picture-words.ts'

/** The numbers since the start. */
export function CacheFacts({ state }: { state: PicturesState }) {
  const { hits, misses, memoryItems, memoryBytes, captions, captionsSpared, downloads, failures } = state
  const asked = hits + misses
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t('缓存命中')}</dt>
        <dd>{hitRateWords(state)}</dd>
        <dd className={styles.bar}>
          <i style={{ width: asked === 0 ? 0 : `${(hits / asked) * 100}%` }} />
        </dd>
        <dd className={styles.small}>
          {asked === 0
            ? t('还没有要第二遍的')
            : t('要了 {{asked}} 次，{{hits}} 次在内存里', {
                asked: formatCount(asked),
                hits: formatCount(hits),
              })}
        </dd>
      </div>
      <div>
        <dt>{t('内存里')}</dt>
        <dd>{formatSize(memoryBytes)}</dd>
        <dd className={styles.small}>{t('{{n}} 张', { n: formatCount(memoryItems) })}</dd>
      </div>
      <div>
        <dt>{t('取下来的')}</dt>
        <dd>{formatCount(downloads)}</dd>
        <dd className={styles.small}>
          {failures === 0 ? t('没有失败的') : t('{{n}} 张没取到', { n: formatCount(failures) })}
        </dd>
      </div>
      <div>
        <dt>{t('看成文字')}</dt>
        <dd>{formatCount(captions)}</dd>
        <dd className={styles.small}>{t('省了 {{n}} 次调用', { n: formatCount(captionsSpared) })}</dd>
      </div>
    </dl>
  )
}
