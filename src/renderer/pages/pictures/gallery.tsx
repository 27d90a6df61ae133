import { Button } from 'antd'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import type { StoredPicture } from '../../../shared/pictures.ts'
import { t } from '../../i18n/i18n.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './gallery.module.css'
import { PictureDrawer } from './picture-drawer.tsx'
import { tileAfter } from './picture-list.ts'
import { PictureTile } from './picture-tile.tsx'
import { RemovePictures } from './remove-pictures.tsx'
import type { usePictures } from './use-pictures.ts'

interface GalleryProps {
  pictures: ReturnType<typeof usePictures>
  /** Shown while there are none. */
  empty: ReactNode
  /** Small tiles, for a side panel. */
  small?: boolean
}

/** Pictures as a grid; a click opens one, ticks choose several to delete. */
export function Gallery({ pictures, empty, small = false }: GalleryProps) {
  const { list, problem, loadMore, reload, change } = pictures
  const [open, setOpen] = useState<string | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const choose = (hash: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(hash)
    else next.delete(hash)
    setChosen(next)
  }
  const removed = () => {
    setChosen(new Set())
    setOpen(null)
    reload()
  }
  if (problem && !list) {
    return (
      <ErrorBlock problem={problem}>
        <Button onClick={reload}>{t('再读一次')}</Button>
      </ErrorBlock>
    )
  }
  if (!list) return <Skeleton />
  if (list.pictures.length === 0) return empty
  return (
    <>
      {chosen.size > 0 && (
        <div className={styles.chosen} role="status">
          <b>{t('选了 {{n}} 张', { n: chosen.size })}</b>
          <RemovePictures
            pictures={list.pictures.filter(({ hash }) => chosen.has(hash))}
            onRemoved={removed}
          />
          <Button size="small" type="text" onClick={() => setChosen(new Set())}>
            {t('不选了')}
          </Button>
        </div>
      )}
      {problem && (
        <ErrorBlock problem={problem}>
          <Button onClick={reload}>{t('再读一次')}</Button>
        </ErrorBlock>
      )}
      <ul
        className={styles.grid}
        data-small={small || undefined}
        data-choosing={chosen.size > 0 || undefined}
        aria-label={t('图片')}
        onKeyDown={moveInGrid}
      >
        {list.pictures.map((picture) => (
          <PictureTile
            key={picture.hash}
            picture={picture}
            chosen={chosen.has(picture.hash)}
            onChoose={(on) => choose(picture.hash, on)}
            onOpen={() => setOpen(picture.hash)}
          />
        ))}
      </ul>
      {list.next !== null && (
        <div className={styles.more}>
          <Button onClick={loadMore}>
            {t('更多，还有 {{n}} 张', { n: Math.max(0, list.total - list.pictures.length) })}
          </Button>
        </div>
      )}
      <PictureDrawer
        picture={pictureIn(list.pictures, open)}
        onClose={() => setOpen(null)}
        onChange={change}
        onRemoved={removed}
      />
    </>
  )
}

function pictureIn(pictures: readonly StoredPicture[], hash: string | null): StoredPicture | null {
  return pictures.find((picture) => picture.hash === hash) ?? null
}

/** Arrow keys go from tile to tile, as they are seen. */
function moveInGrid(event: KeyboardEvent<HTMLUListElement>): void {
  const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-tile]')]
  const at = tiles.indexOf(event.target as HTMLElement)
  const top = tiles[0]?.getBoundingClientRect().top
  const columns = tiles.findIndex((tile) => tile.getBoundingClientRect().top !== top)
  const to = at < 0 ? null : tileAfter(event.key, at, columns < 0 ? tiles.length : columns, tiles.length)
  if (to === null) return
  tiles[to]?.focus()
  event.preventDefault()
}
