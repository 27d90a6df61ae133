import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { fakeMedia } from './fake-media.ts'

/** The panel on made-up data, for looking at it: `vite -c test/renderer/vite.config.ts`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), fakeMedia()],
  server: { fs: { allow: [fileURLToPath(new URL('../..', import.meta.url))] } },
})
