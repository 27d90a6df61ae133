import { Worker } from 'node:worker_threads'

/** Milliseconds between two looks. */
const everyMs = 250

/** What a process says on its stderr before it ends itself over memory beside V8's heap. */
export const beyondHeap = 'apricot: out of memory beyond the heap'

/** Megabytes a process may take in all, buffers and Node itself included, when its objects may take that much. */
export function residentMegabytes(heapMegabytes: number): number {
  return Math.max(512, 4 * heapMegabytes)
}

/**
 * Ends this process, with all it started, when it takes too much memory or when its parent is gone. A thread of its
 * own sees to that: in a loop the code of a file keeps everything else in its thread from running, and V8's limit knows
 * nothing of buffers. The thread takes 15 MB.
 */
export function startGuard(mostMegabytes: number): void {
  const bytes = mostMegabytes * 1024 * 1024
  const code = `(${guard})(${process.ppid}, ${bytes}, ${everyMs}, ${JSON.stringify(beyondHeap)})`
  const resourceLimits = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 }
  new Worker(code, { eval: true, resourceLimits }).unref()
}

/** Runs as text, so that nothing is loaded for it a second time: it may use nothing from around it. */
function guard(parent: number, mostBytes: number, ms: number, lastWords: string): void {
  const end = () => {
    try {
      process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL')
    } catch {
      process.kill(process.pid, 'SIGKILL')
    }
  }
  setInterval(() => {
    try {
      process.kill(parent, 0)
      // An orphan is given another parent; on Windows it keeps the number of the one before.
      if (process.ppid !== parent) end()
    } catch {
      end()
    }
    if (process.memoryUsage.rss() < mostBytes) return
    try {
      process.getBuiltinModule('node:fs').writeSync(2, `${lastWords}\n`)
    } finally {
      end()
    }
  }, ms)
}
