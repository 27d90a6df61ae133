import { z } from 'zod'
import { field } from './field.ts'
import type { Problem } from './problem.ts'

/** How pictures are fetched, made smaller and kept. */
export const ImagesConfig = z
  .strictObject({
    prefetch: field(
      z.boolean().default(true),
      '会回的聊天里，图片一到就取下来：QQ 的图片地址过一会儿就失效。关掉就等要看的时候再取。',
      { title: '一到就取', depth: 'simple' },
    ),
    maxMegabytes: field(z.number().min(0.1).max(100).default(20), '比这更大的图片不取。', {
      title: '最大图片',
      unit: 'MB',
      depth: 'all',
    }),
    timeoutSeconds: field(z.number().min(1).max(300).default(30), '一张图片取这么久还没取完就不取了。', {
      title: '取图时限',
      unit: '秒',
      depth: 'all',
    }),
    downloads: field(z.int().min(1).max(64).default(8), '同时取几张，多的排队。', {
      title: '同时取几张',
      unit: '张',
      depth: 'all',
    }),
    workers: field(z.int().min(0).max(16).default(0), '同时压几张；0 就是按这台电脑的核数，最多 4。', {
      title: '同时压几张',
      unit: '张',
      depth: 'all',
    }),
    maxSide: field(
      z.int().min(256).max(4096).default(1280),
      '长边大于这么多像素就缩小，省流量也省词元。改了以后只对新的图片起作用。',
      { title: '图片大小', unit: '像素', depth: 'simple' },
    ),
    diskMegabytes: field(
      z.int().min(10).max(1_000_000).default(2048),
      '存下来的图片最多占多少，超过就删掉最久没用的。',
      { title: '图片占用', unit: 'MB', depth: 'simple' },
    ),
    allowHosts: field(
      z
        .array(z.string().regex(/^[^\s/:]{1,253}(:\d{1,5})?$/, '只写主机名或 IP，比如 192.168.1.5'))
        .max(100)
        .default([]),
      '内网的图片默认不取，免得被人拿来试探你家的设备；要取的主机写在这里。',
      { title: '允许的内网主机', depth: 'all' },
    ),
    cache: z
      .strictObject({
        seconds: field(z.number().min(0).max(86_400).default(60), '图片用过以后，在内存里再留多久。', {
          title: '内存里留多久',
          unit: '秒',
          depth: 'all',
        }),
        perChat: field(z.int().min(0).max(1000).default(10), '一个聊天在内存里最多留几张。', {
          title: '每个聊天留几张',
          unit: '张',
          depth: 'all',
        }),
        longSeconds: field(z.number().min(0).max(604_800).default(1800), '常看图的聊天留这么久。', {
          title: '常看图的留多久',
          unit: '秒',
          depth: 'all',
        }),
        longPerChat: field(z.int().min(0).max(1000).default(20), '常看图的聊天最多留几张。', {
          title: '常看图的留几张',
          unit: '张',
          depth: 'all',
        }),
      })
      .prefault({}),
  })
  .prefault({})
export type ImagesConfig = z.infer<typeof ImagesConfig>

/** SHA-256 of a picture's bytes as they were fetched, in hex: one picture has one, wherever it was seen. */
export const PictureHash = z.string().regex(/^[0-9a-f]{64}$/)

/** A picture in a message. */
export interface PictureRef {
  /** Where it was when the message came; '' when it never had an address. */
  url: string
  /** The end's own name for it, with which a dead address can be asked for anew; '' when it told none. */
  file: string
  sticker: boolean
  /** Null until it was fetched. */
  hash: string | null
}

/** A picture of a message as the panel shows it. */
export interface ChatPicture {
  /** Null when it was not fetched. */
  hash: string | null
  sticker: boolean
  caption: string
  /** True when it was fetched once and its bytes were removed since: 图片已过期. */
  expired: boolean
}

/** One picture of the store. */
export interface StoredPicture {
  hash: string
  width: number
  height: number
  /** On the disk, all variants together; 0 when its bytes are gone. */
  bytes: number
  /** As it was fetched. */
  sourceBytes: number
  animated: boolean
  sticker: boolean
  caption: string
  /** Full name of the model that described it, `person` when somebody wrote it, '' without a caption. */
  captionBy: string
  firstSeenAt: number
  lastSeenAt: number
  /** How often it was seen, and how often a model was shown it or its caption. */
  seen: number
  uses: number
  /** The chats it was seen in last, at most 5. */
  chats: { id: number; title: string }[]
}

export interface PictureJob {
  id: number
  chatId: number | null
  chatTitle: string
  /** Host it is fetched from. */
  host: string
  stage: 'waiting' | 'downloading' | 'converting' | 'failed'
  at: number
  /** Fetched so far. */
  bytes: number
  problem: Problem | null
}

/** What the pictures do now. */
export interface PicturesState {
  /** Under way, and the last 20 that failed; newest first, at most 60. */
  jobs: PictureJob[]
  downloading: number
  downloadsWaiting: number
  converting: number
  conversionsWaiting: number
  workers: number
  /** Pictures in the store whose bytes are there. */
  stored: number
  diskBytes: number
  /** Since the start. */
  downloads: number
  failures: number
  /** A picture that was asked for again and was in memory; and that was not. */
  hits: number
  misses: number
  memoryItems: number
  memoryBytes: number
  /** Memory by chat, at most 50, largest first. */
  chats: { chatId: number; title: string; items: number; bytes: number; keptLonger: boolean }[]
  /** Captions made since the start, and how often one that was there spared a call. */
  captions: number
  captionsSpared: number
}

export const noPictures: PicturesState = {
  jobs: [],
  downloading: 0,
  downloadsWaiting: 0,
  converting: 0,
  conversionsWaiting: 0,
  workers: 0,
  stored: 0,
  diskBytes: 0,
  downloads: 0,
  failures: 0,
  hits: 0,
  misses: 0,
  memoryItems: 0,
  memoryBytes: 0,
  chats: [],
  captions: 0,
  captionsSpared: 0,
}

export interface PicturePage {
  pictures: StoredPicture[]
  /** Where to go on; null at the end. */
  next: string | null
  /** All that fit the filter. */
  total: number
}
