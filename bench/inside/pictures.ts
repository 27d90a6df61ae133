import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { startImages } from '../../src/agent/images/images.ts'
import { systemClock } from '../../src/agent/kernel/clock.ts'
import { Lifetime } from '../../src/agent/kernel/lifetime.ts'
import { Topic } from '../../src/agent/kernel/topic.ts'
import { ImagesConfig, noPictures } from '../../src/shared/pictures.ts'
import { bareLoopMs } from '../bare-loop.ts'
import { picturesFolder } from '../pictures.ts'
import { format } from '../report.ts'
import { median } from '../statistics.ts'
import { longestBlockOf } from './longest-block.ts'
import { openStorage, saying, silent } from './surroundings.ts'

const chats = 8
const rounds = 3
const signal = new AbortController().signal

/** Forty pictures from their addresses to data URLs, in eight chats side by side, and a bare loop of sharp in turn. */
export async function pictures(folder: string): Promise<string> {
  const source = await picturesFolder()
  const thread = new Worker(new URL('./picture-thread.ts', import.meta.url), { workerData: source })
  const [urls] = (await once(thread, 'message')) as [string[]]
  const found = { ms: [] as number[], ratio: [] as number[], block: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    const { result: ms, block } = await longestBlockOf(() => showAll(join(folder, `pictures-${round}`), urls))
    found.ms.push(ms)
    found.block.push(block)
    found.ratio.push((await bareLoopMs(source)) / ms)
  }
  await thread.terminate()
  const { ms, ratio, block } = found
  return `40 pictures of 1–3 MB: ${format(median(ms))} ms, ${format(median(ratio))}× of a bare sharp loop (≥ 0.8), loop blocked at most ${format(median(block))} ms, in the worst round ${format(Math.max(...block))} ms (< 20)`
}

/** Milliseconds for all of them, from a store that has nothing and no thread. */
async function showAll(folder: string, urls: readonly string[]): Promise<number> {
  mkdirSync(folder)
  const life = new Lifetime()
  const storage = await openStorage(folder, 'pictures')
  life.defer(() => storage.database.close())
  const config = ImagesConfig.parse({ allowHosts: ['127.0.0.1'] })
  const images = startImages(life, {
    dataDir: folder,
    worker: new URL('../../src/agent/images/worker.ts', import.meta.url),
    sharp: 'sharp',
    clock: systemClock,
    log: silent,
    topic: new Topic(noPictures),
    rows: storage.pictures,
    config: () => config,
    webpPreferred: () => false,
  })
  const show = async (chatId: number, url: string) => {
    const ref = { url, file: '', sticker: false, hash: null }
    const chat = { id: chatId, title: '' }
    const hash = await images.fetch({ ref, chat, refresh: async () => null }, signal)
    const wanted = { webp: false, chatId, keepLonger: false }
    const data = hash === null ? null : await images.dataUrl(hash, wanted, signal)
    if (data === null) throw new Error(`${url} was not had`)
  }
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: chats }, async (_, index) => {
      const { id } = storage.chats.at(saying('private', String(25_000 + index), '').chat, null)
      for (let at = index; at < urls.length; at += chats) await show(id, urls[at] ?? '')
    }),
  )
  const ms = performance.now() - startedAt
  await storage.database.committed()
  await life.dispose()
  return ms
}
