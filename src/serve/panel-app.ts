import { readFile } from 'node:fs/promises'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import type { Agent } from '../agent/agent.ts'
import { contentPolicy } from '../shared/content-policy.ts'
import type { Problem } from '../shared/problem.ts'
import type { Sessions } from './sessions.ts'
import { isOwnOrigin, isTrustedHost } from './trusted-host.ts'

export interface PanelDoor {
  readonly sessions: Sessions
  /** Cookies are shared by all ports of a machine, so two bots need two names. */
  readonly cookieName: string
  readonly boundTo: string
}

const sessionSeconds = 30 * 24 * 3600
const SessionRequest = z.object({ token: z.string().max(1024) })

const tokenRefused: Problem = {
  code: 'panel.token',
  message: '这个地址已经用过，或者令牌不对',
  hint: '重新启动一次，就会打印一个新地址；打开过面板的浏览器不用再来一遍',
}

/** The HTTP side of the web panel: `/healthz`, `/session`, `/media/<hash>`, and the built page from `rendererDir`. */
export function createPanelApp(door: PanelDoor, rendererDir: string, agent: Pick<Agent, 'picture'>): Hono {
  const app = new Hono()
  app.get('/healthz', (context) => context.json({ ok: true }))

  app.use(async (context, next) => {
    const host = context.req.header('host')
    if (!isTrustedHost(host, door.boundTo)) return context.text('这个地址打不开面板，用启动时打印的地址', 403)
    await next()
    context.header('content-security-policy', contentPolicy(`ws://${host} wss://${host}`))
    context.header('x-content-type-options', 'nosniff')
    context.header('referrer-policy', 'no-referrer')
    return context.res
  })

  app.post('/session', async (context) => {
    if (!isOwnOrigin(context.req.header('origin'), context.req.header('host'))) return context.body(null, 403)
    if (door.sessions.knows(getCookie(context, door.cookieName))) return context.body(null, 204)
    const request = SessionRequest.safeParse(await context.req.json().catch(() => null))
    const session = request.success ? door.sessions.exchange(request.data.token) : null
    if (session === null) return context.json({ problem: tokenRefused }, 401)
    setCookie(context, door.cookieName, session, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      maxAge: sessionSeconds,
    })
    return context.body(null, 204)
  })

  // Only to who may see the panel: these are other people's pictures.
  app.get('/media/:hash{[0-9a-f]{64}}', async (context) => {
    if (!door.sessions.knows(getCookie(context, door.cookieName))) return context.body(null, 401)
    const file = await agent.picture(context.req.param('hash'))
    const content = file && (await readFile(file.path).catch(() => null))
    if (!file || !content) return context.body(null, 404)
    return context.body(content, 200, {
      'content-type': file.type,
      // Not for long: what was removed must not stay in a browser.
      'cache-control': 'private, max-age=300',
    })
  })

  app.use(
    serveStatic({
      root: rendererDir,
      onFound: (path, context) => {
        // The build puts a hash into the names under assets/, and nowhere else.
        const hashed = /[\\/]assets[\\/]/.test(path)
        context.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    }),
  )
  return app
}
