import { availableParallelism, cpus, totalmem } from 'node:os'

/** What has to be known of a machine to compare numbers, and nothing that tells whose it is. */
export function machineFacts(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${availableParallelism()} cores (${model}), ${memory} GiB, ${process.platform} ${process.arch}, Node ${process.version}`
}
