import type { StoredPicture } from '../../shared/pictures.ts'
import type { Images } from '../images/images.ts'
import type { Storage } from '../storage/storage.ts'
import type { Handlers } from './call.ts'
import { chatAt, unknownThing } from './unknown-thing.ts'

type PictureCalls = Pick<
  Handlers,
  'pictures.list' | 'pictures.describe' | 'pictures.setCaption' | 'pictures.remove' | 'pictures.forget'
>

export interface PictureHandlerParts {
  readonly images: Pick<Images, 'forget' | 'remove'>
  readonly storage: Pick<Storage, 'pictures' | 'chats' | 'database'>
  /** Has a picture described again. Rejects with a ProblemError. */
  describe(hash: string, signal: AbortSignal): Promise<void>
}

/** The stored pictures: looked through, described, removed. */
export function pictureHandlers({ images, storage, describe }: PictureHandlerParts): PictureCalls {
  const { pictures } = storage
  return {
    'pictures.list': ({ chatId, ...filter }) => {
      const chat = chatId === undefined ? undefined : chatAt(storage, chatId).id
      return pictures.page({ ...filter, chatId: chat })
    },
    'pictures.describe': async ({ hash }, signal) => {
      pictureAt(hash)
      await describe(hash, signal)
      return pictureAt(hash)
    },
    'pictures.setCaption': async ({ hash, text }) => {
      pictureAt(hash)
      pictures.setCaption(hash, text.trim(), 'person')
      await storage.database.committed()
      return null
    },
    'pictures.remove': async ({ hashes }) => {
      await images.remove(hashes)
      await storage.database.committed()
      return null
    },
    'pictures.forget': ({ chatId }) => {
      images.forget(chatId ?? null)
      return null
    },
  }

  function pictureAt(hash: string): StoredPicture {
    const picture = pictures.stored(hash)
    if (!picture) throw unknownThing('图片', hash.slice(0, 8))
    return picture
  }
}
