import { parentPort, workerData } from 'node:worker_threads'
import { startPictureServer } from '../fakes/picture-server.ts'
import { pictureCount } from '../pictures.ts'

/** Serves the pictures from a thread of its own, since the main thread is what is watched. */
const server = await startPictureServer(workerData as string)
parentPort?.postMessage(Array.from({ length: pictureCount }, (_, index) => server.url(index)))
