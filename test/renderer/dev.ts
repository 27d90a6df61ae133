import { createFakePanel } from './fake-panel.ts'

/** `?scene=full|empty|error` before the hash; `theme=light|dark`, `host=desktop|web`, `still` stops the clockwork, `logs=5000` floods the log. */
const query = new URLSearchParams(location.search)
const theme = query.get('theme')
if (theme) localStorage.setItem('apricot.theme', theme)

const scene = query.get('scene')
const bridge = createFakePanel({
  scene: scene === 'empty' || scene === 'error' ? scene : 'full',
  host: query.get('host') === 'web' ? 'web' : 'desktop',
  still: query.has('still'),
  logRate: Number(query.get('logs') ?? 1),
})
Object.defineProperty(window, 'apricot', { value: bridge })
await import('../../src/renderer/main.tsx')
