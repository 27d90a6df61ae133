import { useState } from 'react'
import type { ChatPicture } from '../../shared/pictures.ts'
import { t } from '../i18n/i18n.ts'
import { LargePicture } from '../ui/large-picture.tsx'
import { NoPicture, Picture } from '../ui/picture.tsx'
import styles from './picture-row.module.css'

interface PictureRowProps {
  pictures: readonly ChatPicture[]
  /** Of something that is only quoted. */
  small?: boolean
}

/** The pictures of a message; a click shows one large. */
export function PictureRow({ pictures, small = false }: PictureRowProps) {
  const [open, setOpen] = useState<ChatPicture | null>(null)
  if (pictures.length === 0) return null
  const alone = pictures.length === 1
  return (
    <span className={styles.row}>
      {pictures.map((picture, index) => (
        <Place
          // biome-ignore lint/suspicious/noArrayIndexKey: the same picture may come twice; their order is fixed
          key={index}
          picture={picture}
          size={small ? 'small' : picture.sticker ? 'sticker' : alone ? 'alone' : 'several'}
          onOpen={() => setOpen(picture)}
        />
      ))}
      <LargePicture hash={open?.hash ?? null} caption={open?.caption ?? ''} onClose={() => setOpen(null)} />
    </span>
  )
}

interface PlaceProps {
  picture: ChatPicture
  size: 'alone' | 'several' | 'sticker' | 'small'
  onOpen: () => void
}

function Place({ picture: { hash, expired, sticker, caption }, size, onOpen }: PlaceProps) {
  if (hash === null || expired) {
    return (
      <span className={styles.place} data-size={size} data-none="" title={caption || undefined}>
        <NoPicture>{expired ? t('图片已过期') : t('图片没有取')}</NoPicture>
      </span>
    )
  }
  const what = sticker ? t('表情') : t('图片')
  return (
    <button
      type="button"
      className={styles.place}
      data-size={size}
      title={caption || undefined}
      aria-label={caption ? t('看大图：{{caption}}', { caption }) : t('看大图')}
      onClick={onOpen}
    >
      <Picture hash={hash} alt={caption || what} gone={t('图片已过期')} whole={sticker} />
    </button>
  )
}
