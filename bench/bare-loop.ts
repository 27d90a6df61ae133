import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const loop = fileURLToPath(new URL('./floors/sharp.ts', import.meta.url))

/** Milliseconds that a bare loop of sharp takes for the pictures of a folder, in a process of its own. */
export async function bareLoopMs(folder: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [loop, folder])
  return Number(stdout)
}
