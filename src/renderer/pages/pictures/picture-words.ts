import type { PicturesState, StoredPicture } from '../../../shared/pictures.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCount, formatPercent, formatSize, shortModel } from '../../ui/format.ts'

/** How many are under way, such as 「2 张正在取，5 张排着」; '' when none is. */
export function busyWords(state: PicturesState): string {
  const { downloading, converting, downloadsWaiting, conversionsWaiting } = state
  const waiting = downloadsWaiting + conversionsWaiting
  return [
    downloading > 0 && t('{{n}} 张正在取', { n: downloading }),
    converting > 0 && t('{{n}} 张正在压', { n: converting }),
    waiting > 0 && t('{{n}} 张排着', { n: waiting }),
  ]
    .filter(Boolean)
    .join(t('，'))
}

/** The page's first sentence. */
export function summaryWords(state: PicturesState): string {
  const busy = busyWords(state)
  const kept =
    state.stored === 0
      ? t('还没存图片')
      : t('存了 {{n}} 张图片，占 {{size}}', {
          n: formatCount(state.stored),
          size: formatSize(state.diskBytes),
        })
  return busy === '' ? t('{{kept}}。', { kept }) : t('{{kept}}；{{busy}}。', { kept, busy })
}

/** How often a picture that was asked for again was in memory; `–` before the first. */
export function hitRateWords({ hits, misses }: Pick<PicturesState, 'hits' | 'misses'>): string {
  const asked = hits + misses
  return asked === 0 ? '–' : formatPercent(hits / asked)
}

/** `3.1 MB → 186 KB`; of one whose bytes are gone only what it was. */
export function sizeWords({ sourceBytes, bytes }: StoredPicture): string {
  return bytes === 0
    ? t('原来 {{size}}', { size: formatSize(sourceBytes) })
    : t('{{before}} → {{after}}', { before: formatSize(sourceBytes), after: formatSize(bytes) })
}

/** Whose words the caption is; '' without one. */
export function captionByWords({ captionBy }: StoredPicture): string {
  if (captionBy === '') return ''
  return captionBy === 'person' ? t('你写的') : t('{{model}} 看出来的', { model: shortModel(captionBy) })
}

/** What a picture is called where only words can stand. */
export function pictureName({ caption, sticker }: StoredPicture): string {
  return caption || (sticker ? t('没有描述的表情') : t('没有描述的图片'))
}
