import { sql as start } from './0001-start.ts'

/** In order; a migration that was ever released is never changed, only followed by another. */
export const migrations: readonly string[] = [start]
