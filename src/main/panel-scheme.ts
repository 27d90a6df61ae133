import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import type { Agent } from '../agent/agent.ts'
import { contentPolicy } from '../shared/content-policy.ts'
import { panelFile, pictureHash } from './panel-file.ts'

export const panelAddress = 'app://panel/'

/** Makes `app:` a scheme with an origin of its own, so that the page never is a `file:`. Before `ready` only. */
export function declarePanelScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built panel from `rendererDir` as `app://panel/`, and the stored pictures as `app://panel/media/<hash>`. */
export function servePanelScheme(rendererDir: string, picture: Agent['picture']): void {
  protocol.handle('app', async ({ url }) => {
    const hash = pictureHash(url)
    if (hash !== null) return servePicture(await picture(hash))
    const file = panelFile(rendererDir, url)
    const content = file && (await readFile(file.path).catch(() => null))
    if (!file || !content) return new Response(null, { status: 404 })
    return new Response(content, {
      headers: {
        'content-type': file.contentType,
        'content-security-policy': contentPolicy(),
        'x-content-type-options': 'nosniff',
      },
    })
  })
}

async function servePicture(file: Awaited<ReturnType<Agent['picture']>>): Promise<Response> {
  const content = file && (await readFile(file.path).catch(() => null))
  if (!file || !content) return new Response(null, { status: 404 })
  return new Response(content, {
    headers: {
      'content-type': file.type,
      // Not for long: what was removed must not stay in the window's cache.
      'cache-control': 'private, max-age=300',
      'x-content-type-options': 'nosniff',
    },
  })
}
