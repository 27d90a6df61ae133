import type { Refusal } from './errors.ts'
import { saidIn } from './lessons.ts'

const statuses: ReadonlySet<number> = new Set([400, 404, 413, 415, 422, 500, 501])

const speaksOfPictures =
  /image|picture|vision|multi-?modal|base64|data ?ur[il]|webp|jpe?g|\bpng\b|图片|图像|media type|mime/

/** A model that cannot see, in the words of those who refuse. */
const blind = [
  /(image|vision|picture|multi-?modal)\w*[^.]{0,40}(not|n't|un)[ -]?(be )?(support|enabled|available|allowed)/,
  /(not|n't) (support|accept|have|process|handle)[^.]{0,40}(image|vision|picture|multi-?modal)/,
  /only (be )?supported by certain models/,
  /不支持.{0,10}(图|视觉|多模态)/,
]
const blindForSure =
  /unknown variant image_url|no endpoints found that support image|not a (vlm|vision|multi-?modal)|missing data required for image|at most 0 image|content\b[^.]{0,10} must be a string|expected a string|input should be a valid string|mmproj/

/** Words that are about this picture, although a sentence with them may say 不支持: another picture would do. */
const thisPicture = /format|mime|media type|webp|size|dimension|resolution|\burl|download|格式|大小|尺寸/

/**
 * What a refusal of a request with pictures is about: `blind` when the model takes none, `picture` when it did not
 * like one of these, null when it does not speak of pictures. `webp`: another format may do.
 * @param model its name may hold such words without being any.
 */
export function pictureRefusal(
  refusal: Refusal,
  model: string,
): { kind: 'blind' | 'picture'; webp: boolean } | null {
  if (!statuses.has(refusal.status)) return null
  const said = saidIn(refusal.body).replaceAll(model.toLowerCase(), 'model')
  const isBlind =
    blindForSure.test(said) || (blind.some((words) => words.test(said)) && !thisPicture.test(said))
  if (isBlind) return { kind: 'blind', webp: false }
  if (refusal.status >= 500 || refusal.status === 404 || !speaksOfPictures.test(said)) return null
  return { kind: 'picture', webp: /webp|format|mime|media type|decode|格式|解码/.test(said) }
}
