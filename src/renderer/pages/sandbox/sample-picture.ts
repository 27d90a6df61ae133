import { t } from '../../i18n/i18n.ts'
import { PanelError } from '../../live/panel-error.ts'

const width = 480
const height = 320

/** A picture to try with: a red circle with a word in it, so that a model can say what it sees. Throws `sample.unreadable`. */
export async function samplePicture(): Promise<File> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (pen) drawSample(pen)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!pen || !blob)
    throw new PanelError({
      code: 'sample.unreadable',
      message: t('示例图片画不出来'),
      hint: t('换一张自己的图片。'),
    })
  return new File([blob], t('示例图片.png'), { type: 'image/png' })
}

function drawSample(pen: CanvasRenderingContext2D): void {
  pen.fillStyle = '#F3F0EC'
  pen.fillRect(0, 0, width, height)
  pen.fillStyle = '#D03945'
  pen.beginPath()
  pen.arc(width / 2, height / 2, 120, 0, Math.PI * 2)
  pen.fill()
  pen.fillStyle = '#FFFFFF'
  pen.font = '600 56px sans-serif'
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(t('杏桃'), width / 2, height / 2)
}
