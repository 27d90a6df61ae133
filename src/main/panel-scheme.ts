import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { contentPolicy } from '../shared/content-policy.ts'
import { panelFile } from './panel-file.ts'

export const panelAddress = 'app://panel/'

/** Makes `app:` a scheme with an origin of its own, so that the page never is a `file:`. Before `ready` only. */
export function declarePanelScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built panel from `rendererDir` as `app://panel/`. */
export function servePanelScheme(rendererDir: string): void {
  protocol.handle('app', async ({ url }) => {
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
