import { bareLoopMs } from '../bare-loop.ts'
import { startPictureServer } from '../fakes/picture-server.ts'
import { pictureCount, pictureName, picturesFolder } from '../pictures.ts'
import { memory } from '../process-usage.ts'
import { untilSettled } from './first-answer.ts'
import type { Scenario } from './scenario.ts'

const chats = 8
/** What one picture may take before it counts as lost. */
const limitMs = 30_000

/**
 * s5: forty private messages with a picture each, in eight chats side by side; each chat sends the next one when the
 * last was answered. The floors send the pictures on as they are.
 */
export const fortyPictures: Scenario = async ({ stage, sut }) => {
  const folder = await picturesFolder()
  const server = await startPictureServer(folder)
  try {
    await untilSettled(stage, { watchLoop: true })
    const idle = memory(stage.pid).rss
    await stage.greet(Array.from({ length: chats }, (_, chat) => ({ user: 25_000 + chat })))
    const first = stage.ledger.next
    const before = { bytes: stage.model.bodyBytes, pictures: stage.model.pictures }
    await stage.longestBlock()
    const startedAt = performance.now()
    await Promise.all(
      Array.from({ length: chats }, async (_, chat) => {
        for (let index = chat; index < pictureCount; index += chats) {
          const picture = { name: pictureName(index), url: server.url(index) }
          await stage.ask({ user: 25_000 + chat, text: '看看这张图', picture }, limitMs)
        }
      }),
    )
    const totalMs = stage.ledger.lastReplyAt - startedAt
    const block = await stage.longestBlock()
    const growth = memory(stage.pid).peak - idle
    await stage.stop()
    return {
      numbers: {
        totalMs,
        // The floors make nothing smaller.
        ...(sut === 'apricot' && { ofBare: (await bareLoopMs(folder)) / totalMs }),
        growth,
        block,
        sentMegabytes: (stage.model.bodyBytes - before.bytes) / 1e6,
        seen: stage.model.pictures - before.pictures,
      },
      count: stage.ledger.count(first),
    }
  } finally {
    server.close()
  }
}
