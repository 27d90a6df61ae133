import type { ProblemError } from '../../kernel/problem.ts'
import { fileCrashed, fileExited, fileMemory } from './file-problems.ts'
import type { ProcessEnd } from './forked-process.ts'
import { beyondHeap, residentMegabytes } from './guard.ts'

/** What Windows tells of `process.abort()`; other crashes have numbers there that no program exits with by itself. */
const abortCode = 134
const largestOwnCode = 255

/** Why the process of a file ended that nobody ended. */
export function problemOf(file: string, heapMegabytes: number, end: ProcessEnd): ProblemError {
  const { code, signal, stderr, error } = end
  if (error) return fileCrashed(file, error)
  if (stderr.includes(beyondHeap)) return fileMemory(file, residentMegabytes(heapMegabytes))
  // V8 has several sentences for it, all with these words.
  if (/out of memory/i.test(stderr)) return fileMemory(file, heapMegabytes)
  if (signal !== null) return fileCrashed(file, `被信号 ${signal} 结束`)
  if (code === null || code === abortCode || code > largestOwnCode) return fileCrashed(file, `退出码 ${code}`)
  return fileExited(file, code)
}
