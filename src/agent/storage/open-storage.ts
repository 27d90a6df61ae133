import type { Problem } from '../../shared/problem.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import { toProblem } from '../kernel/problem.ts'
import { type Database, openDatabase } from './database.ts'
import { type Storage, storageOf } from './storage.ts'

interface Problems {
  set(key: string, problem: Problem | null): void
}

/**
 * Opens the database, or says why not and goes on with one in memory: the panel must come up to tell about it.
 * While writes fail a standing problem says so; it goes away with the first commit that succeeds.
 * @returns `temporary` when nothing of this run will be kept.
 */
export async function openStorage(
  life: Lifetime,
  path: string,
  problems: Problems,
): Promise<{ storage: Storage; temporary: boolean }> {
  let failing = false
  const events = {
    failed(error: unknown) {
      failing = true
      problems.set('storage', toProblem(error))
    },
    committed() {
      if (!failing) return
      failing = false
      problems.set('storage', null)
    },
  }
  const { database, temporary } = await openOrFallBack(path, problems, events)
  life.defer(() => database.close())
  return { storage: storageOf(database), temporary }
}

async function openOrFallBack(
  path: string,
  problems: Problems,
  events: Parameters<typeof openDatabase>[1],
): Promise<{ database: Database; temporary: boolean }> {
  try {
    return { database: await openDatabase(path, events), temporary: false }
  } catch (error) {
    const problem = toProblem(error)
    problems.set('database', {
      ...problem,
      message: `${problem.message}。回复已暂停，这次打开期间的聊天不会保存`,
    })
    return { database: await openDatabase(':memory:', events), temporary: true }
  }
}
