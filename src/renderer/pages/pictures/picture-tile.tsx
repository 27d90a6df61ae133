import { Checkbox } from 'antd'
import type { StoredPicture } from '../../../shared/pictures.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCount } from '../../ui/format.ts'
import { NoPicture, Picture } from '../../ui/picture.tsx'
import styles from './gallery.module.css'
import { pictureName } from './picture-words.ts'

interface PictureTileProps {
  picture: StoredPicture
  chosen: boolean
  onChoose: (on: boolean) => void
  onOpen: () => void
}

/** One square of the gallery. */
export function PictureTile({ picture, chosen, onChoose, onOpen }: PictureTileProps) {
  const { hash, bytes, sticker, animated, seen } = picture
  const name = pictureName(picture)
  return (
    <li className={styles.tile} data-chosen={chosen || undefined}>
      <button
        type="button"
        className={styles.open}
        data-tile=""
        title={name}
        aria-label={bytes === 0 ? t('已过期「{{name}}」', { name }) : t('看「{{name}}」', { name })}
        onClick={onOpen}
      >
        {bytes === 0 ? (
          <NoPicture>{t('已过期')}</NoPicture>
        ) : (
          <Picture hash={hash} alt="" gone={t('已过期')} whole={sticker} />
        )}
      </button>
      <span className={styles.choose}>
        <Checkbox
          checked={chosen}
          aria-label={t('选中「{{name}}」', { name })}
          onChange={(event) => onChoose(event.target.checked)}
        />
      </span>
      {bytes > 0 && (animated || seen > 1) && (
        <span className={styles.marks} aria-hidden="true">
          {animated && <span>{t('动图')}</span>}
          {seen > 1 && <span>×{formatCount(seen)}</span>}
        </span>
      )}
    </li>
  )
}
