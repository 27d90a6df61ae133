import type { StoredPicture } from '../../../shared/pictures.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { FactList } from '../../ui/fact-list.tsx'
import { formatClock, formatCount, formatDay } from '../../ui/format.ts'
import { NoPicture, Picture } from '../../ui/picture.tsx'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { useNow } from '../../ui/use-now.ts'
import { PictureCaption } from './picture-caption.tsx'
import styles from './picture-drawer.module.css'
import { pictureName, sizeWords } from './picture-words.ts'
import { RemovePictures } from './remove-pictures.tsx'

interface PictureDrawerProps {
  /** Null while none is open. */
  picture: StoredPicture | null
  onClose: () => void
  onChange: (picture: StoredPicture) => void
  onRemoved: () => void
}

/** One picture: all of it, what is on it, where it was seen. */
export function PictureDrawer({ picture, onClose, onChange, onRemoved }: PictureDrawerProps) {
  return (
    <SideDrawer
      open={picture !== null}
      onClose={onClose}
      size={440}
      title={picture?.sticker ? t('表情') : t('图片')}
      extra={picture && picture.bytes > 0 && <RemovePictures pictures={[picture]} onRemoved={onRemoved} />}
      destroyOnHidden
    >
      {picture && <Body key={picture.hash} picture={picture} onChange={onChange} />}
    </SideDrawer>
  )
}

function Body({ picture, onChange }: Pick<PictureDrawerProps, 'onChange'> & { picture: StoredPicture }) {
  return (
    <div className={styles.body}>
      <div className={styles.large}>
        {picture.bytes === 0 ? (
          <NoPicture>{t('图片已过期，描述还在')}</NoPicture>
        ) : (
          <Picture hash={picture.hash} alt={pictureName(picture)} gone={t('图片已过期')} whole />
        )}
      </div>
      <PictureCaption picture={picture} onChange={onChange} />
      <Facts picture={picture} />
      <section className={styles.where}>
        <h3>{t('在哪里见过')}</h3>
        {picture.chats.length === 0 && <p>{t('见过它的聊天已经不在了。')}</p>}
        <ul>
          {picture.chats.map(({ id, title }) => (
            <li key={id}>
              <a href={hrefTo(`/chats/${id}`)} title={title}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

function Facts({ picture }: { picture: StoredPicture }) {
  const now = useNow(60_000)
  const { width, height, animated, seen, uses, firstSeenAt, lastSeenAt } = picture
  const when = (at: number) => `${formatDay(at, now)} ${formatClock(at)}`
  const facts = [
    { name: t('大小'), value: sizeWords(picture) },
    {
      name: t('像素'),
      value: animated ? t('{{width}} × {{height}}，动图', { width, height }) : `${width} × ${height}`,
    },
    { name: t('见过'), value: t('{{n}} 次', { n: formatCount(seen) }) },
    { name: t('给模型看过'), value: t('{{n}} 次', { n: formatCount(uses) }) },
    { name: t('第一次'), value: when(firstSeenAt) },
    { name: t('最近一次'), value: when(lastSeenAt) },
  ]
  return <FactList className={styles.facts} facts={facts} />
}
