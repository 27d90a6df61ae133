import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 15_000,
    hookTimeout: 15_000,
    // Most tests wait for sockets and processes, not for the processor.
    maxWorkers: Math.max(3, availableParallelism()),
  },
})
