import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Sharp } from 'sharp'
import { freeMemory } from '../kernel/free-memory.ts'
import { readBitmap } from './bitmap.ts'
import type { ConversionOptions, Converted, WorkerReply, WorkerRequest, WorkerSetup } from './conversion.ts'
import { pictureType } from './picture-type.ts'

const mostPixels = 50_000_000
/** libvips gives up by itself before the thread is ended from outside, which cannot interrupt it. */
const mostSeconds = 15
const quality = 80
/** Measured on noise and on screenshots: 4 takes up to twice the time of 2 and makes hardly anything smaller. */
const webpEffort = 2

const setup = workerData as WorkerSetup
const { default: sharp } = (await import(setup.sharp)) as typeof import('sharp')
sharp.concurrency(1)
sharp.cache(false)
// What is not let in by its first bytes is not decoded either, whatever is found further on.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadWebp',
    'VipsForeignLoadHeif',
  ],
})

let opened: { bytes: Uint8Array<ArrayBuffer>; hash: string } | null = null

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.kind === 'open') open(new Uint8Array(request.bytes))
  else if (request.kind === 'convert' && opened) void run(opened, request.options)
  else if (opened) freeMemory(opened.bytes.buffer)
  if (request.kind !== 'open') opened = null
})

function open(bytes: Uint8Array<ArrayBuffer>): void {
  opened = { bytes, hash: createHash('sha256').update(bytes).digest('hex') }
  reply({ kind: 'hash', hash: opened.hash })
}

async function run(
  { bytes, hash }: { bytes: Uint8Array<ArrayBuffer>; hash: string },
  options: ConversionOptions,
): Promise<void> {
  writeFileSync(setup.mark, hash)
  const outcome = await convert(bytes, options).then(
    (picture): WorkerReply => ({ kind: 'converted', picture }),
    failure,
  )
  // Before the answer: this thread may be ended as soon as it has come.
  rmSync(setup.mark, { force: true })
  freeMemory(bytes.buffer)
  reply(outcome, outcome.kind === 'converted' ? [outcome.picture.data.buffer] : [])
}

function failure(error: unknown): WorkerReply {
  const detail = error instanceof Error ? error.message : String(error)
  const why = /pixel limit/i.test(detail) ? 'too-many-pixels' : 'unreadable'
  return { kind: 'failed', why, detail: detail.slice(0, 200) }
}

async function convert(bytes: Uint8Array, { maxSide, format }: ConversionOptions): Promise<Converted> {
  const source = sourceOf(bytes)
  const { pages = 1 } = await source.metadata()
  const fitted = source
    .autoOrient()
    .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: mostSeconds })
  const encoded =
    format === 'webp'
      ? fitted.webp({ quality, effort: webpEffort })
      : fitted.flatten({ background: '#fff' }).jpeg({ quality })
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true })
  // The library's own memory cannot be handed over.
  return { data: new Uint8Array(data), width: info.width, height: info.height, animated: pages > 1 }
}

function sourceOf(bytes: Uint8Array): Sharp {
  if (pictureType(bytes) === 'bmp') {
    const raw = readBitmap(bytes, mostPixels)
    if (!raw) throw new Error('This kind of BMP is not read')
    const { data, width, height, channels } = raw
    return sharp(data, { raw: { width, height, channels } })
  }
  // The end of a photo is missing now and then; what is there is still worth seeing.
  return sharp(bytes, { limitInputPixels: mostPixels, failOn: 'none', sequentialRead: true, pages: 1 })
}

function reply(message: WorkerReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer)
}
