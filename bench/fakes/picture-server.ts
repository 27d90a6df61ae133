import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pictureCount, pictureName, pictureType } from '../pictures.ts'
import { listen } from './listen.ts'

/** Serves the pictures of a folder, as QQ's servers would. */
export interface PictureServer {
  /** Where a picture is; `index` from 0 on. */
  url(index: number): string
  close(): void
}

/** Reads the pictures into memory and serves them on a free port of this machine. */
export async function startPictureServer(folder: string): Promise<PictureServer> {
  const pictures = new Map(
    Array.from({ length: pictureCount }, (_, index) => [
      `/${pictureName(index)}`,
      { data: readFileSync(join(folder, pictureName(index))), type: pictureType(index) },
    ]),
  )
  const server = createServer((request, response) => {
    const picture = pictures.get(request.url ?? '')
    if (!picture) return void response.writeHead(404).end()
    const { data, type } = picture
    response.writeHead(200, { 'content-type': type, 'content-length': data.length }).end(data)
  })
  const port = await listen(server)
  return {
    url: (index) => `http://127.0.0.1:${port}/${pictureName(index)}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
