declare module 'cross-spawn' {
  import type { ChildProcess, SpawnOptions } from 'node:child_process'

  /** `child_process.spawn` that can also start the `.cmd` files of Windows. */
  export default function spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess
}
