import type { Config } from '../../../shared/config.ts'
import type { PicturesState } from '../../../shared/pictures.ts'
import { hrefTo } from '../../app/router.ts'
import { ConfigField } from '../../forms/config-field.tsx'
import { configField } from '../../forms/config-fields.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatCount, formatPercent, formatSize } from '../../ui/format.ts'
import { MoreLink } from '../../ui/more-link.tsx'
import { Pane } from '../../ui/pane.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './cache-view.module.css'

const megabyte = 1024 ** 2
/** From here on the oldest are about to go. */
const almost = 0.9

const selectImages = ({ config }: { config: Config }) => config.images
/** Of the settings the ones people look for here; the rest is a link away. */
const shown = ['prefetch', 'maxSide', 'diskMegabytes'] as const

/** How much of the disk the store takes, and may take. */
export function DiskPane({ state }: { state: PicturesState }) {
  const images = useTopic('config', selectImages)
  const more = <MoreLink href={hrefTo('/settings', { search: 'images.' })}>{t('全部图片设置')}</MoreLink>
  if (!images) {
    return (
      <Pane title={t('磁盘')} actions={more}>
        <Skeleton />
      </Pane>
    )
  }
  const limit = images.diskMegabytes * megabyte
  const part = Math.min(1, state.diskBytes / limit)
  return (
    <Pane title={t('磁盘')} actions={more} flush>
      <div className={styles.disk}>
        <b>
          {t('{{used}}，最多 {{limit}}', { used: formatSize(state.diskBytes), limit: formatSize(limit) })}
        </b>
        <div className={styles.bar} data-full={part >= almost || undefined} aria-hidden="true">
          <i style={{ width: `${part * 100}%` }} />
        </div>
        <p>
          {part >= almost
            ? t('快满了，最久没用的会先删掉，描述留着。')
            : t('{{n}} 张，用了 {{part}}。', { n: formatCount(state.stored), part: formatPercent(part) })}
        </p>
      </div>
      {shown.map((name) => {
        const field = configField(`images.${name}`)
        return field && <ConfigField key={name} field={field} value={images[name]} />
      })}
    </Pane>
  )
}
