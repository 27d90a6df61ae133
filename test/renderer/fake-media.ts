import type { Plugin } from 'vite'

/** Serves made-up pictures where a host would serve those of its store: each hash has its own. */
export function fakeMedia(): Plugin {
  return {
    name: 'fake-media',
    configureServer({ middlewares }) {
      middlewares.use('/media', (request, response) => {
        const hash = request.url?.slice(1) ?? ''
        if (!/^[0-9a-f]{64}$/.test(hash)) {
          response.writeHead(404).end()
          return
        }
        response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(landscape(hash))
      })
    },
  }
}

function landscape(hash: string): string {
  const [hue = 0, sun = 0, hill = 0, shape = 0] =
    hash.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? []
  const [width, height] = shape % 3 === 0 ? [480, 640] : [640, 420]
  const sky = `hsl(${(hue * 360) / 255} 60% 78%)`
  const ground = `hsl(${(hue * 360) / 255 + 40} 35% 38%)`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" fill="${sky}"/>
<circle cx="${80 + (sun * (width - 160)) / 255}" cy="${height / 3}" r="52" fill="#fff3d6"/>
<path d="M0 ${height * 0.7} Q ${width * 0.3} ${height * (0.35 + hill / 1200)} ${width * 0.6} ${height * 0.66} T ${width} ${height * 0.6} V ${height} H 0 Z" fill="${ground}"/>
</svg>`
}
