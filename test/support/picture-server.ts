import http from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'

/** One thing that the fake answers for a path. */
export interface PictureAnswer {
  readonly status?: number
  readonly type?: string
  readonly body: Uint8Array | string
  /** Waits for this before it answers. */
  readonly hold?: Promise<unknown>
}

/** A real HTTP server with pictures, such as the one behind a QQ picture's address. */
export interface PictureServer extends AsyncDisposable {
  /** An address with a query string and without an ending, as those of QQ are. */
  url(name: string): string
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[]
  set(name: string, answer: PictureAnswer): void
}

export async function startPictureServer(): Promise<PictureServer> {
  const answers = new Map<string, PictureAnswer>()
  const asked: string[] = []
  const server = http.createServer(async (request, response) => {
    const name = new URL(request.url ?? '/', 'http://x').searchParams.get('fileid') ?? ''
    asked.push(name)
    const answer = answers.get(name)
    await answer?.hold
    response.writeHead(answer?.status ?? (answer ? 200 : 404), {
      'content-type': answer?.type ?? 'image/jpeg',
    })
    response.end(answer?.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (name) => `http://127.0.0.1:${port}/download?appid=1407&fileid=${name}&rkey=CAQ`,
    asked,
    set: (name, answer) => void answers.set(name, answer),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A plain picture of one colour; the same colour makes the same bytes. */
export function plainPicture(colour: string, side = 64): Promise<Buffer> {
  return sharp({ create: { width: side, height: side, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()
}
