import type { CallName, CallOutput, CallParsed } from '../../src/shared/ipc.ts'
import type { ChatPicture, PictureJob, PicturesState, StoredPicture } from '../../src/shared/pictures.ts'
import type { FakeBot } from './fake-panel.ts'

type Names = Extract<CallName, `pictures.${string}`>
type Handlers = { [N in Names]: (input: CallParsed<N>) => CallOutput<N> | Promise<CallOutput<N>> }

const minute = 60_000
const megabyte = 1024 ** 2

const captions = [
  '逆光的芦苇荡，夕阳在画面右侧，前景是剪影，天空过曝。',
  '一只橘猫趴在窗台上晒太阳，旁边放着一盆多肉。',
  '手机截图：NapCat 的日志，最后一行写着「ECONNREFUSED 127.0.0.1:6700」。',
  '菜单照片，手写的「小米南瓜粥 12 元」被圈了出来。',
  '',
  '聊天表情：一只柴犬歪着头，配字「真的吗」。',
  '快递柜的照片，三号柜门开着，里面有一个写着「1802 王女士收」的纸箱，箱子一角破了，旁边贴着一张字条，字条上的字看不清。',
]

/** The hash of the n-th made-up picture. */
export function fakeHash(n: number): string {
  const byte = (index: number) => ((n * 67 + index * 41 + index * n * 13) % 256).toString(16).padStart(2, '0')
  return Array.from({ length: 32 }, (_, index) => byte(index)).join('')
}

export function fakeChatPicture(n: number, changes: Partial<ChatPicture> = {}): ChatPicture {
  return {
    hash: fakeHash(n),
    sticker: false,
    caption: captions[n % captions.length] ?? '',
    expired: false,
    ...changes,
  }
}

function fakeStored(now: number): StoredPicture[] {
  const chats = [
    { id: 1, title: '摄影搭子群' },
    { id: 5, title: '楼上楼下业主群（3 号楼 2 单元物业通知、快递代收与拼车）' },
    { id: 2, title: '林小满' },
  ]
  return Array.from({ length: 132 }, (_, n): StoredPicture => {
    const caption = captions[n % captions.length] ?? ''
    const expired = n % 17 === 12
    const sticker = n % 7 === 5
    return {
      hash: fakeHash(n),
      width: sticker ? 240 : 1280,
      height: sticker ? 240 : 853,
      bytes: expired ? 0 : (sticker ? 18 : 160 + (n % 9) * 11) * 1024,
      sourceBytes: sticker ? 210 * 1024 : Math.round((1.4 + (n % 5) * 0.6) * megabyte),
      animated: sticker && n % 2 === 0,
      sticker,
      caption,
      captionBy: caption === '' ? '' : n % 11 === 3 ? 'person' : 'aliyun/qwen-vl-max',
      firstSeenAt: now - (n * 47 + 900) * minute,
      lastSeenAt: now - n * 47 * minute,
      seen: sticker ? 23 : 1 + (n % 3),
      uses: n % 4,
      chats: chats.slice(n % 3, (n % 3) + 1 + (n % 2)),
    }
  })
}

function job(id: number, now: number, changes: Partial<PictureJob>): PictureJob {
  return {
    id,
    chatId: 1,
    chatTitle: '摄影搭子群',
    host: 'multimedia.nt.qq.com.cn',
    stage: 'downloading',
    at: now - 1200,
    bytes: 0,
    problem: null,
    ...changes,
  }
}

/** What pictures do in the made-up bot. */
export function fakePicturesState(now: number): PicturesState {
  return {
    jobs: [
      job(9, now, { bytes: 1.1 * megabyte }),
      job(8, now, { bytes: 2.4 * megabyte, stage: 'converting', at: now - 2600 }),
      job(7, now, {
        stage: 'waiting',
        chatId: 5,
        chatTitle: '楼上楼下业主群（3 号楼 2 单元物业通知、快递代收与拼车）',
      }),
      job(4, now, {
        stage: 'failed',
        host: '192.168.1.5:8080',
        at: now - 4 * minute,
        problem: {
          code: 'picture.private',
          message: '图片在内网地址 192.168.1.5 上，没有取',
          hint: '信得过这台设备，就允许它。',
        },
      }),
      job(3, now, {
        stage: 'failed',
        chatId: null,
        chatTitle: '',
        at: now - 40 * minute,
        problem: { code: 'picture.too-large', message: '图片有 43.8 MB，超过了 20 MB', hint: '' },
      }),
    ],
    downloading: 1,
    downloadsWaiting: 1,
    converting: 1,
    conversionsWaiting: 0,
    workers: 2,
    stored: 124,
    diskBytes: 21 * megabyte,
    downloads: 131,
    failures: 7,
    hits: 312,
    misses: 48,
    memoryItems: 14,
    memoryBytes: 2.9 * megabyte,
    chats: [
      { chatId: 1, title: '摄影搭子群', items: 9, bytes: 2.1 * megabyte, keptLonger: true },
      {
        chatId: 5,
        title: '楼上楼下业主群（3 号楼 2 单元物业通知、快递代收与拼车）',
        items: 4,
        bytes: 0.7 * megabyte,
        keptLonger: false,
      },
      { chatId: 2, title: '林小满', items: 1, bytes: 0.1 * megabyte, keptLonger: false },
    ],
    captions: 88,
    captionsSpared: 41,
  }
}

/** The store of the made-up bot. */
export function fakePictures(
  bot: FakeBot,
  fail: (code: string, message: string, hint?: string) => never,
): Handlers {
  let stored = bot.scene === 'empty' ? [] : fakeStored(Date.now())
  const find = (hash: string) =>
    stored.find((one) => one.hash === hash) ?? fail('picture.unknown', '没有这张图片')
  const put = (picture: StoredPicture) => {
    stored = stored.map((one) => (one.hash === picture.hash ? picture : one))
    return picture
  }
  return {
    'pictures.list': async ({ chatId, search, kind, next, limit }) => {
      await new Promise((resolve) => setTimeout(resolve, 150))
      if (bot.scene === 'error') fail('storage.busy', '图片的记录读不出来', '过一会儿再试。')
      const fits = stored.filter(
        (one) =>
          (chatId === undefined || one.chats.some(({ id }) => id === chatId)) &&
          one.caption.includes(search) &&
          (kind === 'all' ||
            (kind === 'expired' ? one.bytes === 0 : one.bytes > 0 && one.sticker === (kind === 'stickers'))),
      )
      const from = Number(next ?? 0)
      const to = from + limit
      return {
        pictures: fits.slice(from, to),
        next: to < fits.length ? String(to) : null,
        total: fits.length,
      }
    },
    'pictures.describe': async ({ hash }) => {
      await new Promise((resolve) => setTimeout(resolve, 1200))
      return put({
        ...find(hash),
        caption: '又看了一遍：画面偏暗，主体在左侧三分之一处。',
        captionBy: 'aliyun/qwen-vl-max',
      })
    },
    'pictures.setCaption': ({ hash, text }) => {
      put({ ...find(hash), caption: text, captionBy: text === '' ? '' : 'person' })
      return null
    },
    'pictures.remove': ({ hashes }) => {
      for (const hash of hashes) put({ ...find(hash), bytes: 0, caption: '', captionBy: '' })
      bot.change('pictures', { stored: stored.filter(({ bytes }) => bytes > 0).length })
      return null
    },
    'pictures.forget': ({ chatId }) => {
      const chats = bot.topics.pictures.chats.filter((chat) => chatId !== undefined && chat.chatId !== chatId)
      const sum = (key: 'items' | 'bytes') => chats.reduce((total, chat) => total + chat[key], 0)
      bot.change('pictures', { chats, memoryItems: sum('items'), memoryBytes: sum('bytes') })
      return null
    },
  }
}
