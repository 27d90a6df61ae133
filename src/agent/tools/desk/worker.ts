import { parentPort } from 'node:worker_threads'
import { type DeskJob, type DeskJobs, type DeskReply, type DeskRequest, JobFault } from './jobs.ts'

type Run<Job extends DeskJob> = (input: DeskJobs[Job]['input']) => DeskJobs[Job]['output']

/** Loaded when first needed: each thread does one kind of job. */
const jobs: { readonly [Job in DeskJob]: () => Promise<Run<Job>> } = {
  page: async () => (await import('./page.ts')).readPage,
  feed: async () => (await import('./feed.ts')).readFeed,
  calculation: async () => (await import('./calculation.ts')).calculate,
}

parentPort?.on('message', ({ job, input }: DeskRequest) => void work(job, input))

async function work(job: DeskJob, input: DeskRequest['input']): Promise<void> {
  try {
    const run = (await jobs[job]()) as Run<DeskJob>
    reply({ kind: 'begun' })
    reply({ kind: 'done', output: run(input) })
  } catch (error) {
    const words = error instanceof JobFault ? error.message : null
    reply({ kind: 'failed', words, detail: String(error).slice(0, 500) })
  }
}

function reply(message: DeskReply): void {
  parentPort?.postMessage(message)
}
