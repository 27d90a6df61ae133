import { readFileSync } from 'node:fs'

/** Ticks of `/proc/<pid>/stat` last this long on every Linux: 100 in a second. */
const tickMs = 10

/** CPU time of a process so far, user and system, all its threads, in milliseconds (10 ms grain). */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold spaces; field 14 is utime, 15 is stime, counted from 1.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMs
}

/** Memory of a process in MiB: now, and its highest since it started. */
export function memory(pid: number): { rss: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mebibytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
  return { rss: mebibytes('VmRSS'), peak: mebibytes('VmHWM') }
}
