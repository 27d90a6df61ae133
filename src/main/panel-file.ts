import { extname, join, resolve, sep } from 'node:path'

/** Everything the build puts into the panel; a file of another kind is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

export interface PanelFile {
  readonly path: string
  readonly contentType: string
}

/** The file inside `root` that an `app://panel/…` address means, or null. It need not exist. */
export function panelFile(root: string, address: string): PanelFile | null {
  const url = new URL(address)
  if (url.host !== 'panel') return null
  const name = decode(url.pathname)
  if (name === null || /[\\\0]/.test(name)) return null
  const base = resolve(root)
  const path = join(base, name === '/' ? 'index.html' : name)
  if (!path.startsWith(base + sep)) return null
  const extension = extname(path)
  const contentType = Object.hasOwn(contentTypes, extension) ? contentTypes[extension] : undefined
  return contentType ? { path, contentType } : null
}

/** The picture that an `app://panel/media/…` address means, or null. */
export function pictureHash(address: string): string | null {
  const { host, pathname } = new URL(address)
  return host === 'panel' ? (/^\/media\/([0-9a-f]{64})$/.exec(pathname)?.[1] ?? null) : null
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
