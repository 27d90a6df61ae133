import { spawn } from 'node:child_process'

/**
 * Ends a program with everything it started, such as the server behind `npx`. On Unix the program must lead a process
 * group of its own (`detached`). What is gone already is no error.
 */
export function killTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    const options = { stdio: 'ignore', windowsHide: true } as const
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], options).on('error', () => undefined)
    return
  }
  try {
    process.kill(-pid, signal)
  } catch {
    // Nobody is left in the group.
  }
}
