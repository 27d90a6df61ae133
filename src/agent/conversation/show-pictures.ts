import type { Images } from '../images/images.ts'
import type { ModelImage, ModelMessage } from '../models/chat-model.ts'
import type { Storage } from '../storage/storage.ts'
import type { Eyes, LookingFor } from './eyes.ts'
import { oneLine } from './history.ts'
import type { PromptMessage, PromptPicture } from './prompt-message.ts'

/** How a model is shown pictures. */
export interface Sight {
  readonly images: Pick<Images, 'dataUrl' | 'has'>
  readonly eyes: Pick<Eyes, 'words'>
  readonly pictures: Storage['pictures']
  /** `bytes` for a model that sees; `words` for one that does not, or that has just refused a picture. */
  readonly as: 'bytes' | 'words'
  readonly webp: boolean
  readonly keepLonger: boolean
  readonly from: LookingFor
  readonly signal: AbortSignal
}

/**
 * Messages as one model can take them. A picture it is to see goes along as bytes, or as words of somebody who saw it;
 * of any other only what is known in words is told, in a line that nobody in the chat can write.
 */
export async function showPictures(
  messages: readonly PromptMessage[],
  sight: Sight,
): Promise<readonly ModelMessage[]> {
  if (!messages.some(({ pictures }) => pictures && pictures.length > 0)) return messages
  return Promise.all(messages.map((message) => showIn(message, sight)))
}

async function showIn(message: PromptMessage, sight: Sight): Promise<ModelMessage> {
  const { pictures = [], ...plain } = message
  if (plain.role !== 'user' || pictures.length === 0) return plain
  const shown = await Promise.all(pictures.map((picture) => show(picture, sight)))
  const images = shown.filter((one) => typeof one === 'object' && one !== null)
  const lines = shown.filter((one) => typeof one === 'string')
  return {
    ...plain,
    content: [plain.content, ...lines].join('\n'),
    ...(images.length > 0 && { images }),
  }
}

/** The picture itself, a line about it, or null when there is nothing to say. */
async function show(picture: PromptPicture, sight: Sight): Promise<ModelImage | string | null> {
  const { label, hash, wanted } = picture
  const say = (words: string) => `${label}：${words}`
  if (hash === null) return wanted ? say('没有取到') : null
  if (wanted && sight.as === 'bytes') {
    const { webp, keepLonger, from, signal } = sight
    const url = await sight.images.dataUrl(hash, { webp, chatId: from.chatId, keepLonger }, signal)
    if (url !== null) return { label, hash, url }
  }
  const isThere = sight.images.has(hash)
  const words =
    wanted && isThere
      ? await sight.eyes.words(hash, sight.from, sight.signal)
      : sight.pictures.caption(hash) || null
  // Quoted, since it may repeat what somebody wrote into a picture.
  if (words) return say(oneLine(words))
  if (!isThere) return say('图片已过期')
  return wanted ? say('没能看') : null
}
