import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import sharp from 'sharp'

/**
 * The least that can make a folder of pictures smaller: as many threads as the bot has, each with the next file until
 * none is left, in the bot's way (`src/agent/images/worker.ts`). Prints the milliseconds from the start of the first
 * thread to the last picture.
 */

const mostThreads = 4

interface Share {
  readonly files: readonly string[]
  /** Index of the next file, shared by all threads. */
  readonly next: Int32Array
}

if (isMainThread) await convertAll(process.argv[2] ?? '.')
else await convertShare(workerData as Share)

async function convertAll(folder: string): Promise<void> {
  const files = readdirSync(folder).map((name) => join(folder, name))
  const share: Share = { files, next: new Int32Array(new SharedArrayBuffer(4)) }
  const startedAt = performance.now()
  const threads = Array.from(
    { length: Math.min(mostThreads, availableParallelism()) },
    () =>
      new Promise((resolve, reject) => {
        const thread = new Worker(fileURLToPath(import.meta.url), { workerData: share })
        thread.on('message', resolve)
        thread.on('error', reject)
      }),
  )
  await Promise.all(threads)
  console.log(performance.now() - startedAt)
}

async function convertShare({ files, next }: Share): Promise<void> {
  sharp.concurrency(1)
  sharp.cache(false)
  for (;;) {
    const file = files[Atomics.add(next, 0, 1)]
    if (file === undefined) break
    await sharp(readFileSync(file), { failOn: 'none', sequentialRead: true, pages: 1 })
      .autoOrient()
      .resize({ width: 1280, height: 1280, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 80 })
      .toBuffer()
  }
  parentPort?.postMessage('done')
}
