import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

// electron-vite knows no target for this Electron; these are the oldest engines the app is tested in.
const node = 'node20.18'
const chromium = 'chrome130'

export default defineConfig({
  main: {
    build: {
      target: node,
      // Many small files each: bundled they load in a tenth of the time (zod alone took 60 ms of every start).
      externalizeDeps: { exclude: ['zod', 'hono', '@hono/node-server', 'openai', 'write-file-atomic'] },
      rollupOptions: {
        // Both hosts, and one file for each worker, whose URL the hosts hand to the agent.
        input: {
          index: 'src/main/index.ts',
          serve: 'src/serve/index.ts',
          reader: 'src/agent/storage/reader.ts',
          image: 'src/agent/images/worker.ts',
          tool: 'src/agent/tools/files/process.ts',
          desk: 'src/agent/tools/desk/worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: node,
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        // A sandboxed preload script is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    plugins: [react()],
    build: {
      target: chromium,
      // The content security policy allows fonts and pictures only as files of our own.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: 'src/renderer/index.html' } },
    },
  },
})
