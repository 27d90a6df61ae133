import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'
import {
  type Images,
  type ImagesOptions,
  type PictureSource,
  startImages,
} from '../../../src/agent/images/images.ts'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import {
  ImagesConfig,
  noPictures,
  type PictureRef,
  type PicturesState,
} from '../../../src/shared/pictures.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { openTestStorage, type TestStorage } from '../../support/open-test-storage.ts'
import { addressOf } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { waitFor } from '../../support/wait-for.ts'

export const live = new AbortController().signal
export const workerUrl = new URL('../../../src/agent/images/worker.ts', import.meta.url)

/** The store of pictures on real tables, a real folder and real threads. It ends with the test. */
export interface Room {
  readonly images: Images
  readonly storage: TestStorage
  readonly clock: FakeClock
  readonly topic: Topic<PicturesState>
  readonly dataDir: string
  readonly life: Lifetime
  readonly lines: readonly string[]
  /** Changes settings from now on. */
  set(config: Partial<ImagesConfig>): void
  /** The state once it is told. */
  state(): PicturesState
  chat(id?: string): { id: number; title: string }
  /** Starts another store on the same folder and tables, as after a restart. */
  again(): Images
}

export async function openRoom(options: Partial<ImagesOptions> = {}, dir?: string): Promise<Room> {
  const life = new Lifetime()
  const folder = await tempDir()
  const storage = await openTestStorage()
  const clock = options.clock ? (options.clock as FakeClock) : createFakeClock()
  const topic = new Topic(noPictures)
  const log = createSilentLog()
  const dataDir = dir ?? folder.path
  let config = ImagesConfig.parse({ allowHosts: ['127.0.0.1'], workers: 2 })
  const start = (within: Lifetime) =>
    startImages(within, {
      dataDir,
      worker: workerUrl,
      sharp: 'sharp',
      clock,
      log,
      topic,
      rows: storage.pictures,
      config: () => config,
      webpPreferred: () => false,
      ...options,
    })
  const images = start(life)
  onTestFinished(async () => {
    await life.dispose()
    await storage[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })
  return {
    images,
    storage,
    clock,
    topic,
    dataDir,
    life,
    lines: log.lines,
    set: (fields) => {
      config = { ...config, ...fields }
    },
    state: () => {
      clock.advance(200)
      return topic.value
    },
    chat: (id = '1') => {
      const { id: number, title } = storage.chats.at(addressOf('group', id), `群${id}`)
      return { id: number, title }
    },
    again: () => start(life.child()),
  }
}

export interface PictureServer {
  readonly origin: string
  /** Paths that were asked for, in order. */
  readonly asked: string[]
  /** Resolves once this many were asked for. */
  wasAsked(times: number): Promise<unknown>
}

type Answer = Buffer | ((response: ServerResponse, request: IncomingMessage) => void)

/** Serves pictures by their paths; the query string does not matter. */
export async function servePictures(answers: Record<string, Answer>): Promise<PictureServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const { url = '' } = request
    asked.push(url)
    const answer = answers[url.split('?')[0] ?? '']
    if (typeof answer === 'function') answer(response, request)
    else response.writeHead(answer ? 200 : 404, { 'content-type': 'image/jpeg' }).end(answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    wasAsked: (times) => waitFor(`request ${times}`, () => asked.length >= times),
  }
}

/** A picture in a message, that cannot be had under another address unless said so. */
export function sourceOf(
  url: string,
  more: Partial<PictureRef> & Partial<Pick<PictureSource, 'chat' | 'refresh'>> = {},
): PictureSource {
  const { chat = null, refresh = async () => null, ...ref } = more
  return { ref: { url, file: '', sticker: false, hash: null, ...ref }, chat, refresh }
}

/** A plain picture; other colours make other bytes. */
export function picture(
  background: string,
  {
    width = 64,
    height = 48,
    format = 'jpeg',
  }: { width?: number; height?: number; format?: 'jpeg' | 'png' } = {},
): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .toFormat(format)
    .toBuffer()
}

/** The picture behind a data URL. */
export function opened(url: string | null) {
  const [head = '', data = ''] = (url ?? '').split(',')
  return { type: head, image: sharp(Buffer.from(data, 'base64')) }
}
